import type { PlannedSection } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'

/** Meanings of words that ask for a form; the ensemble's word list says them. */
export const BLUES_FORM = 'twelve-bar blues'
export const RHYTHM_FORM = 'rhythm changes'

const head = (label: string, barCount: number, energy: number): PlannedSection => ({ label, role: /B$/.test(label) ? 'bridge' : 'verse', barCount, energy })
const solo = (label: string, barCount: number, energy: number): PlannedSection => ({ label, role: 'solo', barCount, energy })

const CHORUS = ['A', 'A', 'B', 'A'] as const

/** Head, solos over the same eights, fours, head: as many eights as there are. */
const songForm = (eights: number, prefix: string): PlannedSection[] => {
  const label = (index: number): string => `${prefix}${CHORUS[index % 4] ?? 'A'}`
  if (eights <= 3) return Array.from({ length: eights }, (_, index) => head(label(index === 1 && eights === 2 ? 2 : index), 8, 0.5 + 0.04 * index))
  const opening = eights >= 8 ? 4 : eights >= 6 ? 3 : 1
  const closing = eights >= 14 ? 4 : eights >= 10 ? 2 : 1
  const solos = eights - opening - closing
  const fours = solos >= 8 ? 2 : 0
  return [
    ...Array.from({ length: opening }, (_, index) => head(label(opening === 3 ? ([0, 2, 3][index] ?? 0) : index), 8, 0.5)),
    ...Array.from({ length: solos - fours }, (_, index) => solo(label(index), 8, Math.min(0.86, 0.58 + (0.26 * index) / Math.max(1, solos - 1)))),
    ...Array.from({ length: fours }, () => solo('Fours', 8, 0.74)),
    ...Array.from({ length: closing }, (_, index) => head(label(closing === 2 ? index + 2 : closing === 1 ? 3 : index), 8, 0.56)),
  ]
}

const bluesForm = (choruses: number): PlannedSection[] => {
  const opening = choruses >= 6 ? 2 : 1
  const closing = choruses >= 3 ? 1 : 0
  const solos = choruses - opening - closing
  return [
    ...Array.from({ length: opening }, () => head('Blues', 12, 0.5)),
    ...Array.from({ length: solos }, (_, index) => solo(solos >= 4 && index === solos - 1 ? 'Fours' : 'Blues', 12, Math.min(0.86, 0.6 + 0.06 * index))),
    ...Array.from({ length: closing }, () => head('Blues', 12, 0.58)),
  ]
}

/** The form of exactly `bars` bars: an introduction, choruses of 32 or 12, a tag. `bluesShare`: how often it is a blues unasked. */
export const jazzForm = (bars: number, finalBar: boolean, random: Random, understood: readonly string[], bluesShare = 0.25): readonly PlannedSection[] => {
  const body = Math.max(1, bars - (finalBar ? 1 : 0))
  const isBlues = understood.includes(BLUES_FORM) || (!understood.includes(RHYTHM_FORM) && body >= 36 && random.fork('blues').chance(bluesShare))
  const unit = isBlues ? 12 : 8
  const intro = body >= unit + 8 ? 4 : 0
  const count = Math.floor((body - intro) / unit)
  const rest = body - intro - count * unit
  const prefix = understood.includes(RHYTHM_FORM) ? 'Rhythm ' : ''
  const sections: PlannedSection[] = []
  if (intro > 0) sections.push({ label: 'Intro', role: 'intro', barCount: intro, energy: 0.38 })
  sections.push(...(isBlues ? bluesForm(count) : songForm(count, prefix)))
  if (rest > 0) sections.push({ label: 'Tag', role: sections.length === 0 ? 'verse' : 'outro', barCount: rest, energy: 0.42 })
  const last = sections.at(-1)
  return finalBar && last ? [...sections.slice(0, -1), { ...last, barCount: last.barCount + (bars - body) }] : sections
}

/** What words can cut and pin: the same, written out. */
export const JAZZ_FORMS: readonly (readonly PlannedSection[])[] = [
  [{ label: 'Intro', role: 'intro', barCount: 4, energy: 0.38 }, ...songForm(12, ''), { label: 'Tag', role: 'outro', barCount: 4, energy: 0.42 }],
  [{ label: 'Intro', role: 'intro', barCount: 4, energy: 0.38 }, ...bluesForm(6), { label: 'Tag', role: 'outro', barCount: 4, energy: 0.42 }],
]
