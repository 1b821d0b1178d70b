import type { desktop } from '../../../src-shared/desktop/contract.ts'
import type { Call, Handlers } from '../../../src-shared/ipc/call.ts'
import type { Failure } from '../../../src-shared/kernel/failure.ts'
import type { OfferId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Result } from '../../../src-shared/kernel/result.ts'
import type { Excerpt } from '../../../src-shared/mixdown/excerpt.ts'
import type { StudioRouter } from '../../platform/ipc/router.ts'
import type { MediaFile } from './media-protocol.ts'

/** Where the window writes what happened. `properties` is small JSON. */
export type WindowLog = {
  info(message: string, properties?: Record<string, unknown>): void
  warning(message: string, properties?: Record<string, unknown>): void
  error(message: string, properties?: Record<string, unknown>): void
}

/** Keeps what a person offered (absolute paths) under one opaque word, for `library.importOffered`. */
export type Offers = { offer(paths: readonly string[]): OfferId }

type DragFailure = (typeof desktop)['startDrag'] extends Call<infer _I, infer _O, infer F> ? F : never

/** What the desktop calls need from the studio's services. */
export type DesktopNeeds = {
  readonly offers: Offers
  /** the folder that holds everything (SEGNO_HOME), absolute */
  readonly dataFolder: string
  /** the text of THIRD-PARTY.md */
  notices(): Promise<string>
  /** a real file that is named after the song and the part of it ("Rainy night Chorus.wav"), made when absent; for dragging out */
  dragFile(excerpt: Excerpt): Promise<Result<{ path: string }, Failure<DragFailure>>>
  /** the immutable file in the audio store */
  storedFile(trackId: TrackId): Promise<Result<{ path: string }, Failure<'track.not-found'>>>
}

/** What the window needs of an open studio: the composition root's product fits this. */
export type StudioForWindow = {
  readonly router: StudioRouter
  readonly offers: Offers
  readonly log: WindowLog
  /**
   * Names a file for the private media protocol. `kind` and `id` come from an untrusted page: answer undefined for anything that is not a
   * known kind and a well-formed id.
   */
  resolveMedia(kind: string, id: string): Promise<MediaFile | undefined>
  /** only while a person records a prompt */
  mayUseMicrophone(): boolean
  /** only while MIDI controllers are switched on */
  mayUseMidi(): boolean
  close(): Promise<void>
}

/** Opens the studio whose data lives in `home`, with the calls that only a desktop window can answer fitted in. */
export type OpenStudio = (options: { home: string; desktop: (needs: DesktopNeeds) => Handlers<typeof desktop> }) => Promise<StudioForWindow>
