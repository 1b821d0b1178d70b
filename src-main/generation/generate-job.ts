import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { type GeneratedPiece, GenerateRequest, type MusicEngine } from '../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
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

export type GenerateParts = {
  readonly engines: EngineShelf
  readonly library: Pick<TrackReader, 'findPublished'>
  readonly tracks: TrackWriter
  readonly audio: Pick<AudioStore, 'adopt'>
  readonly events: Events
  /** stores what a song leaned on, in the transaction that makes it */
  readonly cite: (tx: Tx, trackId: TrackId, influences: readonly Influence[]) => Promise<void>
}

const newTrack = (
  engine: MusicEngine,
  { groupId, number, request }: z.output<typeof GeneratePayload>,
  { title, plan, score, loudness, lengthFrames, sampleRateHz, channelCount, strategy, reason }: GeneratedPiece,
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
      loudness,
      publishKey,
    },
  }
}

/** Engines of the processor take turns with each other, those with a model with everything else that has one. */
const KINDS = { cpu: 'generation.generate', gpu: 'generation.generate-with-model' } as const

/** One song from a prompt. Runs again from the start after a crash; what it had already published it only tells again. */
export const createGenerateJob = ({ engines, library, tracks, audio, events, cite }: GenerateParts, lane: keyof typeof KINDS = 'cpu'): GenerateJob => ({
  kind: KINDS[lane],
  payload: GeneratePayload,
  lane,
  afterCrash: 'restart',
  async run(order, { jobId, signal, flags, progress, workFolder }) {
    const { groupId, request, influences = [] } = order
    const published = await library.findPublished(jobId)
    if (published) return events.emit('generation.finished', { jobId, groupId, trackId: published.trackId, seed: request.seed })
    const engine = engines.find(order.engine)
    if (!engine) throw new FailureError(failure('engine.not-found', `The engine “${order.engine}” is not installed any more. Choose another one.`))
    await requireSpace(workFolder, (request.seconds ?? USUAL_SECONDS) * BYTES_PER_SECOND)

    const engineFolder = join(workFolder, 'engine')
    await mkdir(engineFolder)
    const said = request.hintWords ? { ...request, prompt: `${request.prompt}, ${request.hintWords}` } : request
    const piece = await engine.generate(said, engineFolder, { signal, flags, progress: subProgress(progress, 0, 0.97) })
    progress(0.97, 'saving the song')
    const stored = await audio.adopt(piece.audioPath)
    signal.throwIfAborted()
    const { track } = await tracks.create(newTrack(engine, order, piece, stored, jobId), (tx, made) => cite(tx, made.track.id, influences))
    events.emit('generation.finished', { jobId, groupId, trackId: track.id, seed: request.seed })
  },
})
