import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import { secondsToTicks, ticksPerBar } from '../../../src-shared/score/musical-time.ts'
import { midiTempos, readTempos } from '../midi-tempos.ts'
import type { HandoffSong, Mark } from './handoff-song.ts'

const variable = (value: number): number[] => {
  const bytes = [value & 0x7f]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift((left & 0x7f) | 0x80)
  return bytes
}

const meta = (kind: number, ...bytes: readonly number[]): number[] => [0xff, kind, ...variable(bytes.length), ...bytes]
const text = (kind: number, words: string): number[] => meta(kind, ...Buffer.from(words, 'utf8'))

/** 15 bits are there; what is more than 32 times the usual gains nothing */
const FINEST_DIVISION = 32 * TICKS_PER_QUARTER
/** pretty_midi takes a file with a later tick for a broken one */
const LAST_TICK = 1e7
/** Marks are known to the nearest sample: no finer division is tried for less. */
const CLOSE_ENOUGH_SAMPLES = 0.5

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b))

/** The tick of our own grid on which a mark stands, as near as marks are known; undefined where it stands between two. */
const tickOfGrid = ({ atTicks, atSeconds }: Mark, { tempoMap, sampleRateHz }: HandoffSong): number | undefined => {
  const tick = Math.round(atTicks)
  const closeEnough = secondsToTicks(tempoMap, atSeconds + CLOSE_ENOUGH_SAMPLES / sampleRateHz) - secondsToTicks(tempoMap, atSeconds)
  return Math.abs(tick - atTicks) <= closeEnough ? tick : undefined
}

/**
 * Ticks a quarter note, so that marks between the ticks of our own grid lie within a sample, and everything on the grid lies on a tick.
 *
 * @param grid ticks of the grid on which something stands
 * @param between where marks stand between them, in ticks of the file's time
 */
const divisionFor = (grid: readonly number[], between: readonly number[], tempoMap: HandoffSong['tempoMap'], lengthTicks: number, rate: number): number => {
  if (between.length === 0) return TICKS_PER_QUARTER
  const step = Math.max(4, TICKS_PER_QUARTER / grid.reduce(greatestDivisor, TICKS_PER_QUARTER))
  const finest = Math.min(FINEST_DIVISION, Math.floor((LAST_TICK * TICKS_PER_QUARTER) / lengthTicks))
  const bpmAt = (ticks: number) => tempoMap.findLast(({ atTicks }) => atTicks <= ticks)?.tempoBpm ?? 120
  const samplesPerQuarter = between.map((ticks) => (60 / bpmAt(ticks)) * rate)
  const worst = (division: number): number =>
    between.reduce((most, ticks, index) => {
      const place = (ticks * division) / TICKS_PER_QUARTER
      return Math.max(most, (Math.abs(place - Math.round(place)) / division) * (samplesPerQuarter[index] ?? 0))
    }, 0)
  let best = { division: TICKS_PER_QUARTER, samples: worst(TICKS_PER_QUARTER) }
  for (let division = Math.ceil(TICKS_PER_QUARTER / step) * step; division <= finest && best.samples > CLOSE_ENOUGH_SAMPLES; division += step) {
    const samples = worst(division)
    if (samples < best.samples) best = { division, samples }
  }
  return best.division
}

/**
 * A MIDI file of one track without notes: tempo map, meter and markers, for DAWs that read those from MIDI alone. Markers lie within a sample of where they
 * are, up to about eight minutes however many stand between the ticks; beyond, within a sample and a third.
 */
export const tempoMidi = (song: HandoffSong): Uint8Array => {
  const { title, timeSignature, marks, lengthTicks, tempoMap, sampleRateHz } = song
  const tempos = midiTempos(tempoMap, ticksPerBar(timeSignature), lengthTicks)
  const asRead = readTempos(tempos)
  const placed = marks.map((mark) => {
    const onGrid = tickOfGrid(mark, song)
    return { name: mark.name, onGrid, at: onGrid ?? secondsToTicks(asRead, mark.atSeconds) }
  })
  const grid = [...tempos.map(({ atTicks }) => Math.round(atTicks)), ...placed.flatMap(({ onGrid }) => onGrid ?? [])]
  const between = placed.flatMap(({ onGrid, at }) => (onGrid === undefined ? [at] : []))
  const division = divisionFor(grid, between, asRead, lengthTicks, sampleRateHz)
  const events = [
    { at: 0, bytes: text(0x03, title) },
    { at: 0, bytes: meta(0x58, timeSignature.beats, Math.log2(timeSignature.unit), 24, 8) },
    ...tempos.map(({ atTicks, microseconds }) => ({
      at: atTicks,
      bytes: meta(0x51, microseconds >> 16, (microseconds >> 8) & 0xff, microseconds & 0xff),
    })),
    ...placed.map(({ name, at }) => ({ at, bytes: text(0x06, name) })),
  ]
    .map(({ at, bytes }) => ({ at: Math.round((at * division) / TICKS_PER_QUARTER), bytes }))
    .toSorted((a, b) => a.at - b.at)
  let last = 0
  const end = Math.max(Math.ceil((lengthTicks * division) / TICKS_PER_QUARTER), events.at(-1)?.at ?? 0)
  const body = [...events, { at: end, bytes: meta(0x2f) }].flatMap(({ at, bytes }) => {
    const delta = at - last
    last = at
    return [...variable(delta), ...bytes]
  })
  const head = Buffer.from([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, division >> 8, division & 0xff])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([head, Buffer.from('MTrk'), length, Buffer.from(body)])
}
