import { join } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
import type { CompPiece, Take } from '../../src-shared/project/document.ts'
import { frameShiftBetween, spanInBars, type TakesById, takesById, takeTitle } from '../../src-shared/project/edits/index.ts'
import { secondsToTicks } from '../../src-shared/score/musical-time.ts'
import type { Score } from '../../src-shared/score/score.ts'
import { type ScorePiece, spliceScores } from '../../src-shared/score/splice-scores.ts'
import { requireSpace } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { CompRequest, CompStretch, ProvenComp } from './comp-task.ts'
import type { EditableSongs, EditingParts } from './editing-ports.ts'
import { createLoudnessBook } from './loudness-book.ts'
import { publishTake, tellTake } from './publish-take.ts'
import { draftTake } from './take-draft.ts'

const frames = z.number().int().min(0)

/** The comp as it stood when it was asked for: the whole song in order, with the crossfade into each piece. */
export const CompPayload = z.object({
  trackId: TrackId,
  parentTakeId: TakeId,
  groupId: z.string(),
  pieces: z.array(z.object({ startFrame: frames, endFrame: frames, takeId: TakeId, fadeFrames: frames })).min(2),
})
export type CompJob = JobDefinition<typeof CompPayload>
type Piece = z.output<typeof CompPayload>['pieces'][number]

const gone = () => new FailureError(failure('take.not-found', 'A take of this comp is gone. Open the song and choose another one there.'))

/** Shorter where the take that comes in has no sound in front of its stretch. */
const stretchOf = (piece: Piece, shiftFrames: number, path: string): CompStretch => ({
  startFrame: piece.startFrame,
  endFrame: piece.endFrame,
  path,
  shiftFrames,
  fadeFrames: Math.min(piece.fadeFrames, Math.max(0, piece.startFrame + shiftFrames)),
})

/** Neighbouring pieces of other takes are one new span. */
const newSpansOf = (parent: Take, stretches: readonly CompStretch[], pieces: readonly Piece[]): { startFrame: number; endFrame: number }[] => {
  const spans: { startFrame: number; endFrame: number }[] = []
  pieces.forEach(({ takeId, startFrame, endFrame }, index) => {
    // the way back into the song is inside the piece before it; the way in lies in front
    if (takeId === parent.id) return
    const from = startFrame - (stretches[index]?.fadeFrames ?? 0)
    const last = spans.at(-1)
    if (last && last.endFrame >= from) last.endFrame = endFrame
    else spans.push({ startFrame, endFrame })
  })
  return spans
}

/** The notes of the comp, where all its takes have notes that can be one score. */
const scoreOf = async (songs: Pick<EditableSongs, 'findScore'>, parent: Take, pieces: readonly Piece[], takes: TakesById): Promise<Score | undefined> => {
  const { tempoMap, firstBarFrame, sampleRateHz, scoreSha256 } = parent
  const base = scoreSha256 && (await songs.findScore(scoreSha256))
  if (!base || !tempoMap) return undefined
  const ticksAt = (frame: number): number => Math.round(secondsToTicks(tempoMap, Math.max(0, frame - firstBarFrame) / sampleRateHz))
  const scores: ScorePiece[] = []
  for (const [index, { startFrame, endFrame, takeId }] of pieces.entries()) {
    const take = takes.get(takeId)
    const score = take?.scoreSha256 && (await songs.findScore(take.scoreSha256))
    if (!score) return undefined
    const isLast = index === pieces.length - 1
    scores.push({ score, fromTicks: index === 0 ? 0 : ticksAt(startFrame), toTicks: isLast ? Number.MAX_SAFE_INTEGER : ticksAt(endFrame) })
  }
  return spliceScores(base, scores)
}

const reasonOf = (parent: Take, used: readonly CompPiece[], takes: TakesById, score: Score | undefined): string => {
  const words = used.map(({ takeId, startFrame, endFrame }) => {
    const take = takes.get(takeId)
    return `${take ? takeTitle(take) : 'the original'} in ${spanInBars(parent, startFrame, endFrame)}`
  })
  const notes = parent.scoreSha256 && !score ? ' Its takes cannot share one score, so this version is a recording without notes.' : ''
  const list = words.join(', ')
  return `${list.charAt(0).toUpperCase()}${list.slice(1)}.${notes}`
}

/** One take made of stretches of others. Runs again from the start after a crash: nothing was published before it ended. */
export const createCompJob = (parts: EditingParts, book = createLoudnessBook(parts.pool, parts.measureLoudness)): CompJob => ({
  kind: 'editing.comp',
  payload: CompPayload,
  lane: 'cpu',
  afterCrash: 'restart',
  async run(order, context) {
    const { songs, audio, pool } = parts
    const { signal, flags, progress, workFolder, jobId } = context
    const published = await songs.findPublished(jobId)
    if (published) return tellTake(parts, order, jobId, published.id)
    const takes = takesById(await songs.listTakes(order.trackId))
    const parent = takes.get(order.parentTakeId)
    if (!parent) throw gone()
    const stretches = order.pieces.map((piece) => {
      const take = takes.get(piece.takeId)
      if (!take) throw gone()
      return stretchOf(piece, frameShiftBetween(parent, take, takes), audio.pathOf(take.audioSha256))
    })
    const songPath = audio.pathOf(parent.audioSha256)
    const outPath = join(workFolder, 'comp.wav')
    await requireSpace(workFolder, parent.lengthFrames * parent.channelCount * 4)
    const known = book.prepare(parent, songPath, { signal, flags, progress })
    known.catch(() => {})
    progress(0.05, 'putting the takes together')
    const request: CompRequest = { songPath, outPath, stretches }
    const made = await pool.run<ProvenComp>('compAndProve', request, { signal, flags, progress: subProgress(progress, 0.05, 0.85) })
    const score = await scoreOf(songs, parent, order.pieces, takes)
    const pieces = order.pieces.filter(({ takeId }) => takeId !== parent.id).map(({ startFrame, endFrame, takeId }) => ({ startFrame, endFrame, takeId }))
    const newSpans = newSpansOf(parent, stretches, order.pieces)
    const newSpan = { startFrame: newSpans[0]?.startFrame ?? 0, endFrame: newSpans.at(-1)?.endFrame ?? parent.lengthFrames }
    const firstFade = stretches.find(({ startFrame }) => startFrame === newSpan.startFrame)?.fadeFrames ?? 0
    const changed = { keepFront: newSpan.startFrame - firstFade, keepBackFrom: newSpan.endFrame, newSpan, lengthFrames: made.lengthFrames }
    await publishTake(
      parts,
      book,
      order,
      {
        parent,
        songPath,
        outPath,
        proof: made.proof,
        changed,
        known,
        draft: (stored) =>
          draftTake({
            kind: 'comp',
            parent,
            parentScore: undefined,
            groupId: order.groupId,
            number: 1,
            prompt: '',
            seed: undefined,
            controls: undefined,
            engine: parent.engine,
            patch: {
              score,
              plan: undefined,
              strategy: 'comp',
              reason: reasonOf(parent, pieces, takes, score),
              replaceFromFrame: newSpan.startFrame,
            },
            newSpan,
            newSpans,
            pieces,
            lengthFrames: made.lengthFrames,
            proof: made.proof,
            publishKey: jobId,
            ...stored,
          }),
      },
      context,
    )
  },
})
