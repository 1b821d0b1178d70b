import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import { applyLimiter, GAIN_BLOCK, limiterGains } from '../../../src-shared/dsp/limiter.ts'
import { truePeakBetween } from '../../../src-shared/dsp/true-peak.ts'
import { dbToGain, gainToDb } from '../../../src-shared/kernel/units.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import { MOST_GAIN_DB } from '../../../src-shared/mixdown/level-reached.ts'
import { measureLoudness } from '../analysis/measure-loudness.ts'
import type { DecodeWork } from '../decode/decode-to-wav.ts'
import { openWav, type WavReader } from '../wav/wav-reader.ts'
import { createWavWriter } from '../wav/wav-writer.ts'

/** How loud a song is to be: integrated loudness after BS.1770, and what its true peak may not pass. */
export type LoudnessTarget = { readonly targetLufs: number; readonly ceilingDbtp: number }

/** What to do to a file so that it meets a target: turn it up or down, or play the limited file at `path` instead. */
export type Levelling = { readonly gain: number; readonly path: string | undefined; readonly loudness: Loudness }

const CLOSE_ENOUGH_LU = 0.05
const MOST_ROUNDS = 5
/** the limiter joins its gains by straight lines; between the samples that may let a little through */
const MARGIN_DB = 0.1
const RELEASE_SECONDS = 0.08
/** frames that the interpolator reads on both sides */
const SIDE = 8
const BLOCKS_A_PIECE = 2_000

/** True peak of every block of the limiter, over all channels. */
const blockPeaks = async (wav: WavReader, { flags, progress }: DecodeWork): Promise<Float32Array> => {
  const { lengthFrames } = wav.layout
  const peaks = new Float32Array(Math.ceil(lengthFrames / GAIN_BLOCK))
  const piece = GAIN_BLOCK * BLOCKS_A_PIECE
  for (let start = 0; start < lengthFrames; start += piece) {
    checkpoint(flags)
    const from = Math.max(0, start - SIDE)
    const end = Math.min(lengthFrames, start + piece)
    for (const samples of await wav.read(from, Math.min(lengthFrames, end + SIDE))) {
      for (let at = start; at < end; at += GAIN_BLOCK) {
        const block = at / GAIN_BLOCK
        peaks[block] = Math.max(peaks[block] as number, truePeakBetween(samples, at - from, Math.min(end, at + GAIN_BLOCK) - from))
      }
    }
    progress(end / lengthFrames)
  }
  return peaks
}

const writeLimited = async (wav: WavReader, path: string, gains: Float32Array, drive: number, { flags, progress }: DecodeWork): Promise<void> => {
  const { sampleRateHz, channelCount, lengthFrames } = wav.layout
  const writer = await createWavWriter(path, { sampleRateHz, channelCount, encoding: 'float32' })
  const piece = GAIN_BLOCK * BLOCKS_A_PIECE
  try {
    for (let start = 0; start < lengthFrames; start += piece) {
      checkpoint(flags)
      const end = Math.min(lengthFrames, start + piece)
      const channels = await wav.read(start, end)
      for (const samples of channels) applyLimiter(samples, gains.subarray(start / GAIN_BLOCK), drive, 0, end - start)
      await writer.write(channels)
      progress(end / lengthFrames)
    }
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}

const part = ({ flags, progress }: DecodeWork, from: number, to: number): DecodeWork => ({ flags, progress: (done) => progress(from + (to - from) * done) })

/**
 * Finds out how a WAV meets a loudness target. Where a plain change of level keeps under the ceiling, that is all; else the song is written to
 * `limitedPath` through a look-ahead true-peak limiter, driven harder round by round until it is as loud as asked, within 0.05 LU, or as loud as
 * the ceiling lets it be. Silence stays silence.
 */
export const levelSound = async (path: string, { targetLufs, ceilingDbtp }: LoudnessTarget, limitedPath: string, work: DecodeWork): Promise<Levelling> => {
  const before = await measureLoudness(path, 0, undefined, part(work, 0, 0.2))
  if (before.integratedLufs === undefined) return { gain: 1, path: undefined, loudness: before }
  const wantedDb = Math.min(MOST_GAIN_DB, targetLufs - before.integratedLufs)
  if (before.truePeakDbtp + wantedDb <= ceilingDbtp) {
    work.progress(1)
    const loudness = { integratedLufs: before.integratedLufs + wantedDb, truePeakDbtp: before.truePeakDbtp + wantedDb }
    return { gain: dbToGain(wantedDb), path: undefined, loudness }
  }
  const wav = await openWav(path)
  try {
    const peaks = await blockPeaks(wav, part(work, 0.2, 0.4))
    const releaseBlocks = (RELEASE_SECONDS * wav.layout.sampleRateHz) / GAIN_BLOCK
    let driveDb = wantedDb
    let limitDb = ceilingDbtp - MARGIN_DB
    for (let round = 1; ; round++) {
      const slice = part(work, 0.4 + (0.6 * (round - 1)) / MOST_ROUNDS, 0.4 + (0.6 * round) / MOST_ROUNDS)
      const drive = dbToGain(driveDb)
      await writeLimited(wav, limitedPath, limiterGains(peaks, drive, dbToGain(limitDb), releaseBlocks), drive, part(slice, 0, 0.5))
      const after = await measureLoudness(limitedPath, 0, undefined, part(slice, 0.5, 1))
      const missingLu = targetLufs - (after.integratedLufs ?? targetLufs)
      const overDb = after.truePeakDbtp - ceilingDbtp
      if ((Math.abs(missingLu) <= CLOSE_ENOUGH_LU && overDb <= 0) || round === MOST_ROUNDS) {
        work.progress(1)
        // what the rounds could not bring below the ceiling, a last change of level does
        const gain = overDb > 0 ? dbToGain(-overDb) : 1
        const trimDb = gainToDb(gain)
        return {
          gain,
          path: limitedPath,
          loudness: { integratedLufs: (after.integratedLufs ?? targetLufs) + trimDb, truePeakDbtp: after.truePeakDbtp + trimDb },
        }
      }
      driveDb = Math.min(MOST_GAIN_DB, driveDb + missingLu)
      if (overDb > 0) limitDb -= overDb
    }
  } finally {
    await wav.close()
  }
}
