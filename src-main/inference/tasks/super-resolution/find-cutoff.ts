import type { SongSignals } from './song-signals.ts'
import { createFrameMeter, decibels } from './spectrum-meter.ts'

/**
 * Where a song's sound ends. `edge`: cut off, as encoders and old sample rates do; `roll-off`: it fades away early; `full`: nothing is
 * missing that would be heard; `silent`: nothing to look at.
 */
export type Cutoff = { readonly kind: 'edge' | 'roll-off' | 'full' | 'silent'; readonly cutoffHz: number }

/** Sound up to here is whole: encoders that cut above it cut what hardly anybody hears. */
const WHOLE_HZ = 18_000
/** Frames that are looked at, spread over the song. */
const MOST_FRAMES = 1_200
/** Share of the loud frames in which a bin may be louder than what counts: cymbals count, an encoder's rare spills do not. */
const PERCENTILE = 0.9
/** Frames this much quieter than the loudest say nothing about a cut-off. */
const GATE_DB = 45
const SILENCE_DB = -110
/** Sound so far below the song's loudest band is not heard as part of it. */
const REACH_DB = 78
const SMOOTH_HZ = 150
const LOWEST_HZ = 1_800

/** Level a bin (dB) that nine of ten loud frames stay below. */
const upperSpectrum = (frames: readonly Float32Array[]): Float64Array | undefined => {
  const totals = frames.map((power) => power.reduce((sum, value) => sum + value, 0))
  const loudest = totals.reduce((most, total) => Math.max(most, total), 0)
  if (decibels(loudest) < SILENCE_DB) return undefined
  const loud = frames.filter((_, index) => decibels(totals[index] as number) > decibels(loudest) - GATE_DB)
  const column = new Float32Array(loud.length)
  const place = Math.min(loud.length - 1, Math.floor(loud.length * PERCENTILE))
  return Float64Array.from({ length: frames[0]?.length ?? 0 }, (_, k) => {
    loud.forEach((power, index) => {
      column[index] = power[k] as number
    })
    return decibels(column.toSorted()[place] as number)
  })
}

/** The line over the partials: the highest within `reach` bins, then evened out. */
const envelopeOf = (levels: Float64Array, reach: number): Float64Array => {
  const highest = levels.map((_, k) => levels.subarray(Math.max(0, k - reach), k + reach + 1).reduce((most, level) => Math.max(most, level), -200))
  return highest.map((_, k) => {
    const around = highest.subarray(Math.max(0, k - reach), k + reach + 1)
    return around.reduce((sum, level) => sum + level, 0) / around.length
  })
}

/**
 * @param levels dB a bin, 0 Hz to half the rate
 * @see Kurniawati et al. and others call it bandwidth detection; here an edge must fall far faster than any instrument does (12 dB over what
 *      24 dB an octave would give) and nothing above it may come back, so that a low-passed synthesiser with a cymbal over it is not an edge
 */
export const cutoffOf = (levels: Float64Array, rateHz: number): Cutoff => {
  const hertz = rateHz / (2 * (levels.length - 1))
  const nyquistHz = rateHz / 2
  const bin = (hz: number): number => Math.min(levels.length - 1, Math.max(0, Math.round(hz / hertz)))
  const envelope = envelopeOf(levels, Math.max(1, bin(SMOOTH_HZ)))
  const mean = (fromHz: number, toHz: number): number => {
    const part = envelope.subarray(bin(fromHz), bin(toHz) + 1)
    return part.reduce((sum, level) => sum + level, 0) / part.length
  }
  const highestAbove = new Float64Array(levels.length)
  for (let k = levels.length - 1, most = -200; k >= 0; k--) {
    most = Math.max(most, envelope[k] as number)
    highestAbove[k] = most
  }
  let edge: { readonly hz: number; readonly below: number; readonly drop: number } | undefined
  for (let hz = LOWEST_HZ; hz < nyquistHz - 500; hz += 50) {
    const below = mean(hz - 900, hz - 250)
    const drop = below - mean(hz + 400, Math.min(nyquistHz, hz + 1_400))
    const needed = 12 + 24 * Math.log2((hz + 900) / (hz - 575))
    const staysAway = (highestAbove[bin(hz + 400)] as number) < below - 10
    if (drop >= needed && staysAway && below > SILENCE_DB && (!edge || drop > edge.drop + 1)) edge = { hz, below, drop }
    else if (edge && hz > edge.hz + 1_500) break
  }
  if (edge) {
    const { below } = edge
    let k = bin(edge.hz - 600)
    while (k < bin(edge.hz + 600) && (levels.subarray(k, k + bin(SMOOTH_HZ)).reduce((most, level) => Math.max(most, level), -200) as number) > below - 9) k++
    const cutoffHz = Math.round(k * hertz)
    return { kind: cutoffHz >= Math.min(WHOLE_HZ, 0.96 * nyquistHz) && nyquistHz >= WHOLE_HZ ? 'full' : 'edge', cutoffHz }
  }
  const top = envelope.reduce((most, level) => Math.max(most, level), -200)
  let last = levels.length - 1
  while (last > 0 && (envelope[last] as number) < Math.max(top - REACH_DB, SILENCE_DB - 10)) last--
  const cutoffHz = Math.round(Math.min(nyquistHz, last * hertz))
  if (cutoffHz >= WHOLE_HZ) return { kind: 'full', cutoffHz }
  return { kind: cutoffHz > 0.96 * nyquistHz ? 'edge' : 'roll-off', cutoffHz: Math.min(cutoffHz, Math.round(0.96 * nyquistHz)) }
}

/** Looks at up to 1200 moments of a song, all channels together. */
export const findCutoff = async (song: Pick<SongSignals, 'rateHz' | 'lengthFrames' | 'readChannels'>, checkpoint: () => Promise<void>): Promise<Cutoff> => {
  const meter = createFrameMeter()
  const room = Math.max(1, song.lengthFrames - meter.size)
  const count = Math.min(MOST_FRAMES, Math.max(1, Math.ceil(room / meter.size)))
  const frames: Float32Array[] = []
  for (let i = 0; i < count; i++) {
    if (i % 32 === 0) await checkpoint()
    const from = count === 1 ? 0 : Math.round((room * i) / (count - 1))
    const power = new Float32Array(meter.bins)
    for (const samples of await song.readChannels(from, from + meter.size)) meter.add(samples, 0, power)
    frames.push(power)
  }
  const levels = upperSpectrum(frames)
  return levels ? cutoffOf(levels, song.rateHz) : { kind: 'silent', cutoffHz: 0 }
}
