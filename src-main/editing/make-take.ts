import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { MusicEngine, Patch, SongContext } from '../../src-shared/generation/engine.ts'
import type { RemixControls } from '../../src-shared/generation/plan.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Enhancement, Take } from '../../src-shared/project/document.ts'
import type { TakeWriter } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import { requireSpace } from '../platform/files/index.ts'
import type { JobContext } from '../platform/jobs/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import type { AudioShelf, EditableSongs, EngineFor, MeasureLoudness } from './editing-ports.ts'
import type { LoudnessBook } from './loudness-book.ts'
import { nearestBeats } from './nearest-beats.ts'
import type { PasteRequest, ProvenPaste } from './paste-task.ts'
import { draftTake } from './take-draft.ts'

export type EditingParts = {
  readonly songs: EditableSongs
  readonly takes: TakeWriter
  readonly audio: AudioShelf
  readonly engineFor: EngineFor
  readonly findEngine: (id: string) => MusicEngine | undefined
  /** of a whole file; asked where what is known of the parent does not do */
  readonly measureLoudness: MeasureLoudness
  readonly crossfadeMilliseconds: () => Promise<number>
  readonly pool: Pick<ThreadPool, 'run'>
  readonly events: Events
  /** tells everyone how the song stands now that it has one take more */
  readonly announce: (trackId: TrackId) => Promise<void>
}

/** What regenerate and extend jobs have in common. `number` counts from 1 within the group; `parentTakeId` is what played when it was asked for. */
export type TakeOrder = {
  readonly trackId: TrackId
  readonly parentTakeId: TakeId
  readonly groupId: string
  readonly number: number
  readonly request: { readonly prompt: string; readonly seed: number; readonly controls?: RemixControls | undefined }
}

/** New material and who made it. `examine` looks at the finished file for facts that only this kind of take has. */
export type MadePatch = {
  readonly patch: Patch
  readonly engineId: string
  readonly examine?: (resultPath: string, context: WorkContext) => Promise<{ readonly enhancement: Enhancement }>
}
export type MakePatch = (parent: Take, song: SongContext, workFolder: string, context: WorkContext) => Promise<MadePatch>

const tell = async ({ announce, events }: EditingParts, { trackId, groupId }: TakeOrder, jobId: JobId, takeId: TakeId): Promise<void> => {
  await announce(trackId)
  events.emit('editing.takeReady', { jobId, groupId, trackId, takeId })
}

/**
 * One new take, from the engine's patch to a published fact: the patch is pasted into a copy of the parent, the copy is proven, measured,
 * put into the audio store, and only then added to the song.
 *
 * Run again after a crash that came too late to matter, it only tells what is there.
 *
 * @throws FailureError take.not-found, editing.proof-failed, disk.full, and what the engine throws
 */
export const makeTake = async (
  parts: EditingParts,
  book: LoudnessBook,
  kind: 'regenerate' | 'extend' | 'enhance',
  order: TakeOrder,
  makePatch: MakePatch,
  context: JobContext,
): Promise<void> => {
  const { songs, audio, pool } = parts
  const { signal, flags, progress, workFolder, jobId } = context
  const published = await songs.findPublished(jobId)
  if (published) return tell(parts, order, jobId, published.id)
  const parent = await songs.findTake(order.parentTakeId)
  if (!parent) throw new FailureError(failure('take.not-found', 'The take that this was to be made from is gone. Open the song and mark the region again.'))
  const parentScore = parent.scoreSha256 && (await songs.findScore(parent.scoreSha256))
  const songPath = audio.pathOf(parent.audioSha256)
  // the result and the patch, at 32 bits
  await requireSpace(workFolder, parent.lengthFrames * parent.channelCount * 4 * 1.5)

  const engineFolder = join(workFolder, 'engine')
  await mkdir(engineFolder)
  const { sampleRateHz, lengthFrames, plan } = parent
  const song: SongContext = { audioPath: songPath, sampleRateHz, lengthFrames, score: parentScore, plan, prompt: parent.prompt }
  const knowing = book.prepare(parent, songPath, { signal, flags, progress })
  // whoever fails first is heard; the other one's failure must not go unheard by everybody
  knowing.catch(() => {})
  const { patch, engineId, examine } = await makePatch(parent, song, engineFolder, { signal, flags, progress: subProgress(progress, 0, 0.75) })

  progress(0.75, 'fitting it into the song')
  const outPath = join(workFolder, 'take.wav')
  const request: PasteRequest = {
    songPath,
    patchPath: patch.audioPath,
    outPath,
    wish: {
      span: patch,
      keepsLevel: patch.keepsLevel,
      crossfadeMilliseconds: await parts.crossfadeMilliseconds(),
      beatFrames: nearestBeats(parent, [patch.replaceFromFrame, patch.replaceToFrame]),
    },
  }
  const pasted = await pool.run<ProvenPaste>('pasteAndProve', request, { signal, flags, progress: () => {} })
  await rm(engineFolder, { recursive: true, force: true })
  if (!pasted.proof.outsideIdentical) {
    throw new FailureError(
      failure('editing.proof-failed', 'The new take would have changed sound outside your region, so it was thrown away. The song is unchanged. Try again.', {
        proof: pasted.proof,
      }),
    )
  }
  progress(0.85, 'measuring loudness')
  const known = await knowing
  const loudness = await book.measure(
    known,
    { songPath, resultPath: outPath, geometry: pasted.geometry },
    { signal, flags, progress: subProgress(progress, 0.85, 0.95) },
  )
  const facts = await examine?.(outPath, { signal, flags, progress: () => {} })
  progress(0.95, 'saving the take')
  const stored = await audio.adopt(outPath)
  signal.throwIfAborted()
  const draft = draftTake({
    ...order.request,
    controls: order.request.controls,
    kind,
    parent,
    parentScore,
    groupId: order.groupId,
    number: order.number,
    engine: engineId,
    patch,
    pasted,
    audio: stored,
    publishKey: jobId,
    loudness,
    ...facts,
  })
  const take = await parts.takes.add(order.trackId, draft)
  await tell(parts, order, jobId, take.id)
}
