import { ticksToSeconds } from '../../../../../../src-shared/score/musical-time.ts'
import type { Direction, TempoMap } from '../../../../../../src-shared/score/score.ts'
import type { Meter } from '../../../compose/meter.ts'

/** How much slower each half of the last two bars before the final chord is. */
const RITARDANDO = [0.97, 0.93, 0.87, 0.78]

/** The tempo of a piece that closes: steady, with a ritardando into its last chord, which rings in the old tempo's time. */
export const tempoOf = (tempoBpm: number, barCount: number, meter: Meter, closes: boolean): TempoMap => {
  if (!closes || barCount < 6) return [{ atTicks: 0, tempoBpm }]
  const half = meter.barTicks / 2
  const final = (barCount - 1) * meter.barTicks
  return [
    { atTicks: 0, tempoBpm },
    ...RITARDANDO.map((share, index) => ({
      atTicks: Math.round(final - (RITARDANDO.length - index) * half),
      tempoBpm: Math.round(tempoBpm * share * 100) / 100,
    })),
    { atTicks: final, tempoBpm },
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
export const finalTicks = (map: TempoMap, finalAtTicks: number, lengthSeconds: number, tempoBpm: number, meter: Meter): number => {
  const ring = lengthSeconds - ticksToSeconds(map, finalAtTicks) - 0.5
  return Math.max(Math.round(meter.barTicks / 2), Math.round((ring * tempoBpm * 960) / 60))
}
