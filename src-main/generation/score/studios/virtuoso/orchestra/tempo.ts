import { ticksToSeconds } from '../../../../../../src-shared/score/musical-time.ts'
import type { Direction, TempoMap } from '../../../../../../src-shared/score/score.ts'
import type { Frame } from '../../../compose/frame.ts'
import type { Meter } from '../../../compose/meter.ts'

/** How much slower each half of the last two bars before the final chord is. */
const RITARDANDO = [0.97, 0.93, 0.87, 0.78]
/** Half bars that it takes besides. */
const EXTRA_HALVES = RITARDANDO.reduce((sum, share) => sum + 1 / share - 1, 0)
/** How much faster a piece may go so that it does not end later: nobody hears it. */
const MOST_FASTER = 0.015
/** What the last chord needs to ring, seconds. */
const LEAST_RING = 1.7

/**
 * The tempo of a piece that closes: steady, with a ritardando into its last chord, which rings in the old tempo's time. The time that it takes is
 * first won by a slightly livelier tempo, then taken from the ring of the last chord; where that is too short, the ritardando is slighter.
 */
export const tempoOf = ({ tempoBpm, closes, lengthSeconds }: Frame, barCount: number, meter: Meter): TempoMap => {
  if (!closes || barCount < 6) return [{ atTicks: 0, tempoBpm }]
  const half = meter.barTicks / 2
  const final = (barCount - 1) * meter.barTicks
  const halfSeconds = (half / 960) * (60 / tempoBpm)
  const won = (barCount - 1) * 2 * halfSeconds * MOST_FASTER
  const spare = Math.max(0, lengthSeconds - (barCount - 1) * 2 * halfSeconds - LEAST_RING)
  const strength = Math.min(1, (won + spare) / (EXTRA_HALVES * halfSeconds))
  const faster = 1 + Math.min(MOST_FASTER, (EXTRA_HALVES * strength) / ((barCount - 1) * 2))
  const base = Math.round(tempoBpm * faster * 100) / 100
  return [
    { atTicks: 0, tempoBpm: base },
    ...RITARDANDO.map((share, index) => ({
      atTicks: Math.round(final - (RITARDANDO.length - index) * half),
      tempoBpm: Math.round(base * (1 - (1 - share) * strength) * 100) / 100,
    })),
    { atTicks: final, tempoBpm: base },
  ]
}

/** Words over the first staff: the tempo as musicians call it (Italian terms with their usual metronome ranges), and the ritardando. */
export const tempoWords = (map: TempoMap): Direction[] => {
  const bpm = map[0]?.tempoBpm ?? 100
  const word =
    bpm < 60 ? 'Largo' : bpm < 76 ? 'Adagio' : bpm < 100 ? 'Andante' : bpm < 114 ? 'Moderato' : bpm < 126 ? 'Allegretto' : bpm < 160 ? 'Allegro' : 'Presto'
  const slows = map[1]
  return [{ atTicks: 0, kind: 'words', text: word }, ...(slows ? [{ atTicks: slows.atTicks, kind: 'words' as const, text: 'rit.' }] : [])]
}

/** Length of the final chord in ticks so that it ends just before the piece does. */
export const finalTicks = (map: TempoMap, finalAtTicks: number, lengthSeconds: number, meter: Meter): number => {
  const tempoBpm = map[0]?.tempoBpm ?? 100
  const ring = lengthSeconds - ticksToSeconds(map, finalAtTicks) - 0.5
  return Math.max(Math.round(meter.barTicks / 4), Math.round((ring * tempoBpm * 960) / 60))
}
