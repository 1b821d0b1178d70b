import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'

/** Sounds whose truth is known, for tests and benchmarks. */

/** A tone with a beat in it, so that a shift by one frame is noticed. */
export const wobble = (frames: number, sampleRateHz: number, hertz: number): Float32Array =>
  Float32Array.from({ length: frames }, (_, i) => {
    const t = i / sampleRateHz
    return 0.4 * Math.sin(2 * Math.PI * hertz * t) * (0.6 + 0.4 * Math.sin(2 * Math.PI * 3.1 * t)) + 0.05 * Math.sin(2 * Math.PI * 53.7 * t)
  })

/** Four-to-the-bar: low on one, high on the others, a triad held over all of it. */
export const clickTrack = (
  seconds: number,
  sampleRateHz: number,
  tempoBpm: number,
  firstBeatSeconds: number,
  triadHertz: readonly number[] = [],
): Float32Array => {
  const out = new Float32Array(Math.round(seconds * sampleRateHz))
  for (const hertz of triadHertz) for (let i = 0; i < out.length; i++) out[i] = (out[i] as number) + 0.08 * Math.sin((2 * Math.PI * hertz * i) / sampleRateHz)
  for (let beat = 0; ; beat++) {
    const start = Math.round((firstBeatSeconds + (beat * 60) / tempoBpm) * sampleRateHz)
    if (start >= out.length) return out
    const hertz = beat % 4 === 0 ? 70 : 900
    for (let i = 0; i < sampleRateHz / 10 && start + i < out.length; i++)
      out[start + i] = (out[start + i] as number) + 0.5 * Math.exp((-i * 70) / sampleRateHz) * Math.sin((2 * Math.PI * hertz * i) / sampleRateHz)
  }
}

export const quietContext = (): WorkContext & { readonly cancel: AbortController } => {
  const cancel = new AbortController()
  return { signal: cancel.signal, flags: createWorkFlags(), progress: () => undefined, cancel }
}

/** Root of the mean squared difference of two sounds between frames `from` and `to`. */
export const difference = (a: Float32Array, b: Float32Array, from = 0, to = Math.min(a.length, b.length)): number => {
  let sum = 0
  for (let i = from; i < to; i++) sum += ((a[i] as number) - (b[i] as number)) ** 2
  return Math.sqrt(sum / Math.max(1, to - from))
}
