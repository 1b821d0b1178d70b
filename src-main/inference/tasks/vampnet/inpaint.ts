import { integratedLoudness } from '../../../../src-shared/dsp/loudness.ts'
import { truePeak } from '../../../../src-shared/dsp/true-peak.ts'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import { readWavLayout, readWavSpan } from '../../../audio/index.ts'
import type { InferenceTask } from '../../protocol.ts'
import { readSound } from '../../sound/read-sound.ts'
import { resample } from '../../sound/resample.ts'
import { writeSound } from '../../sound/write-sound.ts'
import { decodeSound, encodeSound, MARGIN_TOKENS } from './codec.ts'
import type { Codes, PassSettings, TokenNetwork } from './decode-masked.ts'
import { countSteps, inpaintCodes, type Pass, type Region, stretchOf } from './inpaint-codes.ts'
import { buildMask, type Mask } from './masks.ts'
import { findOnsets } from './onsets.ts'
import { imageOf } from './stereo-image.ts'
import { writeTrace } from './trace.ts'

export type InpaintGraph = 'codec_encoder' | 'coarse' | 'c2f' | 'codec_decoder'

/** Numbers of the model, from its manifest. */
export type InpaintModel = {
  readonly files: Readonly<Record<InpaintGraph, string>>
  readonly sampleRateHz: number
  /** samples a token */
  readonly hopFrames: number
  readonly codebooks: number
  readonly coarseCodebooks: number
  readonly codebookSize: number
  readonly coarseWindowTokens: number
  readonly fineWindowTokens: number
}

export type InpaintOrder = {
  readonly model: InpaintModel
  readonly songPath: string
  /** frames of the song */
  readonly startFrame: number
  readonly endFrame: number
  /** wished on both sides of the region for the crossfades; less where the song ends */
  readonly leadFrames: number
  readonly outPath: string
  readonly seed: number
  /** loudness at which the networks hear the song (−24 in training); undefined: as it is */
  readonly targetLufs: number | undefined
  readonly hints: {
    /** every n-th frame stays as a hint; 0: none */
    readonly period: number
    /** share of the moments at which something begins that stay, the strongest first */
    readonly onsetShare: number
    readonly dropout: number
  }
  readonly coarse: PassSettings
  readonly fine: PassSettings
  /** where to write what was decided, token by token: for tests and for those who look into it */
  readonly tracePath?: string | undefined
}

export type Inpainted = {
  readonly leadInFrames: number
  readonly leadOutFrames: number
  readonly keptOnsets: number
  /** places in the codes that were made anew, and those that there are */
  readonly madeTokens: number
  readonly regionTokens: number
  /** the song has more than one channel, and so has the patch */
  readonly isStereo: boolean
}

const COARSE_CONTEXT_SECONDS = 2.5
const FINE_CONTEXT_SECONDS = 0.5
/** frames of the codec on each side of an onset (35 ms in all): the attack and not the note */
const ONSET_WIDTH = 1
/** A silent song is not made loud. */
const MOST_GAIN = 10 ** (40 / 20)
/** −1 dBTP: what is made may be as loud as the song was there, or this. */
const CEILING = 10 ** (-1 / 20)

const networksOf = async (model: InpaintModel, open: (path: string) => Promise<TokenNetwork['session']>): Promise<[TokenNetwork, TokenNetwork]> => {
  const { coarseCodebooks, codebooks, codebookSize: vocabulary, files } = model
  return [
    { session: await open(files.coarse), codebooks: coarseCodebooks, conditioning: 0, vocabulary },
    { session: await open(files.c2f), codebooks, conditioning: coarseCodebooks, vocabulary },
  ]
}

/** The song's mono sum at the model's rate, tokens `from`..`to`; silence where the last token reaches past the end. */
const readTokens = async (songPath: string, { sampleRateHz, hopFrames }: InpaintModel, from: number, to: number): Promise<Float32Array<ArrayBuffer>> => {
  const seconds = (tokens: number): number => (tokens * hopFrames) / sampleRateHz
  const [mono] = await readSound(songPath, { rateHz: sampleRateHz, channelCount: 1, fromSeconds: seconds(from), toSeconds: seconds(to) })
  const whole = new Float32Array((to - from) * hopFrames)
  whole.set(mono?.subarray(0, whole.length) ?? new Float32Array())
  return whole
}

