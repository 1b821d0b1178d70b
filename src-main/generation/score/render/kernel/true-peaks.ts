import { GAIN_BLOCK } from '../../../../../src-shared/dsp/limiter.ts'
import { truePeakKernel } from '../../../../../src-shared/dsp/true-peak.ts'
import type { Kernel } from './kernel.ts'

/** frames on both sides that the interpolators see */
const MARGIN = 8
const CHUNK = GAIN_BLOCK * 98

/** True peak of each gain block over all channels, linear. Takes scratch of the kernel: call between renderings. */
export const blockTruePeaks = (kernel: Kernel, channels: readonly Float32Array[]): Float32Array => {
  kernel.begin()
  const frames = channels[0]?.length ?? 0
  const peaks = new Float32Array(Math.ceil(frames / GAIN_BLOCK))
  const tapsAt = kernel.scratch(3 * 12 * 4)
  for (let phase = 1; phase < 4; phase++) kernel.f32.set(truePeakKernel[phase] as Float64Array, (tapsAt >> 2) + (phase - 1) * 12)
  const bufferAt = kernel.scratchFrames(CHUNK + 2 * MARGIN)
  const peaksAt = kernel.scratchFrames(CHUNK / GAIN_BLOCK)
  for (let from = 0; from < frames; from += CHUNK) {
    const count = Math.min(CHUNK, frames - from)
    const blocks = Math.ceil(count / GAIN_BLOCK)
    const found = kernel.view(peaksAt, blocks)
    found.fill(0)
    for (const samples of channels) {
      const window = kernel.view(bufferAt, CHUNK + 2 * MARGIN)
      window.fill(0)
      const first = Math.max(0, from - MARGIN)
      window.set(samples.subarray(first, Math.min(frames, from + count + MARGIN)), first - (from - MARGIN))
      kernel.calls.truePeaks(bufferAt + MARGIN * 4, count, GAIN_BLOCK, tapsAt, peaksAt)
    }
    peaks.set(found, from / GAIN_BLOCK)
  }
  return peaks
}
