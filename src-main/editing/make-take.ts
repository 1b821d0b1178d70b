import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Patch, SongContext } from '../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { subProgress, type WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Enhancement, Proof, Take } from '../../src-shared/project/document.ts'
import { requireSpace } from '../platform/files/index.ts'
import type { JobContext } from '../platform/jobs/index.ts'
import type { EditingParts, TakeOrder } from './editing-ports.ts'
import type { LoudnessBook } from './loudness-book.ts'
import type { ChangedSpan } from './measure-take.ts'
import { nearestBeats } from './nearest-beats.ts'
import type { PasteRequest, ProvenPaste, ProvePastesRequest } from './paste-task.ts'
import { publishTake, tellTake } from './publish-take.ts'
import { reasonOfRegions } from './reason-of-regions.ts'
import { draftTake } from './take-draft.ts'

/** New material and who made it. `examine` looks at the finished file for facts that only this kind of take has. */
export type MadePatch = {
  readonly patch: Patch
  readonly engineId: string
  readonly examine?: (resultPath: string, context: WorkContext) => Promise<{ readonly enhancement: Enhancement }>
}
export type MakePatch = (parent: Take, song: SongContext, workFolder: string, context: WorkContext) => Promise<MadePatch>

/** `number` of `count` steps, as its share of the work before the loudness is measured. */
const stepContext = ({ signal, flags, progress }: JobContext, number: number, count: number): WorkContext => {
  const share = subProgress(progress, (0.75 * (number - 1)) / count, (0.75 * number) / count)
  return { signal, flags, progress: count === 1 ? share : (fraction, stage) => share(fraction, `region ${number} of ${count}${stage ? `: ${stage}` : ''}`) }
}

/** What all steps together changed, from the first seam to the last. */
const changedBy = (parent: Take, steps: readonly ProvenPaste[]): ChangedSpan => {
  const [first, last] = [steps[0], steps.at(-1)]
  if (!first || !last) throw new Error('a take without a step')
  const added = last.lengthFrames - parent.lengthFrames
  const endFrame = last.geometry.newSpan.endFrame
  return {
    keepFront: first.geometry.keepFront,
    newSpan: { startFrame: first.geometry.newSpan.startFrame, endFrame },
    keepBackFrom: steps.length === 1 ? last.geometry.keepBackFrom : endFrame - added,
    lengthFrames: last.lengthFrames,
  }
}

/**
 * One new take, from the engine's patches to a published fact: each patch is pasted into a copy of what the one before it made of the parent, and
 * the last copy is proven against the parent as a whole, measured, put into the audio store, and only then added to the song.
 *
 * Run again after a crash that came too late to matter, it only tells what is there.
 *
 * @param makePatches one for each span that changes, from left to right
 * @throws FailureError take.not-found, editing.proof-failed, disk.full, and what the engine throws
 */
export const makeTake = async (
  parts: EditingParts,
  book: LoudnessBook,
  kind: 'regenerate' | 'extend' | 'enhance',
  order: TakeOrder,
  makePatches: readonly MakePatch[],
  context: JobContext,
): Promise<void> => {
  const { songs, audio, pool } = parts
  const { signal, flags, progress, workFolder, jobId } = context
  const published = await songs.findPublished(jobId)
  if (published) return tellTake(parts, order, jobId, published.id)
  const parent = await songs.findTake(order.parentTakeId)
  if (!parent) throw new FailureError(failure('take.not-found', 'The take that this was to be made from is gone. Open the song and mark the region again.'))
  const parentScore = parent.scoreSha256 && (await songs.findScore(parent.scoreSha256))
  const songPath = audio.pathOf(parent.audioSha256)
  const quiet = { signal, flags, progress: () => {} }
  // the result and the patch, at 32 bits; with several steps also what the step before left
  await requireSpace(workFolder, parent.lengthFrames * parent.channelCount * 4 * (makePatches.length > 1 ? 2.5 : 1.5))

  const known = book.prepare(parent, songPath, { signal, flags, progress })
  // whoever fails first is heard; the other one's failure must not go unheard by everybody
  known.catch(() => {})
  const { sampleRateHz, plan } = parent
  let song: SongContext = { audioPath: songPath, sampleRateHz, lengthFrames: parent.lengthFrames, score: parentScore, plan, prompt: parent.prompt }
  const steps: (ProvenPaste & MadePatch)[] = []
  for (const [index, makePatch] of makePatches.entries()) {
    const engineFolder = join(workFolder, `engine-${index + 1}`)
    await mkdir(engineFolder)
    const made = await makePatch(parent, song, engineFolder, stepContext(context, index + 1, makePatches.length))
    const { patch } = made
    if (index === makePatches.length - 1) progress(0.75, 'fitting it into the song')
    const outPath = join(workFolder, `take-${index + 1}.wav`)
    const request: PasteRequest = {
      songPath: song.audioPath,
      patchPath: patch.audioPath,
      outPath,
      wish: {
        span: patch,
        keepsLevel: patch.keepsLevel,
        crossfadeMilliseconds: await parts.crossfadeMilliseconds(),
        beatFrames: nearestBeats(parent, [patch.replaceFromFrame, patch.replaceToFrame]),
      },
    }
    const pasted = await pool.run<ProvenPaste>('pasteAndProve', request, quiet)
    await rm(engineFolder, { recursive: true, force: true })
    if (song.audioPath !== songPath) await rm(song.audioPath, { force: true })
    steps.push({ ...pasted, ...made })
    song = { ...song, audioPath: outPath, lengthFrames: pasted.lengthFrames, score: patch.score, plan: patch.plan ?? song.plan }
  }
  const last = steps.at(-1)
  if (!last) throw new Error('a take without a patch')
  const proving: ProvePastesRequest = { songPath, resultPath: song.audioPath, pastes: steps.map(({ geometry }) => geometry) }
  const proof = steps.length === 1 ? last.proof : await pool.run<Proof>('proveAll', proving, quiet)
  const changed = changedBy(parent, steps)
  await publishTake(
    parts,
    book,
    order,
    {
      parent,
      songPath,
      outPath: song.audioPath,
      proof,
      changed,
      known,
      examine: last.examine,
      draft: (stored) =>
        draftTake({
          ...order.request,
          controls: order.request.controls,
          kind,
          parent,
          parentScore,
          groupId: order.groupId,
          number: order.number,
          engine: last.engineId,
          patch: { ...last.patch, plan: song.plan, reason: reasonOfRegions(steps.map(({ patch }) => patch.reason)) },
          newSpan: changed.newSpan,
          newSpans: steps.map(({ geometry }) => geometry.newSpan),
          lengthFrames: song.lengthFrames,
          proof,
          publishKey: jobId,
          ...stored,
        }),
    },
    context,
  )
}
