import { createKMeter } from '../../../../src-shared/dsp/loudness.ts'

/**
 * How much the song was driven in mastering, found from its own sound: the same bars are in the song's file and in the fresh rendering.
 * Steps of 100 ms that a limiter or an edit has changed lie off; the median of the ratios does not care.
 *
 * @param song, rendering the same stretch of time, one array a channel, equal lengths
 * @returns linear gain rendering -> song, or undefined where there is not enough sound to tell
 */
export const findDriveGain = (song: readonly Float32Array[], rendering: readonly Float32Array[], sampleRateHz: number): number | undefined => {
  const step = Math.round(sampleRateHz / 10)
  const frames = Math.min(song[0]?.length ?? 0, rendering[0]?.length ?? 0)
  const energies = (channels: readonly Float32Array[]): Float64Array => {
    const out = new Float64Array(Math.floor(frames / step))
    for (const samples of channels) {
      const meter = createKMeter(sampleRateHz)
      for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + meter.energy(samples, i * step, (i + 1) * step)
    }
    return out
  }
  const [ofSong, ofRendering] = [energies(song), energies(rendering)]
  const audible = step * 1e-6
  const ratios: number[] = []
  for (let i = 1; i < ofSong.length; i++) {
    const [a, b] = [ofSong[i] ?? 0, ofRendering[i] ?? 0]
    if (a > audible && b > audible / 100) ratios.push(a / b)
  }
  if (ratios.length < 6) return undefined
  ratios.sort((a, b) => a - b)
  // a little above the middle: a limiter only takes away
  return Math.sqrt(ratios[Math.floor(ratios.length * 0.6)] ?? 1)
}
