import type { RemixControls } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Note, Score } from '../../../../../src-shared/score/score.ts'
import type { Style } from '../../styles/style.ts'
import { chordOf } from '../chord-spec.ts'
import type { Slot } from '../figure.ts'
import { coloured, diatonicNumerals, sameFunction } from '../harmony.ts'

/** Evenly spread thresholds 0..1 in random order and phase: a share of p reaches p of the items on average, however few they are. */
export const shuffledThresholds = (count: number, random: Random): number[] => {
  const phase = random.next()
  const values = Array.from({ length: count }, (_, index) => (index + phase) / count)
  for (let i = count - 1; i > 0; i--) {
    const j = random.int(0, i + 1)
    const [a, b] = [values[i] ?? 0, values[j] ?? 0]
    values[i] = b
    values[j] = a
  }
  return values
}

/** How well a chord carries the tune that stays: share of its sounding time that is chord tones. */
const carries = (tones: readonly number[], tune: readonly Note[]): number => {
  const total = tune.reduce((sum, note) => sum + note.lengthTicks, 0)
  return total === 0 ? 1 : tune.reduce((sum, note) => sum + (tones.includes(note.pitch % 12) ? note.lengthTicks : 0), 0) / total
}

/**
 * New chords for some bars. Structure Consistency says how many bars keep their function: 1 all (Weirdness may still recolour a bar with a
 * chord of the same function), 0 none. Returns the slots of the whole piece and the bars that changed.
 */
export const reharmonise = (
  score: Score,
  slots: readonly Slot[],
  region: { readonly fromBar: number; readonly toBar: number; readonly keepLast: boolean },
  controls: RemixControls,
  style: Style,
  random: Random,
): { slots: Slot[]; changedBars: Set<number> } => {
  const { fromBar, toBar } = region
  const count = toBar - fromBar
  const barTicks = (score.timeSignature.beats * 3840) / score.timeSignature.unit
  const thresholds = shuffledThresholds(count, random.fork('function'))
  const colours = shuffledThresholds(count, random.fork('colour'))
  const lead = score.parts.find((part) => part.role === 'lead')?.notes ?? []
  const changedBars = new Set<number>()
  const replaced = slots.flatMap((slot): Slot[] => {
    const bar = Math.floor(slot.startTicks / barTicks)
    if (bar < fromBar || bar >= toBar || (region.keepLast && bar === toBar - 1)) return [slot]
    const index = bar - fromBar
    const newFunction = (thresholds[index] ?? 0) >= controls.structureConsistency
    const newColour = (colours[index] ?? 0) < controls.weirdness * 0.5
    if (!newFunction && !newColour) return [slot]
    const same = sameFunction(slot.chord.roman, score.key)
    const all = diatonicNumerals(score.key).filter((numeral) => chordOf(numeral, score.key).root !== slot.chord.root)
    const pool = newFunction ? all.filter((numeral) => !same.includes(numeral)) : same
    if (pool.length === 0) return [slot]
    const tune = lead.filter((note) => note.startTicks >= slot.startTicks && note.startTicks < slot.startTicks + slot.lengthTicks)
    const options = pool.map((numeral) => chordOf(coloured(numeral, score.key, style.harmony.colour), score.key))
    const weights = options.map((chord) => 0.05 + (1 - controls.melodyLoyalty) * 0.5 + controls.melodyLoyalty * carries(chord.tones, tune) ** 2)
    const chosen = options[random.fork(`chord ${slot.startTicks}`).weighted(weights)]
    if (!chosen || chosen.symbol === slot.chord.symbol) return [slot]
    for (let touched = bar; touched * barTicks < slot.startTicks + slot.lengthTicks; touched++) changedBars.add(touched)
    return [{ ...slot, chord: chosen }]
  })
  return { slots: replaced, changedBars }
}
