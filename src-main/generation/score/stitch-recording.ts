import { join } from 'node:path'
import type { ExtendRequest, Patch, RegenerateRequest, SongContext } from '../../../src-shared/generation/engine.ts'
import type { RemixControls } from '../../../src-shared/generation/plan.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { readWavLayout } from '../../audio/index.ts'
import { SAMPLE_RATE_HZ } from './render/render-score.ts'
import type { Finished, FitOrder, Fitted, PatchOrder } from './score-tasks.ts'
import type { MeasuredSurroundings, SurroundingsAnalyser } from './surroundings-analyser.ts'

/** Cut & stitch: for a recording nobody has the notes of, new music is written to what is heard around the hole. */
export type StitchDesk = {
  readonly surroundings: SurroundingsAnalyser
  /** writes music that fits a hole */
  fit(order: Omit<FitOrder, 'sounds'>, context: WorkContext): Promise<Fitted>
  renderPatch(order: Omit<PatchOrder, 'sounds'>, context: WorkContext): Promise<Finished>
}

type Hole = {
  /** song frames that the new music replaces; equal for a pure insertion */
  readonly replaceFrom: number
  readonly replaceTo: number
  readonly seconds: number
  readonly leadIn: boolean
  readonly leadOut: boolean
  /** the span of the song to listen to is around this one */
  readonly listenFrom: number
  readonly listenTo: number
  readonly prompt: string
  readonly seed: number
  readonly controls: RemixControls
}

const LEAD_SECONDS = 0.15
const LOUDNESS_BESIDE_SILENCE_LUFS = -14

const certainty = (confidence: number): string =>
  confidence >= 0.6 ? '' : confidence >= 0.3 ? ' (fairly sure)' : ' (a guess: the music around it has no clear beat or key)'

const reasonFor = (heard: MeasuredSurroundings): string =>
  `There is no score for this recording, so its surroundings were measured: about ${Math.round(heard.tempoBpm)} bpm in ${heard.key.tonic} ${heard.key.mode}${certainty(heard.confidence)}. A new part was written to fit. ${loudnessOf(heard)}`

/** What was asked of the part; how loud each seam came out is measured in the finished take. */
const loudnessOf = ({ integratedLufs }: MeasuredSurroundings): string =>
  integratedLufs === undefined
    ? `Around it the recording is silent, so the part has a loudness of its own: ${lufsWords(LOUDNESS_BESIDE_SILENCE_LUFS)}.`
    : `It was brought to the loudness of what is around it, ${lufsWords(integratedLufs)}, and is crossfaded in.`
const lufsWords = (lufs: number): string => `${lufs.toFixed(1).replace('-', '−')} LUFS`

const stitch = async (desk: StitchDesk, song: SongContext, hole: Hole, workFolder: string, context: WorkContext): Promise<Patch> => {
  context.progress(0.01, 'listening to the surroundings')
  const heard = await desk.surroundings.analyse(song.audioPath, hole.listenFrom, hole.listenTo, { ...context, progress: () => undefined })
  const { channelCount } = await readWavLayout(song.audioPath)
  context.progress(0.06, 'composing to fit')
  const leadIn = hole.leadIn ? LEAD_SECONDS : 0
  const leadOut = hole.leadOut ? LEAD_SECONDS : 0
  // before the song's beginning the beats are counted backwards from its first one
  const beatSeconds = 60 / heard.tempoBpm
  const phase = hole.leadIn || hole.replaceTo > hole.replaceFrom ? heard.beatPhaseSeconds : (hole.seconds + heard.beatPhaseSeconds) % beatSeconds
  // the piece also sounds under the two crossfades, so it is written for the longer stretch and its first beat comes that much later
  const { score, startOffsetSeconds } = await desk.fit(
    {
      tempoBpm: heard.tempoBpm,
      key: heard.key,
      beatPhaseSeconds: phase + leadIn,
      seconds: hole.seconds + leadIn + leadOut,
      prompt: hole.prompt,
      controls: hole.controls,
      seed: hole.seed,
    },
    context,
  )
  const framesAt = (seconds: number, rate: number): number => Math.round(seconds * rate)
  const fromFrame = framesAt(-startOffsetSeconds, SAMPLE_RATE_HZ)
  const leadInFrames = framesAt(leadIn, song.sampleRateHz)
  const leadOutFrames = framesAt(leadOut, song.sampleRateHz)
  const outputFrames = leadInFrames + framesAt(hole.seconds, song.sampleRateHz) + leadOutFrames
  // whole numbers first: a quotient a hair too large would be a frame too many, and everything after it would move
  const toFrame = fromFrame + Math.ceil((outputFrames * SAMPLE_RATE_HZ) / song.sampleRateHz)
  const endsOpen = hole.leadOut
  await desk.renderPatch(
    {
      score: endsOpen ? { ...score, ending: 'cold' } : { ...score, ending: 'fade' },
      fromFrame,
      toFrame,
      // no ending inside the patch where the recording goes on
      lengthFrames: endsOpen ? toFrame + SAMPLE_RATE_HZ : toFrame,
      audioPath: join(workFolder, 'patch.wav'),
      level: { kind: 'lufs', lufs: heard.integratedLufs ?? LOUDNESS_BESIDE_SILENCE_LUFS },
      sampleRateHz: song.sampleRateHz,
      channelCount,
      outputFrames,
    },
    context,
  )
  return {
    audioPath: join(workFolder, 'patch.wav'),
    leadInFrames,
    leadOutFrames,
    replaceFromFrame: hole.replaceFrom,
    replaceToFrame: hole.replaceTo,
    score: undefined,
    plan: song.plan,
    strategy: 'cut-and-stitch',
    reason: reasonFor(heard),
  }
}

export const regenerateRecording = (
  desk: StitchDesk,
  song: SongContext,
  request: RegenerateRequest,
  workFolder: string,
  context: WorkContext,
): Promise<Patch> =>
  stitch(
    desk,
    song,
    {
      replaceFrom: request.startFrame,
      replaceTo: request.endFrame,
      seconds: (request.endFrame - request.startFrame) / song.sampleRateHz,
      leadIn: request.startFrame > 0,
      leadOut: request.endFrame < song.lengthFrames,
      listenFrom: request.startFrame,
      listenTo: request.endFrame,
      prompt: request.prompt,
      seed: request.seed,
      controls: request.controls,
    },
    workFolder,
    context,
  )

export const extendRecording = (desk: StitchDesk, song: SongContext, request: ExtendRequest, workFolder: string, context: WorkContext): Promise<Patch> => {
  const place = request.direction === 'after' ? song.lengthFrames : 0
  return stitch(
    desk,
    song,
    {
      replaceFrom: place,
      replaceTo: place,
      seconds: request.seconds,
      leadIn: request.direction === 'after',
      leadOut: request.direction === 'before',
      listenFrom: place,
      listenTo: place,
      prompt: request.prompt,
      seed: request.seed,
      controls: request.controls,
    },
    workFolder,
    context,
  )
}
