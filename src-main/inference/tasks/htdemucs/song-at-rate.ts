import { join } from 'node:path'
import { createWavWriter, openWav, resampleBlocks, type WavReader } from '../../../audio/index.ts'
import type { Pair } from './separation-graph.ts'

const BLOCK_FRAMES = 1 << 17

/** A song in stereo at the model's rate, read by the window: never whole in memory. */
export type SongAtRate = {
  readonly lengthFrames: number
  /** frames `from`..`to`, silence where the song has none */
  read(from: number, to: number): Promise<Pair>
  close(): Promise<void>
}

const toPair = (channels: readonly Float32Array<ArrayBuffer>[]): Pair => {
  const [left = new Float32Array(), right] = channels
  return [left, right ?? left.slice()]
}

const wholeOf = (wav: WavReader): SongAtRate => {
  const { lengthFrames } = wav.layout
  return {
    lengthFrames,
    async read(from, to) {
      const [start, end] = [Math.max(0, from), Math.min(lengthFrames, to)]
      const inside = toPair(end > start ? await wav.read(start, end) : [])
      if (start === from && end === to) return inside
      const padded: Pair = [new Float32Array(to - from), new Float32Array(to - from)]
      if (end > start) padded.forEach((samples, channel) => void samples.set(inside[channel] ?? [], start - from))
      return padded
    },
    close: () => wav.close(),
  }
}

/** Blocks of a WAV in stereo, in order. */
export const blocksOf = async function* (wav: WavReader, step: () => Promise<void>, from = 0, to = wav.layout.lengthFrames): AsyncGenerator<Pair> {
  for (let at = from; at < to; at += BLOCK_FRAMES) {
    await step()
    yield toPair(await wav.read(at, Math.min(to, at + BLOCK_FRAMES)))
  }
}

/** A song in stereo at its own rate. */
export const openSong = async (path: string): Promise<SongAtRate> => wholeOf(await openWav(path))

/**
 * @param folder takes a copy at the model's rate where the song has another one
 * @param step awaited between blocks
 */
export const openSongAtRate = async (path: string, rateHz: number, folder: string, step: () => Promise<void>): Promise<SongAtRate> => {
  const wav = await openWav(path)
  if (wav.layout.sampleRateHz === rateHz) return wholeOf(wav)
  const target = join(folder, 'at-model-rate.wav')
  const writer = await createWavWriter(target, { sampleRateHz: rateHz, channelCount: 2, encoding: 'float32' })
  try {
    for await (const block of resampleBlocks(blocksOf(wav, step), 2, wav.layout.sampleRateHz, rateHz)) await writer.write(block)
    await writer.finish()
  } finally {
    await writer.abandon()
    await wav.close()
  }
  return wholeOf(await openWav(target))
}

/** Mean and standard deviation of the mono sum: what the whole song is normalised by, so that quiet songs are heard as loud ones are. */
export type Measure = { readonly mean: number; readonly deviation: number }

export const measureSong = async (song: SongAtRate, step: () => Promise<void>): Promise<Measure> => {
  let sum = 0
  let squares = 0
  for (let at = 0; at < song.lengthFrames; at += BLOCK_FRAMES) {
    await step()
    const [left, right] = await song.read(at, Math.min(song.lengthFrames, at + BLOCK_FRAMES))
    for (let i = 0; i < left.length; i++) {
      const mono = ((left[i] as number) + (right[i] as number)) / 2
      sum += mono
      squares += mono * mono
    }
  }
  const { lengthFrames } = song
  const mean = sum / lengthFrames
  // of a sample, as torch's std is
  const variance = lengthFrames > 1 ? Math.max(0, squares - sum * mean) / (lengthFrames - 1) : 0
  return { mean, deviation: Math.sqrt(variance) + 1e-8 }
}
