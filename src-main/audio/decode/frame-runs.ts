import { OfflineAudioContext } from 'node-web-audio-api'
import type { SoundBlock } from './sound-source.ts'

/**
 * Decodes a long stream of self-contained frames (MP3, AAC) a run at a time with the native decoder, which only knows whole files. Each run is
 * preceded by the last frames of the run before, so that what a frame borrows from its past (bit reservoir, overlap) is there; their sound is
 * thrown away. The result is the same as decoding the file in one piece, in bounded memory.
 */
export type FrameRuns = {
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly samplesPerFrame: number
  /** frames that a frame may depend on */
  readonly prerollFrames: number
  /** samples to leave out at the very start (encoder delay), and how many there are after that, where the file says */
  readonly skipSamples: number
  readonly totalSamples: number | undefined
}

/** about 40 s of CD-rate sound, 14 MB decoded */
const RUN_FRAMES = 1_500

/** The native decoder resamples (badly) to the context's rate, so the context always has the stream's own. */
const decodeRun = async (bytes: Uint8Array<ArrayBuffer>, sampleRateHz: number): Promise<Float32Array[] | undefined> => {
  const context = new OfflineAudioContext({ numberOfChannels: 1, length: 1, sampleRate: sampleRateHz })
  const decoded = await context.decodeAudioData(bytes.buffer).catch(() => undefined)
  // copied at once: the native buffer behind getChannelData is freed with its AudioBuffer, views of it then show other sound
  return decoded && decoded.length > 0 ? Array.from({ length: decoded.numberOfChannels }, (_, channel) => decoded.getChannelData(channel).slice()) : undefined
}

const joinBytes = (pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** The last `wanted` samples of every channel; where the decoder gave fewer, silence in front, so that everything after stays in time. */
const lastSamples = (channels: readonly Float32Array[] | undefined, channelCount: number, wanted: number): Float32Array[] =>
  Array.from({ length: channelCount }, (_, channel) => {
    const samples = channels?.[channel] ?? channels?.[0]
    if (samples && samples.length >= wanted) return samples.subarray(samples.length - wanted)
    const out = new Float32Array(wanted)
    if (samples) out.set(samples, wanted - samples.length)
    return out
  })

export type RunTally = { frames: number; damagedSamples: number; goodSamples: number }
type DecodedRun = { readonly channels: Float32Array[]; readonly missing: number }

/** frames below which a run that does not decode is given up */
const SMALLEST_RUN = 4

/** A run as exactly as many samples as its frames hold. One bad frame can spoil a whole file for the decoder, so a bad run is tried in halves. */
const decodeSpan = async (preroll: readonly Uint8Array[], frames: readonly Uint8Array[], runs: FrameRuns): Promise<DecodedRun> => {
  const wanted = frames.length * runs.samplesPerFrame
  const channels = await decodeRun(joinBytes([...preroll, ...frames]), runs.sampleRateHz)
  const missing = Math.max(0, wanted - (channels?.[0]?.length ?? 0))
  if (channels || frames.length <= SMALLEST_RUN) return { channels: lastSamples(channels, runs.channelCount, wanted), missing }
  const middle = frames.length >> 1
  const first = await decodeSpan(preroll, frames.slice(0, middle), runs)
  const before = first.missing > 0 ? [] : [...preroll, ...frames.slice(0, middle)].slice(-runs.prerollFrames)
  const second = await decodeSpan(before, frames.slice(middle), runs)
  const join = (a: Float32Array, b: Float32Array) => {
    const both = new Float32Array(wanted)
    both.set(a)
    both.set(b, a.length)
    return both
  }
  return { channels: first.channels.map((samples, channel) => join(samples, second.channels[channel] ?? samples)), missing: first.missing + second.missing }
}

export const decodeFrameRuns = async function* (frames: AsyncIterable<Uint8Array>, runs: FrameRuns, tally: RunTally): AsyncGenerator<SoundBlock> {
  const { samplesPerFrame, prerollFrames, skipSamples, totalSamples } = runs
  let preroll: Uint8Array[] = []
  let run: Uint8Array[] = []
  let skip = skipSamples
  let left = totalSamples ?? Number.POSITIVE_INFINITY

  const flush = async (): Promise<SoundBlock | undefined> => {
    const wanted = run.length * samplesPerFrame
    const { channels, missing } = await decodeSpan(preroll, run, runs)
    tally.frames += run.length
    tally.damagedSamples += missing
    tally.goodSamples += wanted - missing
    preroll = [...preroll, ...run].slice(-prerollFrames)
    run = []
    const from = Math.min(skip, wanted)
    const to = Math.min(wanted, from + left)
    skip -= from
    left -= to - from
    return to > from ? channels.map((samples) => samples.subarray(from, to)) : undefined
  }

  for await (const frame of frames) {
    run.push(frame)
    if (run.length < RUN_FRAMES) continue
    const block = await flush()
    if (block) yield block
  }
  const last = run.length > 0 ? await flush() : undefined
  if (last) yield last
}
