import type { PlannedSection } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Score } from '../../../../../src-shared/score/score.ts'
import type { Slot } from '../../compose/figure.ts'
import type { HarmonyRequest } from '../../compose/harmony.ts'
import { layOut, writeNumerals } from '../../compose/harmony.ts'

/** The structure agent: form as a game needs it. What follows the intro is a loop; its last section, the turn, leads back to its first bar. */
const LOOPS = [
  ['A', 'B'],
  ['A', 'A', 'B'],
  ['A', 'B', 'A', 'C'],
  ['A', 'A', 'B', 'C'],
] as const
const ENERGY: Readonly<Record<string, number>> = { A: 0.68, B: 0.88, C: 0.56 }
const ROLE = { A: 'verse', B: 'chorus', C: 'bridge' } as const

const section = (label: 'A' | 'B' | 'C', barCount: number, again: number): PlannedSection => ({
  label,
  role: ROLE[label],
  barCount,
  energy: Math.min(1, (ENERGY[label] ?? 0.7) + 0.05 * again),
})

/** Exactly `bars` bars. Short pieces lose the intro first, then the turn. */
export const loopForm = (bars: number, finalBar: boolean, random: Random): PlannedSection[] => {
  const body = Math.max(1, bars - (finalBar ? 1 : 0))
  const intro = body >= 20 ? 4 : body >= 10 ? 2 : 0
  let turn = body >= 24 ? 4 : body >= 12 ? 2 : 0
  const loop = body - intro - turn
  const unit = loop >= 24 ? 8 : Math.min(4, loop)
  const counts = Array.from({ length: Math.max(1, Math.floor(loop / unit)) }, () => unit)
  const spare = loop - counts.length * unit
  if (spare >= 4) counts.push(spare)
  else if (turn > 0) turn += spare
  else counts[counts.length - 1] = (counts.at(-1) ?? 0) + spare
  const order = random.pick(LOOPS.filter((labels) => labels.length <= Math.max(2, counts.length)))
  const heard = new Map<string, number>()
  const sections: PlannedSection[] = counts.map((count, index) => {
    const label = order[index % order.length] ?? 'A'
    const again = heard.get(label) ?? 0
    heard.set(label, again + 1)
    return section(label, count, again)
  })
  const form: PlannedSection[] = [
    ...(intro > 0 ? [{ label: 'Intro', role: 'intro' as const, barCount: intro, energy: 0.5 }] : []),
    ...sections,
    ...(turn > 0 ? [{ label: 'Turn', role: 'build' as const, barCount: turn, energy: 0.74 }] : []),
  ]
  const last = form.at(-1)
  if (finalBar && last) form[form.length - 1] = { ...last, barCount: last.barCount + 1 }
  return form
}

/** The bar before the seam leans to the tonic also where a church mode has no cadence of its own. */
export const loopHarmony = (request: HarmonyRequest): Slot[] => {
  const numerals = writeNumerals(request)
  const at = numerals.length - (request.closes ? 2 : 1)
  const { mode } = request.key
  if (at >= 1 && mode !== 'major' && mode !== 'minor') numerals[at] = [mode === 'lydian' ? 'V' : 'bVII']
  return layOut(numerals, request.key, request.meter, request.taste.stretch)
}

/** Where a player jumps back, in bars: from `endBar` to `startBar`. The closing bar after it is for those who do not loop. */
export const loopOf = (score: Pick<Score, 'sections' | 'barCount' | 'ending'>): { readonly startBar: number; readonly endBar: number } => {
  const first = score.sections.find(({ role }) => role !== 'intro')
  return { startBar: first?.startBar ?? 0, endBar: score.ending === 'fade' ? score.barCount : score.barCount - 1 }
}
