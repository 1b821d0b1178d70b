import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import { PCM_SAMPLE_BYTES, readPcm } from '../../../src-shared/audio/pcm.ts'
import { BASE_BUCKET_FRAMES, type ChannelBuckets } from '../../../src-shared/audio/peaks-format.ts'
import { createKMeters } from '../../../src-shared/dsp/loudness.ts'
import { loudnessOf, PEAK_MARGIN, peakAbove } from '../analysis/measure-loudness.ts'
import { createMonoThinner } from '../analysis/thin-mono.ts'
import { FINGERPRINT_SOUND } from '../fingerprint/fingerprint-sound.ts'
import { createBucketScanner, emptyBuckets } from '../peaks/scan-peaks.ts'
import type { WavFormat } from '../wav/wav-writer.ts'

/** measured at once; whole buckets */
const CHUNK_BUCKETS = 256
const CHUNK_FRAMES = CHUNK_BUCKETS * BASE_BUCKET_FRAMES

/** `mono`: what the fingerprint is made of */
export type MeasuredPcm = {
  readonly loudness: Loudness
  readonly pieces: readonly (readonly ChannelBuckets[])[]
  readonly mono: { readonly samples: Float32Array; readonly sampleRateHz: number }
}

/**
 * Loudness, true peak, level 0 of the waveform and the thin sound for the fingerprint of samples that come by, in one pass and in a few megabytes.
 * `take` whole frames as they lie in a file, in order; `finish` once. The same answers as `measureLoudness`, `scanPeaks` and `readMonoSlowly` of the file.
 */
export const createPcmMeasure = ({ sampleRateHz, channelCount, encoding }: WavFormat) => {
  const bytesPerFrame = PCM_SAMPLE_BYTES[encoding] * channelCount
  const bytes = new Uint8Array(CHUNK_FRAMES * bytesPerFrame)
  const scan = createBucketScanner(encoding, channelCount, bytesPerFrame, bytes)
  const pieces: ChannelBuckets[][] = []
  // the last frames of the chunk before stand in front: peaks between samples are looked for a margin later
  const lead = 2 * PEAK_MARGIN
  const samples = Array.from({ length: channelCount }, () => new Float32Array(lead + CHUNK_FRAMES + PEAK_MARGIN))
  const meters = createKMeters(sampleRateHz, channelCount)
  const thinner = createMonoThinner(sampleRateHz, FINGERPRINT_SOUND.wantedHz, FINGERPRINT_SOUND.mostSeconds)
  const step = Math.round(sampleRateHz / 10)
  const energies: number[] = []
  let stepEnergy = 0
  let stepFrames = 0
  let peak = 0
  let filled = 0

  const addEnergies = (frames: number): void => {
    for (let at = 0; at < frames; ) {
      const count = Math.min(frames - at, step - stepFrames)
      stepEnergy += meters.energy(samples, lead + at, lead + at + count)
      stepFrames += count
      at += count
      if (stepFrames < step) return
      energies.push(stepEnergy)
      stepEnergy = 0
      stepFrames = 0
    }
  }
  const measure = (frames: number, isLast: boolean): void => {
    const buckets = emptyBuckets(channelCount, Math.ceil(frames / BASE_BUCKET_FRAMES))
    scan(frames, buckets, 0)
    pieces.push(buckets)
    readPcm(
      bytes.subarray(0, frames * bytesPerFrame),
      encoding,
      samples.map((each) => each.subarray(lead, lead + frames)),
    )
    addEnergies(frames)
    thinner.take(samples, lead, lead + frames)
    for (const each of samples) {
      if (isLast) each.fill(0, lead + frames)
      peak = peakAbove(each, PEAK_MARGIN, PEAK_MARGIN + frames + (isLast ? PEAK_MARGIN : 0), peak)
      each.copyWithin(0, frames, frames + lead)
    }
  }
  return {
    take(fresh: Uint8Array): void {
      for (let at = 0; at < fresh.length; ) {
        const count = Math.min(fresh.length - at, bytes.length - filled)
        bytes.set(fresh.subarray(at, at + count), filled)
        filled += count
        at += count
        if (filled < bytes.length) return
        measure(CHUNK_FRAMES, false)
        filled = 0
      }
    },
    finish(): MeasuredPcm {
      measure(filled / bytesPerFrame, true)
      return { loudness: loudnessOf(energies, step, peak), pieces, mono: { samples: thinner.finish(), sampleRateHz: thinner.sampleRateHz } }
    },
  }
}
