import { highPass, highShelf } from '../../../../src-shared/dsp/biquad.ts'
import { GAIN_BLOCK } from '../../../../src-shared/dsp/limiter.ts'
import type { Score } from '../../../../src-shared/score/score.ts'
import { createMovingDelay, createStereoFilter } from './kernel/effects.ts'
import type { Kernel } from './kernel/kernel.ts'

/** Works in place on consecutive stretches; `fromFrame` is absolute and a multiple of GAIN_BLOCK. */
export type BusStage = (leftAt: number, rightAt: number, fromFrame: number, count: number) => void

/**
 * Glue: a stereo compressor that looks at the mean square of each block above 90 Hz, so that the kick does not pump the song.
 *
 * @param amount 0..1: threshold -12 .. -22 dBFS, ratio 1.5 .. 3
 */
export const createBusCompressor = (kernel: Kernel, amount: number, sampleRateHz: number): BusStage => {
  const threshold = -12 - 10 * amount
  const slope = 1 - 1 / (1.5 + 1.5 * amount)
  const knee = 8
  const perBlock = GAIN_BLOCK / sampleRateHz
  const attack = 1 - Math.exp(-perBlock / 0.018)
  const release = 1 - Math.exp(-perBlock / 0.19)
  const thin = 1 - Math.exp((-2 * Math.PI * 90) / sampleRateHz)
  const stateAt = kernel.scratch(16)
  let energy = 0
  let reduction = 0
  let gain = 1
  return (leftAt, rightAt, _from, count) => {
    for (let start = 0; start < count; start += GAIN_BLOCK) {
      const n = Math.min(GAIN_BLOCK, count - start)
      const sum = kernel.calls.energyAbove(leftAt + start * 4, rightAt + start * 4, n, stateAt, thin)
      energy += 0.25 * (sum / (2 * n) - energy)
      const over = (energy > 1e-9 ? 10 * Math.log10(energy) : -90) - threshold
      const wanted = over <= -knee / 2 ? 0 : over >= knee / 2 ? over * slope : (slope * (over + knee / 2) ** 2) / (2 * knee)
      reduction += (wanted > reduction ? attack : release) * (wanted - reduction)
      const target = reduction < 1e-4 ? 1 : 10 ** (-reduction / 20)
      kernel.calls.ramp(leftAt + start * 4, rightAt + start * 4, gain, (target - gain) / n, n)
      gain = target
    }
  }
}

/** How dense a style's master is: peaks are rounded off towards 1/density of full scale. */
const DENSITY: Readonly<Record<string, number>> = { house: 3.1, lofi: 1.35, 'acoustic-pop': 1.2, chip: 1.3, ambient: 0.5 }
/** What FluidR3's old recordings lack on top, by style: pads and soft keys most. */
const AIR_DB: Readonly<Record<string, number>> = { ambient: 5, lofi: 3.5, chip: 0 }

/** Soft, slightly uneven curve (some second harmonic, as tape has): unity slope for quiet sound, rounded above. */
const createSaturation = (kernel: Kernel, amount: number, density: number): BusStage => {
  const drive = density + 0.7 * amount
  const bias = 0.08 * amount
  const unity = 1 / (drive * (1 - Math.tanh(bias) ** 2))
  return (leftAt, rightAt, _from, count) => {
    kernel.calls.saturate(leftAt, drive, bias, unity, count)
    kernel.calls.saturate(rightAt, drive, bias, unity, count)
  }
}

const WOW_HZ = 0.47
const FLUTTER_HZ = 6.3

/** Tape that runs unevenly: slow wow and fast flutter read the sound from a moving place. `amount` 1 = +-8 cents. */
const createTapeWow = (kernel: Kernel, amount: number, sampleRateHz: number): BusStage => {
  const lines = [createMovingDelay(kernel, 2000), createMovingDelay(kernel, 2000)] as const
  const depth = 0.0045 * amount
  const wow = (depth * sampleRateHz) / (2 * Math.PI * WOW_HZ)
  const flutter = (depth * 0.18 * sampleRateHz) / (2 * Math.PI * FLUTTER_HZ)
  const base = wow + flutter + 4
  const delayAt = (frame: number): number => {
    const t = frame / sampleRateHz
    return base + wow * Math.sin(2 * Math.PI * WOW_HZ * t) + flutter * Math.sin(2 * Math.PI * FLUTTER_HZ * t + 1)
  }
  return (leftAt, rightAt, from, count) => {
    for (let start = 0; start < count; start += 84) {
      const first = delayAt(from + start)
      const step = (delayAt(from + start + 84) - first) / 84
      const n = Math.min(84, count - start)
      lines[0](leftAt + start * 4, from + start, first, step, n)
      lines[1](rightAt + start * 4, from + start, first, step, n)
    }
  }
}

/** Everything below 120 Hz to the middle (24 dB per octave on the side signal), and nothing below 22 Hz. */
const createLowEnd = (kernel: Kernel, sampleRateHz: number): BusStage => {
  const through = { b0: 1, b1: 0, b2: 0, a1: 0, a2: 0 }
  // after the matrix the left buffer holds the middle and the right one the side
  const filter = createStereoFilter(
    kernel,
    [highPass(22, Math.SQRT1_2, sampleRateHz), highPass(120, 0.54, sampleRateHz)],
    [through, highPass(120, 1.31, sampleRateHz)],
  )
  return (leftAt, rightAt, _from, count) => {
    kernel.calls.matrix(leftAt, rightAt, 0.5, count)
    filter(leftAt, rightAt, count)
    kernel.calls.matrix(leftAt, rightAt, 1, count)
  }
}

/** `linear` leaves out what answers to level (compressor, saturation): what remains of a sum is the sum of what remains of each. */
export type BusKind = 'full' | 'linear'

/** The two-track's chain before the limiter, in the order a mastering engineer patches it. */
export const createBus = (kernel: Kernel, { master: character, style }: Pick<Score, 'master' | 'style'>, sampleRateHz: number, kind: BusKind): BusStage => {
  const stages: BusStage[] = []
  if (kind === 'full' && character.busCompression > 0.01) stages.push(createBusCompressor(kernel, character.busCompression, sampleRateHz))
  if (kind === 'full') stages.push(createSaturation(kernel, character.saturation, character.density ?? DENSITY[style] ?? 1))
  if (character.tapeWow > 0.01) stages.push(createTapeWow(kernel, character.tapeWow, sampleRateHz))
  const air = highShelf(2200, character.airDb ?? AIR_DB[style] ?? 2, sampleRateHz)
  const brightness = highShelf(6500, character.brightnessDb, sampleRateHz)
  const tone = createStereoFilter(kernel, [air, air], [brightness, brightness])
  stages.push((leftAt, rightAt, _from, count) => tone(leftAt, rightAt, count))
  // last, because the uneven saturation leaves a little direct current
  stages.push(createLowEnd(kernel, sampleRateHz))
  return (leftAt, rightAt, from, count) => {
    for (const stage of stages) stage(leftAt, rightAt, from, count)
  }
}
