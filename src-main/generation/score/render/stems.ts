import { dbToGain } from '../../../../src-shared/kernel/units.ts'
import type { Part, Score } from '../../../../src-shared/score/score.ts'
import { createWavWriter, readWavSpan } from '../../../audio/index.ts'
import { findDriveGain } from './match-song.ts'
import { type Between, type Instruments, playSpan, renderSpan, SAMPLE_RATE_HZ } from './render-score.ts'
import { CHUNK_FRAMES } from './stretch.ts'

/** Parts that sound at all, in the score's order, with their places in it. */
export const stemParts = (score: Score): readonly { readonly part: Part; readonly index: number }[] =>
  score.parts.map((part, index) => ({ part, index })).filter(({ part }) => part.notes.length > 0 || part.voice.kind === 'texture')

/** Where the song is listened to, as fractions of its length: the places where edits and endings are least likely all three. */
const LISTEN_AT = [0.25, 0.5, 0.75]
const LISTEN_FRAMES = 8 * SAMPLE_RATE_HZ

/**
 * The gain that makes all stems together as loud as the song in its file is. A song whose sound says nothing (silence) gives 1.
 *
 * @param songPath holds the same music as the score, frame by frame
 */
export const findStemGain = async (score: Score, songPath: string, lengthFrames: number, instruments: Instruments, between: Between): Promise<number> => {
  const gains: number[] = []
  for (const [i, place] of LISTEN_AT.entries()) {
    const toFrame = Math.min(lengthFrames, Math.round(lengthFrames * place) + LISTEN_FRAMES / 2)
    const span = { fromFrame: Math.max(0, toFrame - LISTEN_FRAMES), toFrame, lengthFrames }
    const mix = renderSpan(score, span, instruments, (fraction) => between((i + fraction) / LISTEN_AT.length), { bus: 'linear' })
    const gain = findDriveGain(await readWavSpan(songPath, mix.startFrame, toFrame), [mix.left, mix.right], SAMPLE_RATE_HZ)
    if (gain !== undefined) gains.push(gain)
  }
  return gains.sort((a, b) => a - b)[gains.length >> 1] ?? 1
}

/** Loud stems are turned down together until the loudest peak is here. */
export const STEM_CEILING = dbToGain(-0.1)
const WRITE_CHUNKS = 16

/**
 * One part alone through its own strip, with its own room, hall and echo, pushed down by the kick as in the mix, through the tone of the
 * bus but not through what answers to level (compressor, saturation, limiter): the stems add up to the song before its master.
 * Writes a 24-bit WAV of exactly `lengthFrames`, from bar 1 on.
 *
 * @returns the largest sample, before it was cut off at full scale
 */
export const writeStem = async (
  order: { readonly score: Score; readonly index: number; readonly gain: number; readonly lengthFrames: number; readonly path: string },
  instruments: Instruments,
  between: Between,
): Promise<number> => {
  const { score, index, gain, lengthFrames, path } = order
  const { kernel } = instruments
  kernel.begin()
  const bytesAt = kernel.scratch(CHUNK_FRAMES * 6 * WRITE_CHUNKS + 16)
  const writer = await createWavWriter(path, { sampleRateHz: SAMPLE_RATE_HZ, channelCount: 2 })
  let peak = 0
  let filled = 0
  const flush = async (): Promise<void> => {
    await writer.writeBytes(kernel.u8.subarray(bytesAt, bytesAt + filled))
    filled = 0
  }
  try {
    const span = { fromFrame: 0, toFrame: lengthFrames, lengthFrames }
    for (const { count, leftAt, rightAt } of playSpan(score, span, instruments, between, { bus: 'linear', solo: index })) {
      kernel.calls.ramp(leftAt, rightAt, gain, 0, count)
      for (const at of [leftAt, rightAt]) for (const value of kernel.view(at, count)) peak = Math.max(peak, Math.abs(value))
      kernel.calls.pcm24(leftAt, rightAt, bytesAt + filled, count)
      filled += count * 6
      if (filled >= CHUNK_FRAMES * 6 * WRITE_CHUNKS) await flush()
    }
    await flush()
    await writer.finish()
  } finally {
    await writer.abandon()
  }
  return peak
}
