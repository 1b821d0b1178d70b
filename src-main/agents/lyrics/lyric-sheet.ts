import type { Plan, PlannedSection } from '../../../src-shared/generation/plan.ts'
import { doLinesRhyme } from '../../../src-shared/lyrics/rhyme.ts'
import { countLineSyllables } from '../../../src-shared/lyrics/syllables.ts'

type Role = PlannedSection['role']
export type LyricLineWish = { readonly rhyme: string; readonly syllables: readonly [number, number] }
export type LyricSectionWish = {
  readonly label: string
  readonly role: Role /** where it begins, from 0 */
  readonly startBar: number
  readonly lines: readonly LyricLineWish[]
}

const SUNG: ReadonlySet<Role> = new Set(['verse', 'chorus', 'bridge'])
const SCHEME: Readonly<Partial<Record<Role, string>>> = { verse: 'ABAB', chorus: 'AABB', bridge: 'AABB' }
/** Our own choice: slow enough to sing, fast enough to say something; a line leaves the last quarter of its bars to breathe. */
const SYLLABLES_A_SECOND = [1.6, 3.2] as const
const BARS_A_LINE = 2
const MOST = 14

/** What the words of a song have to fit: a line every two bars of verse, chorus and bridge, its rhyme letter, and how many syllables it holds. */
export const sheetOfPlan = ({ form, tempoBpm, timeSignature: { beats, unit } }: Plan): LyricSectionWish[] => {
  const lineSeconds = (BARS_A_LINE * beats * (4 / unit) * 60) / tempoBpm
  const [low, high] = SYLLABLES_A_SECOND.map((rate) => Math.max(3, Math.min(MOST, Math.round(rate * lineSeconds * 0.75))))
  const starts = form.map((_, index) => form.slice(0, index).reduce((sum, { barCount }) => sum + barCount, 0))
  return form
    .map((section, index) => ({ ...section, startBar: starts[index] ?? 0 }))
    .filter(({ role }) => SUNG.has(role))
    .map(({ label, role, barCount, startBar }) => {
      const scheme = SCHEME[role] ?? 'AABB'
      const lines = Array.from({ length: Math.max(1, Math.floor(barCount / BARS_A_LINE)) }, (_, i) => ({
        // each group of four has sounds of its own
        rhyme: `${scheme[i % 4]}${Math.floor(i / 4) + 1}`,
        syllables: [low ?? 3, high ?? MOST] as const,
      }))
      return { label, role, startBar, lines }
    })
}

/** The lines where they lie in the song; what nobody wrote is left out. */
export const placeLines = (sections: readonly (LyricSectionWish & { readonly words: readonly string[] })[]) =>
  sections.flatMap(({ startBar, lines, words }) =>
    lines.flatMap((_, index) => {
      const text = words[index]?.trim() ?? ''
      return text === '' ? [] : [{ bar: startBar + index * BARS_A_LINE, text: text.slice(0, 300), bars: BARS_A_LINE }]
    }),
  )

/** What does not fit, a sentence each; empty where all does. `lines` as the sheet has them. */
export const checkLines = ({ label, lines: wished }: LyricSectionWish, lines: readonly string[]): string[] => {
  if (lines.length !== wished.length) return [`${label} has ${lines.length} lines; its bars hold ${wished.length}.`]
  return lines.flatMap((line, index) => {
    const wish = wished[index]
    if (!wish) return []
    const [low, high] = wish.syllables
    const count = countLineSyllables(line)
    const said = `${label}, line ${index + 1}`
    const before = wished.findIndex(({ rhyme }) => rhyme === wish.rhyme)
    const first = lines[before] ?? ''
    return [
      ...(count < low || count > high ? [`${said} has ${count} syllables; ${low} to ${high} fit.`] : []),
      ...(before < index && !doLinesRhyme(first, line) ? [`${said} should rhyme with line ${before + 1}.`] : []),
    ]
  })
}
