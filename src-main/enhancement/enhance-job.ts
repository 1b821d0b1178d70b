import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { EnhanceModel } from '../../src-shared/enhancement/contract.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
import type { Enhancement, Take } from '../../src-shared/project/document.ts'
import { createLoudnessBook, type EditingParts, type LoudnessBook, type MakePatch, makeTake } from '../editing/index.ts'
import type { Cutoff, Inference } from '../inference/index.ts'
import type { TrackWriter } from '../library/index.ts'
import type { ModelShelf } from '../models/index.ts'
import { requireSpace } from '../platform/files/index.ts'
import type { JobContext, JobDefinition } from '../platform/jobs/index.ts'
import { methodOf, nameOf } from './methods.ts'
import { madeBecause, nothingMissing } from './report-words.ts'

/** Without frames: the whole song. */
export const EnhancePayload = z.object({
  trackId: TrackId,
  parentTakeId: TakeId,
  groupId: z.string(),
  model: EnhanceModel,
  startFrame: z.number().int().optional(),
  endFrame: z.number().int().optional(),
  steps: z.number().int().optional(),
  seed: z.number().int(),
})
export type EnhanceOrder = z.output<typeof EnhancePayload>
export type EnhanceJob = JobDefinition<typeof EnhancePayload>

export type EnhancementParts = {
  readonly editing: EditingParts
  /** what other jobs know of songs; its own where there is none */
  readonly book?: LoudnessBook
  readonly tracks: TrackWriter
  readonly inference: Pick<Inference, 'run'>
  readonly models: Pick<ModelShelf, 'find'>
}

/** Below this rate a song has no room for the treble that is to come; it becomes a new one at `WIDE_HZ`. */
export const ROOMY_RATE_HZ = 40_000
const WIDE_HZ = 48_000
/** Sound on both sides of a region, for the crossfades. */
const LEAD_SECONDS = 0.5

/** Thrown through `makeTake`: not a failure of the job, a fact about the song. */
class NothingMissing extends Error {
  readonly cutoff: Cutoff
  constructor(cutoff: Cutoff) {
    super('nothing is missing')
    this.cutoff = cutoff
  }
}

/** One 32-bit file a signal, the patch, and room for a second pass. */
const spaceFor = ({ channelCount }: Take, frames: number): number => frames * channelCount * 4 * 3

const patchOf =
  ({ inference, models }: EnhancementParts, order: EnhanceOrder, report: (cutoff: Cutoff) => void): MakePatch =>
  async (parent, song, workFolder, context) => {
    const isWhole = order.startFrame === undefined || order.endFrame === undefined
    const from = order.startFrame ?? 0
    const to = order.endFrame ?? parent.lengthFrames
    const lead = isWhole ? 0 : Math.ceil(LEAD_SECONDS * parent.sampleRateHz)
    const [leadInFrames, leadOutFrames] = [Math.min(lead, from), Math.min(lead, parent.lengthFrames - to)]
    const audioPath = join(workFolder, 'restored.wav')
    await requireSpace(workFolder, spaceFor(parent, to - from))
    const { made, cutoff } = await inference.run(
      'super-resolution.restore',
      {
        songPath: song.audioPath,
        fromFrame: from - leadInFrames,
        toFrame: to + leadOutFrames,
        method: methodOf(models, order.model, order),
        workFolder,
        outPath: audioPath,
      },
      context,
    )
    if (!made) throw new NothingMissing(cutoff)
    report(cutoff)
    return {
      // who changes the song later is who made it: the notes are the same
      engineId: parent.engine,
      patch: {
        audioPath,
        leadInFrames,
        leadOutFrames,
        replaceFromFrame: from,
        replaceToFrame: to,
        score: song.score,
        plan: song.plan,
        strategy: nameOf(order.model),
        reason: madeBecause(cutoff),
      },
      examine: async (resultPath, work) => {
        const measured = await inference.run(
          'super-resolution.measure',
          { songPath: song.audioPath, resultPath, fromFrame: from, toFrame: to, cutoffHz: cutoff.cutoffHz },
          work,
        )
        return { enhancement: { model: order.model, ...measured } }
      },
    }
  }

