import { createLowPass } from './decimate.ts'

/** frames of mono that wait for those after them */
const BUFFER_FRAMES = 1 << 17

/** Takes a sound as it comes by, in order; the same answer as `readMonoSlowly` of the file. */
export type MonoThinner = {
  /** of what `finish` answers */
  readonly sampleRateHz: number
  /** frames `from`..`to` of each channel */
  take(channels: readonly Float32Array[], from: number, to: number): void
  finish(): Float32Array
}

const mixInto = (mono: Float32Array, at: number, channels: readonly Float32Array[], from: number, count: number): void => {
  const [left, right] = channels
  if (left && right && channels.length === 2) {
    for (let i = 0; i < count; i++) mono[at + i] = ((left[from + i] as number) + (right[from + i] as number)) / 2
    return
  }
  for (let i = 0; i < count; i++) {
    let sum = 0
    for (const samples of channels) sum = Math.fround(sum + (samples[from + i] as number))
    mono[at + i] = sum / channels.length
  }
}

/**
 * A sound as one channel at a low rate (a whole fraction of its own, at or above three quarters of `wantedRateHz`), made while it is read for
 * something else. Keeps the first `mostSeconds`.
 */
export const createMonoThinner = (sampleRateHz: number, wantedRateHz: number, mostSeconds: number): MonoThinner => {
  const factor = Math.max(1, Math.round(sampleRateHz / wantedRateHz))
  const mostFrames = Math.round(mostSeconds * sampleRateHz)
  const lowPass = factor > 1 ? createLowPass(factor) : undefined
  const half = lowPass?.half ?? 0
  const mono = new Float32Array(BUFFER_FRAMES)
  /** of the frames in the buffer: where they begin in the sound, and how many there are */
  let first = 0
  let count = 0
  let out = new Float32Array(1 << 16)
  let made = 0

  const put = (value: number): void => {
    if (made === out.length) {
      const larger = new Float32Array(2 * out.length)
      larger.set(out)
      out = larger
    }
    out[made++] = value
  }
  /** all whose frames are there; at the end also those that lack some */
  const make = (isLast: boolean): void => {
    const end = first + count
    const until = isLast ? Math.floor(end / factor) : Math.floor((end - half - 1) / factor) + 1
    while (made < until) {
      const centre = made * factor - first
      put(lowPass ? lowPass.at(mono, centre, -first, count) : (mono[centre] as number))
    }
    const keep = Math.min(count, Math.max(0, made * factor - half - first))
    mono.copyWithin(0, keep, count)
    first += keep
    count -= keep
  }
  return {
    sampleRateHz: sampleRateHz / factor,
    take(channels, from, to) {
      const end = Math.min(to, from + mostFrames - first - count)
      for (let at = from; at < end; ) {
        const fresh = Math.min(end - at, mono.length - count)
        mixInto(mono, count, channels, at, fresh)
        count += fresh
        at += fresh
        make(false)
      }
    },
    finish() {
      make(true)
      return out.subarray(0, made)
    },
  }
}
