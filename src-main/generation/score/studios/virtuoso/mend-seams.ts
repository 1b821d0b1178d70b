import type { Note, Score } from '../../../../../src-shared/score/score.ts'
import type { Slot } from '../../compose/figure.ts'
import { type Compass, endOf, type Line, type Tone } from './counterpoint/line.ts'
import { type Fault, faultsIn } from './counterpoint/rules.ts'
import type { Entry } from './draft.ts'

export type SeamsToMend = {
  readonly fromTicks: number
  readonly toTicks: number
  readonly barTicks: number
  /** themes of the new stretch: their tones stay */
  readonly entries: readonly Entry[]
  readonly compasses: readonly Compass[]
  readonly linesOf: (score: Score) => readonly Line[]
  readonly stages: readonly Slot[]
}

/** How far a tone may be moved: alone, and together with another one, in semitones. */
const ALONE = 9
const TOGETHER = 5
const MOST_ROUNDS = 12

type Place = { readonly voice: number; readonly index: number }

const moved = (lines: readonly Line[], { voice, index }: Place, pitch: number): Line[] =>
  lines.map((line, other) => (other === voice ? line.map((tone, at) => (at === index ? { ...tone, pitch } : tone)) : line))

/**
 * Rewrites tones of a new stretch beside its two seams until a strict reader marks as little there as can be had: one tone at a time to where the
 * most faults go, else two that belong together. Tones of themes, ornaments, and everything outside the stretch stay. Never makes a fault more.
 */
export const mendSeams = (score: Score, { fromTicks, toTicks, barTicks, entries, compasses, linesOf, stages }: SeamsToMend): Score => {
  const before = linesOf(score)
  const faultsOf = (voices: readonly Line[]): Fault[] => faultsIn({ voices, stages, manner: 'strict' }, fromTicks - barTicks, toTicks + barTicks)
  const numbers = [...new Set(score.parts.flatMap(({ notes }) => notes.flatMap(({ engraving }) => (engraving && !engraving.hidden ? [engraving.voice] : []))))]
  const voiceNumbers = numbers.toSorted((a, b) => a - b)
  const ornaments = score.parts.flatMap(({ notes }) =>
    notes.filter(({ engraving }) => engraving && (engraving.hidden || engraving.marks.includes('trill'))).map((note) => note as Note & { engraving: object }),
  )
  const isFree = (voice: number, { at, length }: Tone): boolean =>
    at >= fromTicks &&
    at < toTicks &&
    !entries.some((entry) => entry.voice + 1 === voiceNumbers[voice] && at >= entry.atTicks && at < entry.atTicks + entry.lengthTicks) &&
    !ornaments.some(({ startTicks, engraving }) => engraving?.voice === voiceNumbers[voice] && startTicks >= at && startTicks < at + length)
  const pitchesFor = (voice: number, { at, pitch }: Tone, reach: number): number[] => {
    const stage = stages.findLast(({ startTicks }) => startTicks <= at)
    const { low, high } = compasses[(voiceNumbers[voice] ?? 1) - 1] ?? { low: 0, high: 127 }
    return Array.from({ length: 2 * reach + 1 }, (_, step) => pitch - reach + step).filter(
      (other) => other !== pitch && other >= low && other <= high && stage?.chord.scale.includes(other % 12),
    )
  }
  let lines = before
  let faults = faultsOf(lines)
  /** tones that a fault may be about: those of its voices that sound around it */
  const around = ({ atTicks, voices }: Fault): Place[] =>
    voices.flatMap((voice) =>
      (lines[voice] ?? []).flatMap((tone, index) =>
        Math.abs(tone.at - atTicks) <= barTicks / 2 && endOf(tone) > atTicks - barTicks / 2 && isFree(voice, tone) ? [{ voice, index }] : [],
      ),
    )
  const toneOf = (all: readonly Line[], { voice, index }: Place): Tone => all[voice]?.[index] as Tone

  for (let round = 0; round < MOST_ROUNDS && faults.length > 0; round++) {
    let best: { readonly lines: readonly Line[]; readonly faults: Fault[]; readonly far: number } | undefined
    const consider = (made: readonly Line[], far: number): void => {
      const left = faultsOf(made)
      if (left.length >= (best?.faults.length ?? faults.length) && !(best && left.length === best.faults.length && far < best.far)) return
      best = { lines: made, faults: left, far }
    }
    const places = new Map(faults.flatMap(around).map((place) => [`${place.voice} ${place.index}`, place]))
    for (const place of places.values()) {
      const tone = toneOf(lines, place)
      for (const pitch of pitchesFor(place.voice, tone, ALONE)) consider(moved(lines, place, pitch), Math.abs(pitch - tone.pitch))
    }
    if (!best)
      for (const place of places.values()) {
        const tone = toneOf(lines, place)
        const partners = [...places.values()].filter(
          (other) => (other.voice === place.voice && other.index === place.index + 1) || (other.voice > place.voice && toneOf(lines, other).at === tone.at),
        )
        for (const partner of partners) {
          const second = toneOf(lines, partner)
          for (const pitch of pitchesFor(place.voice, tone, TOGETHER)) {
            const once = moved(lines, place, pitch)
            for (const other of pitchesFor(partner.voice, second, TOGETHER))
              consider(moved(once, partner, other), Math.abs(pitch - tone.pitch) + Math.abs(other - second.pitch))
          }
        }
      }
    if (!best) break
    lines = best.lines
    faults = best.faults
  }
  if (lines === before) return score
  const shifts = new Map<string, number>()
  lines.forEach((line, voice) => {
    line.forEach(({ at, pitch }, index) => {
      const was = before[voice]?.[index]?.pitch
      if (was !== undefined && was !== pitch) shifts.set(`${voiceNumbers[voice]} ${at}`, pitch - was)
    })
  })
  return {
    ...score,
    parts: score.parts.map((part) => ({
      ...part,
      notes: part.notes.map((note) => {
        const shift = note.engraving && !note.engraving.hidden ? shifts.get(`${note.engraving.voice} ${note.startTicks}`) : undefined
        return shift === undefined ? note : { ...note, pitch: note.pitch + shift }
      }),
    })),
  }
}
