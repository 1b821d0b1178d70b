import type { PlannedSection } from '../../../../../src-shared/generation/plan.ts'
import type { SectionRole } from '../../../../../src-shared/score/score.ts'

type Row = readonly [label: string, role: SectionRole, energy: number]

const total = (sections: readonly PlannedSection[]): number => sections.reduce((sum, { barCount }) => sum + barCount, 0)

/** Gives each label one length, so that what returns is the same music; what whole phrases leave over goes to the last section. */
const shared = (rows: readonly Row[], bars: number, weights: Readonly<Record<string, number>> = {}): PlannedSection[] => {
  const weight = (label: string): number => weights[label] ?? 1
  const sum = rows.reduce((all, [label]) => all + weight(label), 0)
  const unit = bars / rows.length >= 8 ? 4 : bars / rows.length >= 4 ? 2 : 1
  const sections = rows.map(([label, role, energy]): PlannedSection => {
    const ideal = (bars * weight(label)) / sum
    return { label, role, energy, barCount: Math.max(1, Math.floor(ideal / unit) * unit) }
  })
  const last = sections.at(-1)
  return last ? [...sections.slice(0, -1), { ...last, barCount: Math.max(1, last.barCount + bars - total(sections)) }] : []
}

/** The last bar of a piece that closes belongs to its last section. */
const closed = (sections: readonly PlannedSection[], extra: number): PlannedSection[] =>
  sections.map((section, index) => (index === sections.length - 1 ? { ...section, barCount: section.barCount + extra } : section))

const A: Row = ['A', 'verse', 0.5]
const B: Row = ['B', 'chorus', 0.62]
const C: Row = ['C', 'bridge', 0.38]
const D: Row = ['D', 'solo', 0.46]

const minuetRows = (body: number): readonly Row[] => {
  if (body < 8) return [A]
  if (body < 20) return [A, B]
  if (body < 28) return [A, A, B]
  if (body < 40) return [A, A, B, B]
  if (body < 64) return [A, B, C, D, A, B]
  const rows: Row[] = []
  // further trios where there is room: minuet, trio, minuet, second trio, minuet
  const trios = Math.max(1, Math.min(6, Math.round(body / 120)))
  for (let trio = 1; trio <= trios; trio++) {
    const number = trio === 1 ? '' : `${trio}`
    rows.push(A, A, B, B, [`C${number}`, 'bridge', 0.38], [`C${number}`, 'bridge', 0.38], [`D${number}`, 'solo', 0.46], [`D${number}`, 'solo', 0.46])
  }
  return [...rows, A, B]
}

/** Minuet and trio: binary forms with written-out repeats, da capo without. Exactly `bars` bars. */
export const minuetForm = (bars: number, finalBar: boolean): PlannedSection[] => {
  const extra = finalBar && bars > 1 ? 1 : 0
  return closed(shared(minuetRows(bars - extra), bars - extra), extra)
}

const FIRST: Row = ['First theme', 'verse', 0.56]
const TRANSITION: Row = ['Transition', 'build', 0.62]
const SECOND: Row = ['Second theme', 'chorus', 0.44]
const CLOSING: Row = ['Closing', 'drop', 0.74]
const END: Row = ['Coda', 'outro', 0.72]
const DEVELOPMENT: Row = ['Development', 'bridge', 0.58]

const sonataRows = (body: number): readonly Row[] => {
  if (body < 6) return [FIRST]
  if (body < 12) return [FIRST, END]
  if (body < 18) return [FIRST, TRANSITION, SECOND]
  if (body < 52) return [FIRST, TRANSITION, SECOND, END]
  const exposition = [FIRST, TRANSITION, SECOND, CLOSING]
  return [...exposition, ...(body >= 112 ? exposition : []), DEVELOPMENT, FIRST, TRANSITION, SECOND, END]
}

/** Sonata exposition; with room for it also development and recapitulation, the exposition repeated in long pieces. */
export const sonataForm = (bars: number, finalBar: boolean): PlannedSection[] => {
  const extra = finalBar && bars > 1 ? 1 : 0
  return closed(shared(sonataRows(bars - extra), bars - extra, { 'First theme': 1.15, Transition: 0.9, Closing: 0.8, Coda: 0.9 }), extra)
}

/** Bars of an exposition: two for each entry, one to lead back before each second one. */
const expositionBars = (voices: number): number => voices * 2 + Math.floor((voices - 1) / 2)

/** Fugue: exposition, episodes and middle entries in turn, the last entry, a dominant pedal. */
export const fugueForm = (bars: number, finalBar: boolean): PlannedSection[] => {
  const extra = finalBar && bars > 1 ? 1 : 0
  const body = bars - extra
  const exposition = Math.min(expositionBars(4), body)
  const sections: PlannedSection[] = [{ label: 'Exposition', role: 'verse', barCount: exposition, energy: 0.46 }]
  let left = body - exposition
  const closing = left >= 8 ? 4 : Math.min(left, 3)
  const lastEntry = left - closing >= 2 ? 2 : 0
  left -= closing + lastEntry
  const rounds = Math.floor(left / 6)
  for (let round = 0; round < rounds; round++) {
    const isLate = round >= rounds / 2
    const spare = round === rounds - 1 ? left - rounds * 6 : 0
    sections.push({ label: `Episode ${round + 1}`, role: 'bridge', barCount: 3, energy: isLate ? 0.54 : 0.42 })
    sections.push({ label: `Entry ${round + 1}`, role: 'chorus', barCount: 3 + spare, energy: isLate ? 0.66 : 0.54 })
  }
  if (rounds === 0 && left > 0) sections.push({ label: 'Episode', role: 'bridge', barCount: left, energy: 0.48 })
  if (lastEntry > 0) sections.push({ label: 'Last entry', role: 'drop', barCount: lastEntry, energy: 0.74 })
  if (closing > 0) sections.push({ label: 'Pedal', role: 'outro', barCount: closing, energy: 0.8 })
  return closed(sections, extra)
}

const halves = (bars: number, first: Row, second: Row): PlannedSection[] => {
  const unit = bars >= 16 ? 4 : 2
  const one = Math.round(bars / 2 / unit) * unit
  return [first, second].map(([label, role, energy], index) => ({ label, role, energy, barCount: index === 0 ? one : bars - one }))
}
const single = ([label, role, energy]: Row, bars: number): PlannedSection[] => [{ label, role, energy, barCount: bars }]

/** How each form goes on when it is made longer: once more from the sign, the second group again, another episode with an entry. */
export const minuetContinuation = (bars: number): PlannedSection[] => (bars < 8 ? single(B, bars) : halves(bars, A, B))
export const sonataContinuation = (bars: number): PlannedSection[] => (bars < 8 ? single(CLOSING, bars) : halves(bars, SECOND, CLOSING))
export const fugueContinuation = (bars: number): PlannedSection[] => {
  const rounds = Math.floor(bars / 5)
  if (rounds === 0) return single(['Episode', 'bridge', 0.5], bars)
  return Array.from({ length: rounds }, (_, round): PlannedSection[] => [
    { label: 'Episode', role: 'bridge', barCount: round === 0 ? 3 + bars - rounds * 5 : 3, energy: 0.52 },
    { label: 'Entry', role: 'chorus', barCount: 2, energy: 0.66 },
  ]).flat()
}

/** What words can cut and pin: the same, written out. */
export const FORMS = { minuet: [minuetForm(64, false)], sonata: [sonataForm(32, false)], fugue: [fugueForm(27, false)] }
