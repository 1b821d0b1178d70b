import { join } from 'node:path'
import type {
  EngineDescription,
  ExtendRequest,
  GeneratedPiece,
  GenerateRequest,
  Patch,
  RegenerateRequest,
  SongContext,
} from '../../../src-shared/generation/engine.ts'
import type { Plan } from '../../../src-shared/generation/plan.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import { secondsToTicks, ticksPerBar, ticksToSeconds } from '../../../src-shared/score/musical-time.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import type { StudioId } from '../../../src-shared/studios/studio-id.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import type { BuiltInEngine } from '../engine-shelf.ts'
import type { ExtendedScore } from './compose/index.ts'
import { planFromPrompt } from './plan/index.ts'
import { SAMPLE_RATE_HZ } from './render/render-score.ts'
import { type Segment, type SegmentSound, segmentsOf } from './render/segments.ts'
import { renderStems } from './render-stems.ts'
import type {
  ComposeOrder,
  ExtendOrder,
  Finished,
  FinishOrder,
  FitOrder,
  Fitted,
  PatchLevel,
  PatchOrder,
  PrepareOrder,
  RecomposeOrder,
  RenderOrder,
  SoundSource,
} from './score-tasks.ts'
import { extendRecording, regenerateRecording, type StitchDesk } from './stitch-recording.ts'
import type { StudioMeter } from './studio-meter.ts'
import { loadStudio, studioOfStyle } from './studios/index.ts'
import type { SurroundingsAnalyser } from './surroundings-analyser.ts'

export type ScoreEngineParts = {
  /** SF2 or SF3 file */
  readonly soundFontPath: string
  /** for unpacked sounds; may be deleted at any time */
  readonly cacheFolder?: string | undefined
  readonly version: string
  /** runs `score.worker.ts` */
  readonly pool: Pick<ThreadPool, 'run' | 'threadCount'>
  /** what the studios of all threads may take, and where they tell what they take */
  readonly memory?: { readonly meter: StudioMeter; readonly ceilingBytes: () => number } | undefined
  /** for songs without a score */
  readonly surroundings: SurroundingsAnalyser
}

/** Where the worker file is, from source and in the bundle. */
export const scoreWorkerUrl = (): URL =>
  import.meta.url.endsWith('.ts') ? new URL('./score.worker.ts', import.meta.url) : new URL('./score.worker.js', import.meta.url)

const noSuchPlayer = (name: string, { parts }: Score) =>
  failure('regenerate.not-available', `Nobody in this song is called ${name}. There are ${parts.map((part) => part.name).join(', ')}.`)
const noPlayers = () =>
  failure('regenerate.not-available', 'This song came from a sound file: its instruments cannot play by themselves. Mark bars and regenerate all of them.')

/** The longest crossfade of the editor, and more to find a zero crossing in. */
const LEAD_FRAMES = Math.round(0.15 * SAMPLE_RATE_HZ)
/** Music on both sides of a patch that tells how loud the song is. */
const MATCH_FRAMES = Math.round(2.5 * SAMPLE_RATE_HZ)
/** A region's edge this near to a bar line means the bar line. */
const SNAP_SECONDS = 0.06

const DESCRIPTION: Omit<EngineDescription, 'version'> = {
  id: 'score',
  name: 'Segno score engine',
  licence: 'MIT',
  mayISell: 'Yes. The music is written and played by the studio itself; the instrument sounds are FluidR3 Mono, whose MIT licence allows any use.',
  needsModel: false,
  abilities: ['plan', 'generate', 'regenerate', 'extend', 'extend-before', 'stems', 'score'],
  activeControls: ['melodyLoyalty', 'weirdness', 'genreShift', 'structureConsistency'],
}

const framesOf = (seconds: number): number => Math.round(seconds * SAMPLE_RATE_HZ)
const frameOfTicks = (score: Score, ticks: number): number => framesOf(ticksToSeconds(score.tempoMap, ticks))
const frameOfBar = (score: Score, bar: number): number => frameOfTicks(score, bar * ticksPerBar(score.timeSignature))
const hasUsableScore = (song: SongContext): song is SongContext & { score: Score; plan: Plan } =>
  song.score !== undefined && song.plan !== undefined && song.sampleRateHz === SAMPLE_RATE_HZ

/** `prepare`: loads a studio and the sounds of its usual players into a thread, before the first song. */
export type ScoreEngine = BuiltInEngine & { prepare(studio: StudioId, context: WorkContext): Promise<void> }

