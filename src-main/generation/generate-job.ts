import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type GeneratedPiece, GenerateRequest, type MusicEngine } from '../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../src-shared/kernel/progress.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { Influence } from '../../src-shared/knowledge/contract.ts'
import type { NewTrack, TrackReader, TrackWriter } from '../library/index.ts'
import type { Tx } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, requireSpace, type StoredAudio } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import type { EngineShelf } from './engine-shelf.ts'

/** Audio, stems and patch of one minute at 44.1 kHz stereo float, with room to spare, bytes. */
const BYTES_PER_SECOND = 44_100 * 2 * 4 * 3
const USUAL_SECONDS = 180

export const GeneratePayload = z.object({
  engine: z.string(),
  groupId: z.string(),
  number: z.number().int().min(1),
  request: GenerateRequest,
  influences: z.array(Influence).optional(),
})
export type GenerateJob = JobDefinition<typeof GeneratePayload>

/** What somebody says who listens first. `fault`: why nobody should have to hear it, in the words after "it"; `score` 0..100. */
export type FirstHearing = { readonly fault: string | undefined; readonly report: { readonly score: number } }
export type Examiner = {
  judge(piece: GeneratedPiece, request: GenerateRequest, context: WorkContext): Promise<FirstHearing>
  /** how often a song with a fault is made again with another seed */
  retries(): number
}

export type GenerateParts = {
  readonly engines: EngineShelf
  readonly library: Pick<TrackReader, 'findPublished'>
  readonly tracks: TrackWriter
  readonly audio: Pick<AudioStore, 'adopt'>
  readonly events: Events
  readonly examiner: Examiner
  /** stores what a song leaned on, in the transaction that makes it */
  readonly cite: (tx: Tx, trackId: TrackId, influences: readonly Influence[]) => Promise<void>
}

const newTrack = (
  engine: MusicEngine,
  { groupId, number, request }: z.output<typeof GeneratePayload>,
  { title, plan, score, run, loudness, lengthFrames, sampleRateHz, channelCount, strategy, reason }: GeneratedPiece,
  stored: StoredAudio,
  publishKey: string,
): NewTrack => {
  const { id, version, licence } = engine.describe()
  const { prompt, seed } = request
  return {
    title,
    origin: 'generated',
    engine: id,
    engineVersion: version,
    prompt,
    licence,
    seed,
    style: plan?.style,
    studio: request.studio === 'open' ? undefined : request.studio,
    key: plan?.key,
    take: {
      kind: 'original',
      groupId,
      number,
      audioSha256: stored.sha256,
      audioBytes: stored.bytes,
      sampleRateHz,
      channelCount,
      lengthFrames,
      plan,
      score,
      tempoMap: score?.tempoMap ?? (plan && [{ atTicks: 0, tempoBpm: plan.tempoBpm }]),
      timeSignature: score?.timeSignature ?? plan?.timeSignature,
      firstBarFrame: 0,
      sections: score?.sections ?? [],
      prompt,
      seed,
      engine: id,
      strategy,
      reason,
      making: run && { ...run, request, engineVersion: version },
      loudness,
      publishKey,
    },
  }
}

/** What the engine is told: the person's words, and those that are lent after them. */
export const asSaid = (request: GenerateRequest): GenerateRequest =>
  request.hintWords ? { ...request, prompt: `${request.prompt}, ${request.hintWords}` } : request

/** The seed of the nth try: far from those of the other variations, and always the same. */
export const seedOfTry = (seed: number, attempt: number): number =>
  attempt === 0
    ? seed
    : createRandom(seed)
        .fork(`try ${attempt}`)
        .int(0, 2 ** 32)

/** Up to here the first try reports its progress; further tries share the rest up to saving. */
const FIRST_TRY = 0.94
const SAVING = 0.97

type Try = { readonly piece: GeneratedPiece; readonly seed: number; readonly heard: FirstHearing }

/** Makes the song; where it has a fault again with another seed, as often as the budget allows. The best of them is kept, and says so. */
const makeWell = async (engine: MusicEngine, examiner: Examiner, request: GenerateRequest, workFolder: string, context: WorkContext): Promise<Try> => {
  const retries = examiner.retries()
  const tries: Try[] = []
  for (let attempt = 0; attempt <= retries; attempt++) {
    const seed = seedOfTry(request.seed, attempt)
    const folder = join(workFolder, attempt === 0 ? 'engine' : `engine-${attempt + 1}`)
    await mkdir(folder)
    const step = (SAVING - FIRST_TRY) / Math.max(1, retries)
    const [from, to] = attempt === 0 ? [0, FIRST_TRY] : [FIRST_TRY + (attempt - 1) * step, FIRST_TRY + attempt * step]
    const own = { ...context, progress: subProgress(context.progress, from, to) }
    const piece = await engine.generate({ ...request, seed }, folder, own)
    const heard = await examiner.judge(piece, request, { ...context, progress: () => undefined })
    tries.push({ piece, seed, heard })
    if (heard.fault === undefined) break
  }
  const isWhole = ({ heard }: Try) => heard.fault === undefined
  const best = tries.find(isWhole) ?? tries.reduce((best, other) => (other.heard.report.score > best.heard.report.score ? other : best))
  const [first] = tries
  if (!first || first.heard.fault === undefined) return best
  const told =
    best === first || !isWhole(best)
      ? `It ${best.heard.fault}${tries.length > 1 ? `; ${tries.length - 1} other ${tries.length > 2 ? 'tries were' : 'try was'} no better` : ''}.`
      : `The first try, seed ${first.seed}, ${first.heard.fault}; this is seed ${best.seed}.`
  return { ...best, piece: { ...best.piece, reason: `${best.piece.reason} ${told}` } }
}

/** Engines of the processor take turns with each other, those with a model with everything else that has one. */
const KINDS = { cpu: 'generation.generate', gpu: 'generation.generate-with-model' } as const

/** One song from a prompt. Runs again from the start after a crash; what it had already published it only tells again. */
export const createGenerateJob = (
  { engines, library, tracks, audio, events, examiner, cite }: GenerateParts,
  lane: keyof typeof KINDS = 'cpu',
): GenerateJob => ({
  kind: KINDS[lane],
  payload: GeneratePayload,
  lane,
  afterCrash: 'restart',
  async run(order, { jobId, signal, flags, progress, workFolder }) {
    const { groupId, request, influences = [] } = order
    const published = await library.findPublished(jobId)
    if (published) return events.emit('generation.finished', { jobId, groupId, trackId: published.trackId, seed: published.seed ?? request.seed })
    const engine = engines.find(order.engine)
    if (!engine) throw new FailureError(failure('engine.not-found', `The engine “${order.engine}” is not installed any more. Choose another one.`))
    await requireSpace(workFolder, (request.seconds ?? USUAL_SECONDS) * BYTES_PER_SECOND)

    const { piece, seed } = await makeWell(engine, examiner, asSaid(request), workFolder, { signal, flags, progress })
    progress(SAVING, 'saving the song')
    const stored = await audio.adopt(piece.audioPath)
    signal.throwIfAborted()
    const { track } = await tracks.create(newTrack(engine, { ...order, request: { ...request, seed } }, piece, stored, jobId), (tx, made) =>
      cite(tx, made.track.id, influences),
    )
    events.emit('generation.finished', { jobId, groupId, trackId: track.id, seed })
  },
})