const amplify = (samples: Float32Array, gain: number): void => {
  if (gain !== 1) for (let i = 0; i < samples.length; i++) samples[i] = (samples[i] as number) * gain
}

/** What makes the song as loud as the networks know music, without a sample over full scale. */
const gainFor = (audio: Float32Array, rateHz: number, targetLufs: number | undefined): number => {
  const lufs = targetLufs === undefined ? undefined : integratedLoudness([audio], rateHz)
  if (lufs === undefined || targetLufs === undefined) return 1
  let peak = 0
  for (const sample of audio) peak = Math.max(peak, Math.abs(sample))
  return Math.min(10 ** ((targetLufs - lufs) / 20), MOST_GAIN, peak > 0 ? 1 / peak : 1)
}

/**
 * Plays a region anew so that it fits what lies before and after it: the song becomes tokens, those of the region are masked, two networks
 * guess them, and only the region comes back as sound. The networks hear and make one channel; a stereo song gets its own image laid over
 * the new middle (see stereo-image.ts).
 */
export const inpaint: InferenceTask<InpaintOrder, Inpainted> = async (order, { sessions, checkpoint, progress }) => {
  const { model, songPath, startFrame, endFrame, seed } = order
  const { sampleRateHz, hopFrames, codebooks } = model
  const song = await readWavLayout(songPath)
  const tokenAt = (frame: number): number => (frame * sampleRateHz) / (song.sampleRateHz * hopFrames)
  const region: Region = {
    total: Math.ceil(tokenAt(song.lengthFrames)),
    start: Math.floor(tokenAt(startFrame)),
    end: Math.ceil(tokenAt(endFrame)),
  }
  progress(0.01, 'opening the model')
  const [coarse, fine] = await networksOf(model, (path) => sessions.open(path))
  const [encoder, decoder] = [await sessions.open(model.files.codec_encoder), await sessions.open(model.files.codec_decoder)]
  const context = (seconds: number): number => Math.round((seconds * sampleRateHz) / hopFrames)
  const passes: readonly Pass[] = [
    { name: 'coarse', network: coarse, windows: { size: model.coarseWindowTokens, context: context(COARSE_CONTEXT_SECONDS) }, settings: order.coarse },
    { name: 'fine', network: fine, windows: { size: model.fineWindowTokens, context: context(FINE_CONTEXT_SECONDS) }, settings: order.fine },
  ]

  // what is heard: all windows, what the fades need, and a margin that the codec sees and nobody keeps
  const leadInFrames = Math.min(order.leadFrames, startFrame)
  const leadOutFrames = Math.min(order.leadFrames, song.lengthFrames - endFrame)
  const sounding = { start: Math.floor(tokenAt(startFrame - leadInFrames)), end: Math.min(region.total, Math.ceil(tokenAt(endFrame + leadOutFrames))) }
  const withMargin = (span: { start: number; end: number }) => ({
    start: Math.max(0, span.start - MARGIN_TOKENS),
    end: Math.min(region.total, span.end + MARGIN_TOKENS),
  })
  const seen = stretchOf(region, passes)
  const stretch = withMargin({ start: Math.min(seen.start, withMargin(sounding).start), end: Math.max(seen.end, withMargin(sounding).end) })
  const audio = await readTokens(songPath, model, stretch.start, stretch.end)
  const gain = gainFor(audio, sampleRateHz, order.targetLufs)
  amplify(audio, gain)
  const before = await encodeSound(encoder, audio, hopFrames, async (done, of) => {
    progress(0.03 + (0.15 * done) / of, 'listening to what is around the region')
    await checkpoint()
  })

  const random = createRandom(seed)
  const heard = order.hints.onsetShare > 0 ? findOnsets(audio, hopFrames).map((frame) => frame + stretch.start) : []
  const inside = heard.filter((frame) => frame >= region.start && frame < region.end)
  const onsets = inside.slice(0, Math.round(inside.length * order.hints.onsetShare))
  await checkpoint()
  const wish = { start: region.start, end: region.end, period: order.hints.period, onsets, onsetWidth: ONSET_WIDTH, dropout: order.hints.dropout }
  const whole = buildMask(codebooks, region.total, wish, random.fork('mask'))
  const mask: Mask = whole.map((row) => row.slice(stretch.start, stretch.end))

  const steps = countSteps(region, passes)
  let done = 0
  const after = await inpaintCodes(before, mask, stretch.start, region, passes, random, async (pass) => {
    progress(
      Math.min(0.84, 0.18 + (0.66 * done++) / steps),
      pass === 'coarse' ? `imagining the region, step ${done} of ${steps}` : `filling in the detail, step ${done} of ${steps}`,
    )
    await checkpoint()
  })
  if (order.tracePath) await writeTrace(order.tracePath, { mask: whole, before, after, origin: stretch.start })

  const played = withMargin(sounding)
  const cutCodes = (codes: Codes): Codes => codes.map((row) => row.slice(played.start - stretch.start, played.end - stretch.start))
  const sound = await decodeSound(decoder, cutCodes(after), hopFrames, async (piece, of) => {
    progress(0.84 + (0.1 * piece) / of, 'turning it into sound')
    await checkpoint()
  })
  amplify(sound, 1 / gain)
  progress(0.95, 'fitting it to the song')
  const [atSongRate = new Float32Array()] = await resample([sound], sampleRateHz, song.sampleRateHz)
  await checkpoint()
  // the patch within what was decoded, in frames of the song
  const from = startFrame - leadInFrames - Math.round((played.start * hopFrames * song.sampleRateHz) / sampleRateHz)
  const frames = leadInFrames + (endFrame - startFrame) + leadOutFrames
  const mid = new Float32Array(frames)
  mid.set(atSongRate.subarray(Math.max(0, from), Math.max(0, from) + frames))
  const channels = await inStereo(mid, songPath, startFrame - leadInFrames, song, checkpoint)
  await checkpoint()
  await writeSound(order.outPath, channels, song.sampleRateHz)
  const madeTokens = mask.reduce((sum, row) => sum + row.reduce((ones, one) => ones + one, 0), 0)
  return {
    leadInFrames,
    leadOutFrames,
    keptOnsets: onsets.length,
    madeTokens,
    regionTokens: codebooks * (region.end - region.start),
    isStereo: channels.length > 1,
  }
}

