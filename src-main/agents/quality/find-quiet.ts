import { BASE_BUCKET_FRAMES, type ChannelBuckets } from '../../../src-shared/audio/peaks-format.ts'
import type { QuietSpans } from './quality-facts.ts'

/** -60 dBFS of 16-bit full scale: below it a listener takes a passage for silence. */
const QUIET_RMS = 33

/** Silence in the level-0 buckets of a waveform: a bucket is quiet where every channel is. Cost: one pass over length/256 values a channel. */
export const findQuiet = (channels: readonly ChannelBuckets[], sampleRateHz: number): QuietSpans => {
  const bucketSeconds = BASE_BUCKET_FRAMES / sampleRateHz
  const count = channels[0]?.rms.length ?? 0
  let total = 0
  let run = 0
  let hasSounded = false
  let longest = 0
  let longestEnd = 0
  for (let bucket = 0; bucket < count; bucket++) {
    if (channels.every(({ rms }) => (rms[bucket] ?? 0) < QUIET_RMS)) {
      total++
      run++
      continue
    }
    if (hasSounded && run > longest) {
      longest = run
      longestEnd = bucket
    }
    hasSounded = true
    run = 0
  }
  return { totalSeconds: total * bucketSeconds, longestInsideSeconds: longest * bucketSeconds, longestAtSeconds: (longestEnd - longest) * bucketSeconds }
}