/** The built-in engine: plans, writes and plays its own music. See DECISIONS.md. */
export const createScoreEngine = (parts: ScoreEngineParts): ScoreEngine => {
  const { pool } = parts
  const sounds: SoundSource = {
    soundFontPath: parts.soundFontPath,
    cacheFolder: parts.cacheFolder,
    meter: parts.memory?.meter.buffer,
    // read anew with each order
    get ceilingBytes() {
      return parts.memory && parts.memory.ceilingBytes() / Math.max(1, pool.threadCount)
    },
  }

  const plan: BuiltInEngine['plan'] = ({ prompt, seconds, seed, overrides, studio }) => planFromPrompt({ prompt, seconds, seed, overrides, studio })

  const renderSegments = async (score: Score, lengthFrames: number, context: WorkContext): Promise<SegmentSound[]> => {
    const segments = segmentsOf(lengthFrames)
    const done = segments.map(() => 0)
    const rendered: SegmentSound[] = []
    const renderOne = async (segment: Segment): Promise<void> => {
      context.signal.throwIfAborted()
      const order: RenderOrder = { sounds, score, segment, lengthFrames }
      const progress = (fraction: number): void => {
        done[segment.index] = Math.max(done[segment.index] ?? 0, fraction)
        const whole = done.reduce((sum, value) => sum + value, 0) / segments.length
        context.progress(
          whole,
          `rendering ${score.parts.length} instruments, ${Math.round((whole * lengthFrames) / SAMPLE_RATE_HZ)} s of ${Math.round(lengthFrames / SAMPLE_RATE_HZ)} s`,
        )
      }
      rendered[segment.index] = await pool.run<SegmentSound>('render', order, { ...context, progress })
    }
    // one segment a thread and none waiting in the pool, so that a cancelled song leaves nothing behind in its queue
    const waiting = [...segments]
    const lane = async (): Promise<void> => {
      for (let segment = waiting.shift(); segment; segment = waiting.shift()) await renderOne(segment)
    }
    const lanes = await Promise.allSettled(Array.from({ length: Math.max(1, pool.threadCount) }, lane))
    for (const outcome of lanes) if (outcome.status === 'rejected') throw outcome.reason
    return rendered
  }

  const generate = async (request: GenerateRequest, workFolder: string, context: WorkContext): Promise<GeneratedPiece> => {
    await loadStudio(request.studio ?? (request.overrides.style ? studioOfStyle(request.overrides.style) : 'open'))
    const planned = plan(request)
    context.progress(0.01, 'composing')
    const score = await pool.run<Score>('compose', { sounds, plan: planned, seed: request.seed } satisfies ComposeOrder, {
      ...context,
      progress: () => undefined,
    })
    const lengthFrames = framesOf(planned.lengthSeconds)
    const rendered = await renderSegments(score, lengthFrames, { ...context, progress: subProgress(context.progress, 0.04, 0.86) })
    context.progress(0.87, 'mastering')
    const order: FinishOrder = { sounds, studio: studioOfStyle(planned.style), segments: rendered, lengthFrames, audioPath: join(workFolder, 'song.wav') }
    const buffers = rendered.flatMap(({ left, right, energies, peaks }) => [left, right, energies, peaks].map(({ buffer }) => buffer as ArrayBuffer))
    const finishing = { ...context, progress: subProgress(context.progress, 0.87, 1) }
    const { loudness } = await pool.run<Finished>('finish', order, finishing, buffers)
    context.progress(1, 'done')
    return {
      audioPath: order.audioPath,
      sampleRateHz: SAMPLE_RATE_HZ,
      channelCount: 2,
      lengthFrames,
      loudness,
      title: planned.title,
      plan: planned,
      score,
      strategy: 'compose',
      reason: 'Composed from your words.',
    }
  }

  const renderPatch = (order: Omit<PatchOrder, 'sounds'>, context: WorkContext): Promise<Finished> =>
    pool.run<Finished>('patch', { sounds, ...order } satisfies PatchOrder, {
      ...context,
      progress: (fraction) => context.progress(0.08 + 0.9 * fraction, 'rendering the new bars'),
    })

  const silently = (context: WorkContext): WorkContext => ({ ...context, progress: () => undefined })

  const levelOf = (song: SongContext, from: number, to: number, offsetAfter: number): PatchLevel => ({
    kind: 'song',
    songPath: song.audioPath,
    beforeFrames: Math.min(MATCH_FRAMES, from),
    afterFrames: Math.max(0, Math.min(MATCH_FRAMES, song.lengthFrames - (to + offsetAfter))),
    songOffsetBefore: 0,
    songOffsetAfter: offsetAfter,
  })

  const inFile = { sampleRateHz: SAMPLE_RATE_HZ, channelCount: 2 }
  const desk: StitchDesk = {
    renderPatch,
    fit: (order, context) => pool.run<Fitted>('fit', { sounds, ...order } satisfies FitOrder, silently(context)),
    surroundings: parts.surroundings,
  }

  const regenerate = async (song: SongContext, request: RegenerateRequest, workFolder: string, context: WorkContext): Promise<Patch> => {
    if (!hasUsableScore(song)) {
      if (request.arranging?.only !== undefined) throw new FailureError(noPlayers())
      return regenerateRecording(desk, song, request, workFolder, context)
    }
    const { score: old, plan: oldPlan } = song
    const { only } = request.arranging ?? {}
    if (only !== undefined && !old.parts.some(({ name }) => name === only)) throw new FailureError(noSuchPlayer(only, old))
    context.progress(0.02, 'composing the new bars')
    const barTicks = ticksPerBar(old.timeSignature)
    const barAt = (frame: number): number => secondsToTicks(old.tempoMap, frame / SAMPLE_RATE_HZ) / barTicks
    const snap = (bar: number): number => {
      const line = Math.round(bar)
      return Math.abs(ticksToSeconds(old.tempoMap, line * barTicks) - ticksToSeconds(old.tempoMap, bar * barTicks)) < SNAP_SECONDS ? line : bar
    }
    const [startBar, endBar] = [snap(barAt(request.startFrame)), snap(barAt(request.endFrame))]
    const order: RecomposeOrder = {
      sounds,
      score: old,
      plan: oldPlan,
      startBar,
      endBar,
      controls: request.controls,
      prompt: request.prompt,
      seed: request.seed,
      arranging: request.arranging,
    }
    const score = await pool.run<Score>('recompose', order, silently(context))
    const from = Math.max(0, request.startFrame - LEAD_FRAMES)
    const to = Math.min(song.lengthFrames, request.endFrame + LEAD_FRAMES)
    const patch = {
      score,
      fromFrame: from,
      toFrame: to,
      lengthFrames: song.lengthFrames,
      audioPath: join(workFolder, 'patch.wav'),
      level: levelOf(song, from, to, 0),
    }
    await renderPatch({ ...patch, ...inFile, outputFrames: to - from }, context)
    const first = Math.floor(startBar) + 1
    const last = Math.max(first, Math.min(old.barCount, Math.ceil(endBar)))
    const bars = first === last ? `bar ${first}` : `bars ${first} to ${last}`
    return {
      audioPath: patch.audioPath,
      leadInFrames: request.startFrame - from,
      leadOutFrames: to - request.endFrame,
      replaceFromFrame: request.startFrame,
      replaceToFrame: request.endFrame,
      score,
      plan: oldPlan,
      keepsLevel: request.arranging?.energy !== undefined,
      strategy: 'recompose',
      reason: request.arranging?.only
        ? `The song’s score is known: only ${request.arranging.only} plays new notes in ${bars}; everybody else plays on as before.`
        : `The song’s score is known: ${bars} ${first === last ? 'was' : 'were'} written anew in ${old.key.tonic} ${old.key.mode} at ${Math.round(oldPlan.tempoBpm)} bpm and played by the same instruments.`,
    }
  }

  const extend = async (song: SongContext, request: ExtendRequest, workFolder: string, context: WorkContext): Promise<Patch> => {
    if (!hasUsableScore(song)) return extendRecording(desk, song, request, workFolder, context)
    context.progress(0.02, 'composing the continuation')
    const { controls, direction, prompt, seconds } = request
    const writing: ExtendOrder = { sounds, score: song.score, plan: song.plan, seconds, direction, controls, prompt, seed: request.seed }
    const extended = await pool.run<ExtendedScore>('extend', writing, silently(context))
    const { score, insertedFromBar, insertedBarCount } = extended
    const isAfter = direction === 'after'
    const insertedFrames = frameOfBar(score, insertedFromBar + insertedBarCount) - frameOfBar(score, insertedFromBar)
    const startFrame = isAfter ? Math.min(frameOfBar(score, insertedFromBar), song.lengthFrames) : 0
    const lengthFrames = isAfter ? framesOf(extended.plan.lengthSeconds) : song.lengthFrames + insertedFrames
    const from = Math.max(0, startFrame - (isAfter ? LEAD_FRAMES : 0))
    const to = isAfter ? lengthFrames : insertedFrames + Math.min(LEAD_FRAMES, song.lengthFrames)
    const level = { ...levelOf(song, from, to, isAfter ? 0 : -insertedFrames), ...(isAfter ? { afterFrames: 0 } : { beforeFrames: 0 }) }
    const order = { score, fromFrame: from, toFrame: to, lengthFrames, audioPath: join(workFolder, 'patch.wav'), level }
    await renderPatch({ ...order, ...inFile, outputFrames: to - from }, context)
    const what = `${insertedBarCount} ${insertedBarCount === 1 ? 'bar' : 'bars'}`
    return {
      audioPath: order.audioPath,
      leadInFrames: isAfter ? startFrame - from : 0,
      leadOutFrames: isAfter ? 0 : to - insertedFrames,
      replaceFromFrame: startFrame,
      replaceToFrame: isAfter ? song.lengthFrames : 0,
      score,
      plan: extended.plan,
      strategy: 'continue-form',
      reason: isAfter
        ? `The song’s score is known: its form goes on for ${what} from where the ending stood, and the ending comes later.`
        : `The song’s score is known: ${what} of opening in its own harmony lead into the old beginning.`,
    }
  }

  const stems = renderStems(pool, sounds)
  const prepare = async (studio: StudioId, context: WorkContext): Promise<void> => {
    await loadStudio(studio)
    await pool.run('prepare', { sounds, studio } satisfies PrepareOrder, silently(context))
  }
  return { describe: () => ({ ...DESCRIPTION, version: parts.version }), plan, generate, regenerate, extend, stems, prepare }
}