/** The new middle as the song has its channels, no louder than the song was there or −1 dBTP. */
const inStereo = async (
  mid: Float32Array<ArrayBuffer>,
  songPath: string,
  fromFrame: number,
  song: { readonly sampleRateHz: number; readonly channelCount: number },
  between: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>[]> => {
  const [left = new Float32Array(), right] = await readWavSpan(songPath, fromFrame, fromFrame + mid.length)
  const channels = right && song.channelCount > 1 ? await spread(mid, left, right, song.sampleRateHz, between) : [mid]
  const most = Math.max(CEILING, truePeak(right ? [left, right] : [left]))
  const peak = truePeak(channels)
  if (peak > most) for (const samples of channels) amplify(samples, most / peak)
  return channels
}

const spread = async (
  mid: Float32Array<ArrayBuffer>,
  left: Float32Array,
  right: Float32Array,
  rateHz: number,
  between: () => Promise<void>,
): Promise<Float32Array<ArrayBuffer>[]> => {
  const oldMid = left.map((value, i) => (value + (right[i] as number)) / 2)
  const oldSide = left.map((value, i) => (value - (right[i] as number)) / 2)
  const side = await imageOf(mid, oldMid, oldSide, rateHz, between)
  return [mid.map((value, i) => value + (side[i] as number)), mid.map((value, i) => value - (side[i] as number))]
}
