import { join } from 'node:path'
import type { EngineDescription, GeneratedPiece, MusicEngine, Patch, SongContext, Tuning } from '../../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import { type Codes, type Inference, type MusicgenModel, type MusicgenParams, type Sampling, USUAL_SAMPLING } from '../../inference/index.ts'
import type { InstalledModel } from '../../models/index.ts'
import { findSongBody } from './find-song-body.ts'
import { ACTIVE_CONTROLS, CONTROL_MEANINGS, heardSeconds, samplingOf } from './slider-meaning.ts'
import { titleOfPrompt } from './title-of-prompt.ts'

/** The studio's working format. */
const SAMPLE_RATE_HZ = 44_100
const CHANNEL_COUNT = 2
/** Raise it when the same model, words and seed sound different. */
const LOOP_VERSION = '1'
const USUAL_SECONDS = 30
const MAX_SECONDS = 300
/** decoded in front of new material so that the codec knows what came before */
const RUN_UP_FRAMES = 100
/** new material on both sides of a part, for the crossfade and to find a zero crossing in: 0.2 s */
const LEAD_FRAMES = 10
/** after a region, for the way back into the song */
const LEAD_OUT_FRAMES = 25
const LEAST_PROMPT_SECONDS = 0.5

const MAY_I_SELL = { yes: 'Yes.', no: 'No.', ask: 'Not without asking.' } as const

export type MusicgenEngineParts = { readonly inference: Pick<Inference, 'run'> }

const tuned = ({ temperature, topK, topP, guidance }: Tuning = {}): Sampling => ({
  temperature: temperature ?? USUAL_SAMPLING.temperature,
  topK: topK ?? USUAL_SAMPLING.topK,
  topP: topP ?? USUAL_SAMPLING.topP,
  guidance: guidance ?? USUAL_SAMPLING.guidance,
})

const framesIn = (codes: Codes): number => codes[0]?.length ?? 0

type NewPart = {
  readonly song: SongContext
  readonly text: string
  readonly seed: number
  readonly sampling: Sampling
  readonly heardSeconds: number
  /** where the new part begins, and how long it must be at least, frames of the song */
  readonly atFrame: number
  readonly lengthFrames: number
  readonly leadOutFrames: number
  readonly isEnd: boolean
}

const loraWords = ({ lora, loraStrength }: InstalledModel['params']): string =>
  typeof lora === 'string' ? `With the LoRA “${lora}” at ${Math.round(Number(loraStrength) * 100)} % of its strength. ` : ''

