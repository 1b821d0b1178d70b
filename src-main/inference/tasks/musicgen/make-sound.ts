import type { Loudness } from '../../../../src-shared/audio/loudness-report.ts'
import type { Provider } from '../../../../src-shared/hardware/contract.ts'
import { createWavWriter } from '../../../audio/index.ts'
import type { InferenceTask } from '../../protocol.ts'
import { readSound } from '../../sound/read-sound.ts'
import { resample } from '../../sound/resample.ts'
import { decodeCodes, encodeSound, LEAST_FRAMES } from './codec.ts'
import type { Codes } from './delay-pattern.ts'
import { levelMono } from './level.ts'
import type { MusicgenModel } from './model.ts'

export type EncodeOrder = {
  readonly model: MusicgenModel
  readonly path: string
  /** the sound that ends at `toSeconds`; its beginning moves later by less than a frame so that whole frames are left */
  readonly fromSeconds: number
  readonly toSeconds: number
}

/** Sound after the prompt that the resampler needs to be right at the prompt's last sample. */
const BEYOND_SECONDS = 0.05

/** The prompt of a continuation: codes of what stands before a place in a song. Rows of length 0 where there is too little. */
export const encodePrompt: InferenceTask<EncodeOrder, { readonly codes: Codes }> = async ({ model, path, fromSeconds, toSeconds }, context) => {
  const { sampleRateHz, hopFrames, codebooks } = model.params
  context.progress(0, 'listening to the song')
  const [sound = new Float32Array()] = await readSound(path, { rateHz: sampleRateHz, channelCount: 1, fromSeconds, toSeconds: toSeconds + BEYOND_SECONDS })
  await context.checkpoint()
  const samples = Math.min(sound.length, Math.round((toSeconds - fromSeconds) * sampleRateHz))
  const frames = Math.floor(samples / hopFrames)
  if (frames < LEAST_FRAMES) return { codes: Array.from({ length: codebooks }, () => new Int32Array()) }
  const codes = await encodeSound(model, sound.slice(samples - frames * hopFrames, samples), context)
  return { codes }
}

export type DecodeOrder = {
  readonly model: MusicgenModel
  readonly codes: Codes
  /** frames in front that are only decoded so that the rest sounds right, and are not written */
  readonly skipFrames: number
  readonly outPath: string
  readonly sampleRateHz: number
  readonly channelCount: number
  /** a whole piece is brought to -14 LUFS and its ends are made soft; part of a song is left as it is for the editor to fit in */
  readonly isWholePiece: boolean
  /** the song ends where this ends: no click there */
  readonly isEnd: boolean
}

export type DecodedSound = { readonly provider: Provider; readonly lengthFrames: number; readonly loudness: Loudness | undefined }

/** No click where a piece starts and stops. */
const EDGE_SECONDS = 0.01

const softenEnds = (samples: Float32Array, sampleRateHz: number, { isStart, isEnd }: { readonly isStart: boolean; readonly isEnd: boolean }): void => {
  const edge = Math.min(Math.round(EDGE_SECONDS * sampleRateHz), samples.length >> 1)
  for (let i = 0; i < edge; i++) {
    const gain = 0.5 - 0.5 * Math.cos((Math.PI * i) / edge)
    if (isStart) samples[i] = (samples[i] as number) * gain
    const back = samples.length - 1 - i
    if (isEnd) samples[back] = (samples[back] as number) * gain
  }
}

/** Codes to a WAV of the working format. */
export const decodeToFile: InferenceTask<DecodeOrder, DecodedSound> = async (order, context) => {
  const { model, codes, skipFrames, outPath, sampleRateHz, channelCount, isWholePiece, isEnd } = order
  const { hopFrames, sampleRateHz: ownHz } = model.params
  const { sound: whole, provider } = await decodeCodes(model, codes, context)
  await context.checkpoint()
  context.progress(0.9, 'converting to the studio’s format')
  const [resampled = new Float32Array()] = await resample([whole], ownHz, sampleRateHz)
  const from = Math.round((skipFrames * hopFrames * sampleRateHz) / ownHz)
  const samples = resampled.subarray(from)
  await context.checkpoint()
  softenEnds(samples, sampleRateHz, { isStart: isWholePiece, isEnd })
  const loudness = isWholePiece ? levelMono(samples, sampleRateHz) : undefined
  await context.checkpoint()
  const writer = await createWavWriter(outPath, { sampleRateHz, channelCount })
  try {
    await writer.write(Array.from({ length: channelCount }, () => samples))
    await writer.finish()
  } finally {
    await writer.abandon()
  }
  return { provider, lengthFrames: samples.length, loudness }
}