/** A song at a rate that has room, made from one that has not. */
const makeSong = async (parts: EnhancementParts, parent: Take, order: EnhanceOrder, context: JobContext) => {
  const { editing, inference, models, tracks } = parts
  const { workFolder, signal, flags, progress, jobId } = context
  const track = await editing.songs.find(order.trackId)
  if (!track) throw new FailureError(failure('track.not-found', 'This song is not in the library any more.'))
  const frames = Math.ceil((parent.lengthFrames * WIDE_HZ) / parent.sampleRateHz)
  await requireSpace(workFolder, spaceFor(parent, 2 * frames))
  const [widePath, outPath, folder] = [join(workFolder, 'wide.wav'), join(workFolder, 'song.wav'), join(workFolder, 'engine')]
  await mkdir(folder)
  const { lengthFrames } = await inference.run(
    'super-resolution.widen',
    { songPath: editing.audio.pathOf(parent.audioSha256), rateHz: WIDE_HZ, outPath: widePath },
    { signal, flags, progress: subProgress(progress, 0, 0.05) },
  )
  const span = { songPath: widePath, fromFrame: 0, toFrame: lengthFrames }
  const { made, cutoff } = await inference.run(
    'super-resolution.restore',
    { ...span, method: methodOf(models, order.model, order), workFolder: folder, outPath },
    { signal, flags, progress: subProgress(progress, 0.05, 0.9) },
  )
  if (!made) throw new NothingMissing(cutoff)
  progress(0.9, 'measuring what was added')
  const quiet = { signal, flags, progress: () => {} }
  const measured = await inference.run('super-resolution.measure', { ...span, resultPath: outPath, cutoffHz: cutoff.cutoffHz }, quiet)
  const loudness = await editing.measureLoudness(outPath, quiet)
  const stored = await editing.audio.adopt(outPath)
  signal.throwIfAborted()
  const enhancement: Enhancement = { model: order.model, ...measured }
  const { title, origin, engine, engineVersion, prompt, licence } = track
  const song = await tracks.create({
    title: `${title} (restored)`,
    origin,
    engine,
    engineVersion,
    prompt,
    licence,
    take: {
      kind: 'enhance',
      groupId: order.groupId,
      number: 1,
      audioSha256: stored.sha256,
      audioBytes: stored.bytes,
      publishKey: jobId,
      sampleRateHz: WIDE_HZ,
      channelCount: parent.channelCount,
      lengthFrames,
      plan: parent.plan,
      tempoMap: parent.tempoMap,
      timeSignature: parent.timeSignature,
      firstBarFrame: Math.round((parent.firstBarFrame * WIDE_HZ) / parent.sampleRateHz),
      sections: parent.sections,
      prompt: parent.prompt,
      seed: order.seed,
      engine: parent.engine,
      madeFrom: { takeId: parent.id, helpers: [order.model] },
      strategy: nameOf(order.model),
      reason: madeBecause(cutoff),
      enhancement,
      loudness,
    },
  })
  return { song, cutoff, enhancement }
}

/** Restores the treble of a song or a part of it. Runs again from the start after a crash: nothing was published before it ended. */
export const createEnhanceJob = (parts: EnhancementParts): EnhanceJob => {
  const { editing, book = createLoudnessBook(editing.pool, editing.measureLoudness) } = parts
  return {
    kind: 'enhancement.restore',
    payload: EnhancePayload,
    lane: 'gpu',
    afterCrash: 'restart',
    async run(order, context) {
      const { trackId, groupId } = order
      const { jobId } = context
      const tell = (facts: { outcome: 'take' | 'song' | 'nothing-missing'; message: string; cutoffHz: number } & Partial<Facts>) =>
        editing.events.emit('enhancement.finished', { jobId, groupId, trackId, ...facts })
      const parent = await editing.songs.findTake(order.parentTakeId)
      if (!parent) throw new FailureError(failure('take.not-found', 'The take that this was to be made from is gone. Open the song and try again.'))
      try {
        if (parent.sampleRateHz < ROOMY_RATE_HZ) {
          const { song, cutoff, enhancement } = await makeSong(parts, parent, order, context)
          const message = `“${song.track.title}” is a new song at 48 kHz: the old one’s rate of ${parent.sampleRateHz.toLocaleString('en')} Hz has no room for more treble.`
          return tell({ outcome: 'song', message, cutoffHz: cutoff.cutoffHz, madeTrackId: song.track.id, enhancement })
        }
        const made = { ...order, number: 1, request: { prompt: '', seed: order.seed } }
        await makeTake(editing, book, 'enhance', made, [patchOf(parts, order, () => {})], context)
        const take = await editing.songs.findPublished(jobId)
        if (!take) throw new Error(`job ${jobId} published no take`)
        const { enhancement } = take
        tell({ outcome: 'take', message: take.reason, cutoffHz: enhancement?.cutoffHz ?? 0, takeId: take.id, ...(enhancement && { enhancement }) })
      } catch (cause) {
        if (!(cause instanceof NothingMissing)) throw cause
        tell({ outcome: 'nothing-missing', message: nothingMissing(cause.cutoff), cutoffHz: cause.cutoff.cutoffHz })
      }
    },
  }
}

type Facts = { readonly takeId: TakeId; readonly madeTrackId: TrackId; readonly enhancement: Enhancement }