/** MusicGen as an engine of the studio: songs from words, and what comes after a place in any song. */
export const createMusicgenEngine = (installed: InstalledModel, params: MusicgenParams, { inference }: MusicgenEngineParts): MusicEngine => {
  const { id, name, licence, fingerprint, files } = installed
  const model: MusicgenModel = { files, params }
  const canContinue = files.encodec_encode !== undefined
  const noCodes = Array.from({ length: params.codebooks }, () => new Int32Array())

  const description: EngineDescription = {
    id,
    name,
    version: `${LOOP_VERSION}-${fingerprint.slice(0, 12)}`,
    licence: licence.name,
    mayISell: licence.note === '' ? MAY_I_SELL[licence.mayISell] : licence.note,
    needsModel: true,
    modelFingerprint: fingerprint,
    abilities: ['generate', 'regenerate', 'extend'],
    activeControls: [...ACTIVE_CONTROLS],
    controlMeanings: CONTROL_MEANINGS,
    tuning: USUAL_SAMPLING,
    maxSeconds: MAX_SECONDS,
    usualSeconds: USUAL_SECONDS,
    sound: `${loraWords(installed.params)}Instrumental sound from words, mono at ${params.sampleRateHz / 1000} kHz. It makes no plan, score or separate instruments.`,
  }

  const generate: MusicEngine['generate'] = async (request, workFolder, context): Promise<GeneratedPiece> => {
    if (request.prompt.trim() === '') throw new FailureError(failure('prompt.empty', 'Say what the music should sound like. Nothing was made.'))
    const seconds = request.seconds ?? USUAL_SECONDS
    if (seconds > MAX_SECONDS) {
      throw new FailureError(
        failure('engine.too-long', `${name} makes songs of up to ${MAX_SECONDS / 60} minutes. Ask for less; the ending can be extended later.`),
      )
    }
    const sampling = tuned(request.tuning)
    const { codes, provider: writer } = await inference.run(
      'musicgen.write',
      { model, text: request.prompt, seed: request.seed, sampling, prompt: noCodes, frames: Math.round(seconds * params.frameRateHz) },
      { ...context, progress: subProgress(context.progress, 0, 0.85) },
    )
    const audioPath = join(workFolder, 'song.wav')
    const {
      lengthFrames,
      loudness,
      provider: decoder,
    } = await inference.run(
      'musicgen.decode',
      { model, codes, skipFrames: 0, outPath: audioPath, sampleRateHz: SAMPLE_RATE_HZ, channelCount: CHANNEL_COUNT, isWholePiece: true, isEnd: true },
      { ...context, progress: subProgress(context.progress, 0.85, 1) },
    )
    const { temperature, topK, guidance } = sampling
    return {
      audioPath,
      sampleRateHz: SAMPLE_RATE_HZ,
      channelCount: CHANNEL_COUNT,
      lengthFrames,
      loudness: loudness ?? { truePeakDbtp: Number.NEGATIVE_INFINITY },
      title: titleOfPrompt(request.prompt),
      plan: undefined,
      score: undefined,
      strategy: 'neural',
      run: { modelFingerprint: fingerprint, providers: [...new Set([writer, decoder])] },
      reason: `Written by ${name} from your words: temperature ${temperature}, top-k ${topK}, guidance ${guidance}.`,
    }
  }

  /** Listens to what stands before a place, goes on from it, and writes the new part with a little of what leads into it. */
  const goOn = async (
    part: NewPart,
    workFolder: string,
    context: WorkContext,
  ): Promise<Pick<Patch, 'audioPath' | 'leadInFrames' | 'leadOutFrames'> & { heard: number }> => {
    const { song, text, seed, sampling, atFrame, lengthFrames, leadOutFrames, isEnd } = part
    const { sampleRateHz } = song
    const framesFor = (songFrames: number): number => Math.ceil((songFrames / sampleRateHz) * params.frameRateHz)
    const songFramesOf = (frames: number): number => Math.round((frames * params.hopFrames * sampleRateHz) / params.sampleRateHz)
    const atSeconds = atFrame / sampleRateHz
    const isHeard = atSeconds >= LEAST_PROMPT_SECONDS
    const fromSeconds = Math.max(0, atSeconds - part.heardSeconds)
    const { codes: prompt } = isHeard
      ? await inference.run(
          'musicgen.encode',
          { model, path: song.audioPath, fromSeconds, toSeconds: atSeconds },
          { ...context, progress: subProgress(context.progress, 0, 0.05) },
        )
      : { codes: noCodes as Codes }
    const heardFrames = framesIn(prompt)
    // with nothing to hear, what leads in is new, too
    const leadFrames = atFrame === 0 ? 0 : LEAD_FRAMES
    const newFrames = framesFor(lengthFrames) + framesFor(leadOutFrames) + (heardFrames === 0 ? leadFrames : 0)
    const { codes } = await inference.run(
      'musicgen.write',
      { model, text, seed, sampling, prompt, frames: heardFrames + newFrames },
      { ...context, progress: subProgress(context.progress, 0.05, 0.88) },
    )
    const keepFrames = Math.max(0, heardFrames - RUN_UP_FRAMES)
    const placeFrames = heardFrames === 0 ? leadFrames : heardFrames - keepFrames
    const audioPath = join(workFolder, 'patch.wav')
    const decoded = await inference.run(
      'musicgen.decode',
      {
        model,
        codes: codes.map((row) => row.slice(keepFrames)),
        skipFrames: placeFrames - leadFrames,
        outPath: audioPath,
        sampleRateHz,
        channelCount: CHANNEL_COUNT,
        isWholePiece: false,
        isEnd,
      },
      { ...context, progress: subProgress(context.progress, 0.88, 1) },
    )
    const leadInFrames = songFramesOf(leadFrames)
    return {
      audioPath,
      leadInFrames,
      leadOutFrames: isEnd ? 0 : Math.max(0, decoded.lengthFrames - leadInFrames - lengthFrames),
      heard: heardFrames / params.frameRateHz,
    }
  }

  const heardWords = (heard: number): string =>
    heard === 0 ? 'from the words alone, for nothing stands before it' : `after hearing the ${heard.toFixed(1)} s before it`

  const regenerate: MusicEngine['regenerate'] = async (song, request, workFolder, context) => {
    const { startFrame, endFrame, controls, seed } = request
    const isEnd = endFrame >= song.lengthFrames
    const part = await goOn(
      {
        song,
        text: request.prompt.trim() || (song.prompt ?? ''),
        seed,
        sampling: samplingOf(controls),
        heardSeconds: heardSeconds(controls),
        atFrame: startFrame,
        lengthFrames: endFrame - startFrame,
        leadOutFrames: isEnd ? 0 : Math.round((LEAD_OUT_FRAMES / params.frameRateHz) * song.sampleRateHz),
        isEnd,
      },
      workFolder,
      context,
    )
    const { heard, ...patch } = part
    return {
      ...patch,
      replaceFromFrame: startFrame,
      replaceToFrame: Math.min(endFrame, song.lengthFrames),
      score: undefined,
      plan: undefined,
      strategy: 'continuation',
      reason: `${name} wrote the region ${heardWords(heard)}. It cannot hear what comes after, so the way back is a crossfade.`,
    }
  }

  const extend: MusicEngine['extend'] = async (song, request, workFolder, context) => {
    if (request.direction === 'before') {
      const message = `${name} only goes forward in time: it cannot write what comes before a beginning. The song is unchanged. Extend its ending instead.`
      throw new FailureError(failure('extend.only-after', message))
    }
    const bodyFrame = await findSongBody(song.audioPath)
    const endingFrames = song.lengthFrames - bodyFrame
    const { controls, seed, seconds } = request
    const part = await goOn(
      {
        song,
        text: request.prompt.trim() || (song.prompt ?? ''),
        seed,
        sampling: samplingOf(controls),
        heardSeconds: heardSeconds(controls),
        atFrame: bodyFrame,
        lengthFrames: Math.round(seconds * song.sampleRateHz) + endingFrames,
        leadOutFrames: 0,
        isEnd: true,
      },
      workFolder,
      context,
    )
    const { heard, ...patch } = part
    const ending = endingFrames === 0 ? '' : ` The last ${(endingFrames / song.sampleRateHz).toFixed(1)} s, where the song faded, gave way to it.`
    return {
      ...patch,
      replaceFromFrame: bodyFrame,
      replaceToFrame: song.lengthFrames,
      score: undefined,
      plan: undefined,
      strategy: 'continue',
      reason: `${name} went on ${heardWords(heard)}.${ending}`,
    }
  }

  const noEncoder = `${name} came without its sound encoder (encodec_encode.onnx), so it can start songs but not go on from one. Import adds the file.`
  const readiness: MusicEngine['readiness'] = (ability) =>
    ability === 'generate' || canContinue ? { isReady: true } : { isReady: false, why: noEncoder, modelId: id }

  return { describe: () => description, readiness, generate, regenerate, extend }
}
