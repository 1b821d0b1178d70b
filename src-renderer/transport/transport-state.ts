import { create } from 'zustand'
import type { Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { AudioLayout } from '../../src-shared/project/contract.ts'
import type { TempoMap, TimeSignature } from '../../src-shared/score/score.ts'

/** What the transport plays. `gainDb` matches loudness between takes; 0 when left out. */
export type TransportSource = {
  readonly audioSha256: Sha256
  /** whose picture the bar shows, where it must not tell what is heard; undefined: its own */
  readonly shownSha256?: Sha256 | undefined
  readonly title: string
  readonly trackId?: TrackId | undefined
  readonly takeId?: TakeId | undefined
  readonly gainDb?: number | undefined
  /** lets the transport count in bars; without it only seconds are shown */
  readonly grid?: MusicalGrid | undefined
}

/** The same song, whichever of its takes is loaded. */
export const isSameSong = (a: TransportSource | undefined, b: TransportSource | undefined): boolean =>
  a !== undefined && b !== undefined && (a.trackId !== undefined && b.trackId !== undefined ? a.trackId === b.trackId : a.audioSha256 === b.audioSha256)

export type MusicalGrid = { readonly tempoMap: TempoMap; readonly timeSignature: TimeSignature; readonly firstBarFrame: number }

/** One stem of a mix that is heard in place of its song. `left` and `right` are linear gains. */
export type MixPart = { readonly audioSha256: Sha256; readonly left: number; readonly right: number }

/** A stretch of the song that another file plays; see `Splice`. */
export type SpliceStretch = {
  readonly audioSha256: Sha256
  readonly startFrame: number
  readonly endFrame: number
  readonly shiftFrames: number
  readonly fadeFrames: number
}

/** Half-open, in frames of the source. */
export type LoopRange = { readonly startFrame: number; readonly endFrame: number }

export type TransportStatus = 'empty' | 'loading' | 'paused' | 'playing' | 'failed'

export type TransportState = {
  readonly status: TransportStatus
  readonly source: TransportSource | undefined
  readonly layout: AudioLayout | undefined
  readonly loop: LoopRange | undefined
  /** stems that are heard in place of the source; undefined: the source itself */
  readonly mix: readonly MixPart[] | undefined
  /** stretches of several files that are heard in place of the source */
  readonly splice: readonly SpliceStretch[] | undefined
  /** how fast the shuttle runs, backwards where negative; undefined: it does not */
  readonly shuttleRate: number | undefined
  /** 0..1, perceptual: squared before it becomes a gain */
  readonly volume: number
  readonly isMuted: boolean
  /** plain words; set when status is 'failed' */
  readonly error: { readonly code: string; readonly message: string } | undefined
  /** neighbours for previous / next, oldest first; empty outside a list */
  readonly queue: readonly TransportSource[]
  /** the other version for A/B in the bar; undefined hides the switch */
  readonly compare: { readonly a: TransportSource; readonly b: TransportSource } | undefined
}

export const useTransport = create<TransportState>()(() => ({
  status: 'empty',
  shuttleRate: undefined,
  source: undefined,
  layout: undefined,
  loop: undefined,
  mix: undefined,
  splice: undefined,
  volume: 0.85,
  isMuted: false,
  error: undefined,
  queue: [],
  compare: undefined,
}))
