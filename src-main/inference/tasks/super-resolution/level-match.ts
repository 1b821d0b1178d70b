import { bandPower, decibels } from './spectrum-meter.ts'

/** What the level of new treble is made from: mean power a bin of the song and of what was made for it, at the same rate. */
export type LevelSources = { readonly song: Float64Array; readonly made: Float64Array; readonly rateHz: number; readonly cutoffHz: number }

/** The song's own fall towards the treble: `levelAt(hz)` continues it beyond the cut-off, in dB a bin. */
export type Slope = { readonly dbPerOctave: number; levelAt(hz: number): number }

/** Air thins out faster than any straight line: on our own songs, whole, the treble above 16 kHz lies 10 dB under the slope below it. */
const AIR_FROM_HZ = 14_000
const AIR_DB_PER_KHZ = 2.2
const airDb = (hz: number): number => (Math.max(0, hz - AIR_FROM_HZ) / 1000) * AIR_DB_PER_KHZ

/** Bands a sixth of an octave wide. */
const BAND = 2 ** (1 / 6)
/** Music gets quieter upwards: flatter than this sounds harsh, steeper than this is a filter and not the music. */
const FLATTEST_DB_PER_OCTAVE = -5
const STEEPEST_DB_PER_OCTAVE = -30
/** The new band as a whole may be turned this far to meet the old one … */
const MOST_UP_DB = 18
const MOST_DOWN_DB = -30
/** … and its shape bent this far towards the song's slope: a model knows the shape of air better than a straight line, but not its limit. */
const BEND_UP_DB = 3
const BEND_DOWN_DB = -12
/** Of the rate's Nyquist: above is the resampler's own edge. */
const TOP_SHARE = 0.98

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))

/** A straight line (dB against octaves) through the octave and a half below the cut-off, held to the level of the last half octave. */
export const slopeOf = (power: Float64Array, rateHz: number, cutoffHz: number): Slope => {
  const points: { octave: number; level: number }[] = []
  for (let hz = cutoffHz / 2.8; hz * BAND <= 0.94 * cutoffHz; hz *= BAND)
    points.push({ octave: Math.log2(hz * Math.sqrt(BAND)), level: decibels(bandPower(power, rateHz, hz, hz * BAND)) })
  const near = points.slice(-3)
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
  const [octave, level] = [mean(points.map((point) => point.octave)), mean(points.map((point) => point.level))]
  const spread = points.reduce((sum, point) => sum + (point.octave - octave) ** 2, 0)
  const rise = points.reduce((sum, point) => sum + (point.octave - octave) * (point.level - level), 0)
  const dbPerOctave = clamp(spread > 0 ? rise / spread : 0, STEEPEST_DB_PER_OCTAVE, FLATTEST_DB_PER_OCTAVE)
  const [anchorOctave, anchorLevel] = [mean(near.map((point) => point.octave)), mean(near.map((point) => point.level))]
  return { dbPerOctave, levelAt: (hz) => anchorLevel + airDb(2 ** anchorOctave) + dbPerOctave * (Math.log2(hz) - anchorOctave) - airDb(hz) }
}

/**
 * Gain for what was made, by frequency: 0 below the cut-off; above it the whole is turned to meet the song where it ends, and bent so that it
 * is never brighter than the song's own slope leads one to expect. What the song still has there is left its room.
 */
export const levelMatch = ({ song, made, rateHz, cutoffHz }: LevelSources): ((hz: number) => number) => {
  const topHz = (rateHz / 2) * TOP_SHARE
  const slope = slopeOf(song, rateHz, cutoffHz)
  const bands: { readonly octave: number; readonly wantedDb: number; readonly share: number }[] = []
  for (let hz = cutoffHz; hz < topHz; hz *= BAND) {
    const toHz = Math.min(topHz, hz * BAND)
    const centre = Math.sqrt(hz * toHz)
    const target = slope.levelAt(centre)
    const there = bandPower(song, rateHz, Math.max(hz, cutoffHz * 1.04), Math.max(toHz, cutoffHz * 1.06))
    bands.push({
      octave: Math.log2(centre),
      wantedDb: target - decibels(bandPower(made, rateHz, hz, toHz)),
      share: Math.sqrt(clamp(1 - there / 10 ** (target / 10), 0, 1)),
    })
  }
  const first = bands.slice(0, 3)
  const baseDb = clamp(first.reduce((sum, band) => sum + band.wantedDb, 0) / Math.max(1, first.length), MOST_DOWN_DB, MOST_UP_DB)
  const gains = bands.map(({ octave, wantedDb, share }) => ({
    octave,
    gain: share * 10 ** ((baseDb + clamp(wantedDb - baseDb, BEND_DOWN_DB, BEND_UP_DB)) / 20),
  }))
  return (hz) => {
    const octave = Math.log2(Math.max(1, hz))
    const next = gains.findIndex((band) => band.octave >= octave)
    const after = gains[next === -1 ? gains.length - 1 : next]
    const before = gains[next === -1 ? gains.length - 1 : Math.max(0, next - 1)]
    if (!after || !before) return 0
    const width = after.octave - before.octave
    const position = width > 0 ? clamp((octave - before.octave) / width, 0, 1) : 1
    return before.gain + (after.gain - before.gain) * position
  }
}
