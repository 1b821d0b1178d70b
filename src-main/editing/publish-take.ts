import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TakeId } from '../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Enhancement, Proof, Take } from '../../src-shared/project/document.ts'
import type { NewTake } from '../library/index.ts'
import type { JobContext } from '../platform/jobs/index.ts'
import type { EditingParts, TakeOrder } from './editing-ports.ts'
import type { LoudnessBook } from './loudness-book.ts'
import type { ChangedSpan, KnownParent } from './measure-take.ts'

type Order = Pick<TakeOrder, 'trackId' | 'groupId'>

export const tellTake = async ({ announce, events }: EditingParts, { trackId, groupId }: Order, jobId: JobId, takeId: TakeId): Promise<void> => {
  await announce(trackId)
  events.emit('editing.takeReady', { jobId, groupId, trackId, takeId })
}

/** A take that lies finished in the work folder. `known` is what was measured of its parent meanwhile. */
export type FinishedTake = {
  readonly parent: Take
  readonly songPath: string
  readonly outPath: string
  readonly proof: Proof
  readonly changed: ChangedSpan
  readonly known: Promise<KnownParent | undefined>
  readonly examine?: ((resultPath: string, context: WorkContext) => Promise<{ readonly enhancement: Enhancement }>) | undefined
  draft(stored: {
    readonly audio: { readonly sha256: Take['audioSha256']; readonly bytes: number }
    readonly loudness: Loudness
    readonly enhancement?: Enhancement
  }): NewTake
}

/**
 * From a finished file to a published fact: what the proof found wanting is thrown away; the rest is measured, put into the audio store and only
 * then added to the song.
 *
 * @throws FailureError editing.proof-failed, disk.full
 */
export const publishTake = async (parts: EditingParts, book: LoudnessBook, order: Order, take: FinishedTake, context: JobContext): Promise<void> => {
  const { signal, flags, progress, jobId } = context
  const { proof, songPath, outPath, changed } = take
  if (!proof.outsideIdentical || proof.piecesIdentical === false) {
    throw new FailureError(
      failure('editing.proof-failed', 'The new take would have changed sound outside your region, so it was thrown away. The song is unchanged. Try again.', {
        proof,
      }),
    )
  }
  progress(0.85, 'measuring loudness')
  const measuring = { signal, flags, progress: subProgress(progress, 0.85, 0.95) }
  const { loudness, keep } = await book.measure(await take.known, { songPath, resultPath: outPath, geometry: changed }, measuring)
  const facts = await take.examine?.(outPath, { signal, flags, progress: () => {} })
  progress(0.95, 'saving the take')
  const audio = await parts.audio.adopt(outPath)
  keep(audio.sha256)
  signal.throwIfAborted()
  const published = await parts.takes.add(order.trackId, take.draft({ audio, loudness, ...facts }))
  await tellTake(parts, order, jobId, published.id)
}
