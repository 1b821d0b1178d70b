import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Patch, SongContext } from '../../src-shared/generation/engine.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { subProgress, type WorkContext } from '../../src-shared/kernel/progress.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { readWavLayout } from '../audio/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import { type HearMelodyRequest, isSilent, melodyLikeness } from './melody-likeness.ts'

export type MelodyChoice = {
  /** how many are made; 1 leaves nothing to choose */
  readonly candidates: number
  /** Melody Loyalty, 0..1 */
  readonly loyalty: number
  readonly seed: number
  /** 'replaced': the notes that give way, in time; 'before': what sounds in front of a new ending, as a whole */
  readonly against: 'replaced' | 'before'
}
export type MakeCandidate = (seed: number, workFolder: string, context: WorkContext) => Promise<Patch>

/** So much more alike a later candidate must be than the first where loyalty is nearly 0; at full loyalty nothing but the notes counts. */
const FIRST_LEAD = 0.1
/** Of all work, what listening takes. */
const LISTENING = 0.04

/** The seed of the nth candidate, from 0: the first is the take's own. */
export const seedOfCandidate = (seed: number, index: number): number =>
  index === 0
    ? seed
    : createRandom(seed)
        .fork(`candidate ${index + 1}`)
        .int(0, 2 ** 32)

/** The index of the one that is kept. */
export const pickCandidate = (likenesses: readonly number[], loyalty: number): number => {
  const points = likenesses.map((likeness, index) => likeness + (index === 0 ? FIRST_LEAD * (1 - loyalty) : 0))
  return points.indexOf(Math.max(...points))
}

const candidateContext = (context: WorkContext, index: number, count: number): WorkContext => {
  const share = (1 - LISTENING) / count
  const progress = subProgress(context.progress, index * share, (index + 1) * share)
  return { ...context, progress: (fraction, stage) => progress(fraction, `candidate ${index + 1} of ${count}${stage ? `: ${stage}` : ''}`) }
}

/**
 * An engine that cannot be given a tune is asked several times, and the one is kept whose notes are closest to the old ones (chroma, see
 * `melodyLikeness`). Each candidate has a seed of its own that follows from the take's, so the same order gives the same take. What is not heard
 * cannot be kept: over silence there is one candidate. One that fails after another was made is told, and those that are there are compared.
 *
 * @throws what the engine throws for the first candidate; AbortError
 */
export const chooseByMelody = async (
  pool: Pick<ThreadPool, 'run'>,
  song: SongContext,
  { candidates, loyalty, seed, against }: MelodyChoice,
  make: MakeCandidate,
  workFolder: string,
  context: WorkContext,
): Promise<Patch> => {
  if (candidates <= 1 || loyalty <= 0) return make(seed, workFolder, context)
  const hear = (request: HearMelodyRequest) => pool.run<Float32Array>('hearMelody', request, { ...context, progress: () => {} })
  const makeNumber = async (index: number): Promise<Patch> => {
    const folder = join(workFolder, `candidate-${index + 1}`)
    await mkdir(folder)
    return make(seedOfCandidate(seed, index), folder, candidateContext(context, index, candidates))
  }
  const first = await makeNumber(0)
  const seconds = (frames: number): number => frames / song.sampleRateHz
  const { lengthFrames } = await readWavLayout(first.audioPath)
  const newFrames = lengthFrames - first.leadInFrames - first.leadOutFrames
  const original = await hear({
    path: song.audioPath,
    fromSeconds: seconds(against === 'replaced' ? first.replaceFromFrame : Math.max(0, first.replaceFromFrame - newFrames)),
    toSeconds: seconds(against === 'replaced' ? first.replaceToFrame : first.replaceFromFrame),
  })
  if (isSilent(original)) return first

  const made = [first]
  let trouble = ''
  for (let index = 1; index < candidates && trouble === ''; index++) {
    try {
      made.push(await makeNumber(index))
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      trouble = ` Only ${index} of ${candidates} candidates could be made: ${cause.message}`
    }
  }
  context.progress(1 - LISTENING, 'comparing the melody')
  const likenesses: number[] = []
  for (const { audioPath, leadInFrames } of made) {
    const melody = await hear({ path: audioPath, fromSeconds: seconds(leadInFrames), toSeconds: seconds(leadInFrames + newFrames) })
    likenesses.push(melodyLikeness(original, melody, against === 'replaced' ? 'inTime' : 'asWhole'))
  }
  const picked = pickCandidate(likenesses, loyalty)
  const patch = made[picked] ?? first
  const words = made.length === 1 ? '' : ` Picked ${picked + 1} of ${made.length} by melody (${(likenesses[picked] ?? 0).toFixed(2)} alike).`
  return { ...patch, reason: `${patch.reason}${words}${trouble}` }
}
