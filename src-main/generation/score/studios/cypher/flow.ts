import type { StyleId } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { LyricLine, Section } from '../../../../../src-shared/score/score.ts'
import { STEP_TICKS } from '../../compose/meter.ts'
import type { LyricRequest } from '../../styles/style.ts'
import { CLOSINGS, OPENINGS, type Syllable, syllablesOf, textOf } from './phrases.ts'

/**
 * The flow: a line a bar. The style says how many syllables a bar holds, the section has a rhyme scheme over four bars, and every syllable
 * gets a sixteenth so that stresses fall where the beat is; the rhyme lands on the fourth beat.
 */
export const SYLLABLES_A_BAR: Readonly<Partial<Record<StyleId, readonly [number, number]>>> = { 'boom-bap': [11, 13], trap: [7, 10], drill: [9, 11] }
/** letters of one scheme rhyme; four bars each */
export const SCHEMES = ['AABB', 'ABAB', 'AAAA'] as const
/** the sixteenth of the fourth beat */
export const RHYME_STEP = 12
const STEPS = RHYME_STEP + 1

/** How well a syllable sits on a sixteenth. */
const seatOn = ({ isStressed }: Syllable, step: number): number => {
  if (step % 4 === 0) return isStressed ? 3 : -2.5
  if (step % 2 === 0) return isStressed ? 1.5 : 0
  return isStressed ? -1 : 0.6
}

/** Sixteenths for the syllables of a line, the last on the fourth beat; of all rising choices the one that fits stresses best. @throws RangeError more syllables than sixteenths */
export const placeSyllables = (syllables: readonly Syllable[]): number[] => {
  const count = syllables.length
  if (count > STEPS) throw new RangeError(`${count} syllables before the fourth beat`)
  const best: number[][] = Array.from({ length: count }, () => new Array<number>(STEPS).fill(Number.NEGATIVE_INFINITY))
  const from: number[][] = Array.from({ length: count }, () => new Array<number>(STEPS).fill(-1))
  syllables.forEach((syllable, index) => {
    for (let step = index; step < STEPS - (count - 1 - index); step++) {
      if (index === count - 1 && step !== RHYME_STEP) continue
      const own = seatOn(syllable, step)
      if (index === 0) {
        ;(best[0] as number[])[step] = own
        continue
      }
      for (let before = index - 1; before < step; before++) {
        // a line does not stop in the middle of itself: gaps above an eighth cost
        const score = (best[index - 1]?.[before] ?? Number.NEGATIVE_INFINITY) + own - Math.max(0, step - before - 2) * 1.2
        if (score <= (best[index]?.[step] ?? 0)) continue
        ;(best[index] as number[])[step] = score
        ;(from[index] as number[])[step] = before
      }
    }
  })
  const steps = [RHYME_STEP]
  for (let index = count - 1; index > 0; index--) steps.unshift(from[index]?.[steps[0] ?? RHYME_STEP] ?? 0)
  return steps
}

type Phrase = { readonly text: string; readonly syllables: readonly Syllable[] }
const read = (phrases: readonly string[]): Phrase[] => phrases.map((text) => ({ text, syllables: syllablesOf(text) }))
const openings = read(OPENINGS)
const closings: ReadonlyMap<string, readonly Phrase[]> = new Map(Object.entries(CLOSINGS).map(([family, { phrases }]) => [family, read(phrases)]))

/** `used` in the section, `near` in these four bars: a rhyme never answers itself. */
type Draw = { readonly random: Random; readonly range: readonly [number, number]; readonly used: Set<string>; readonly near: Set<string> }

/** An opening and a closing that together have as many syllables as the bar holds; nothing is said twice while there is something else. */
const writeLine = (family: string, { random, range: [low, high], used, near }: Draw): Syllable[] => {
  const pairs = openings.flatMap((opening) =>
    (closings.get(family) ?? []).flatMap((closing) => {
      const count = opening.syllables.length + closing.syllables.length
      return count >= low && count <= high && !near.has(closing.text) ? [{ opening, closing }] : []
    }),
  )
  const newClosing = pairs.filter(({ closing }) => !used.has(closing.text))
  const allNew = newClosing.filter(({ opening }) => !used.has(opening.text))
  const newOpening = pairs.filter(({ opening }) => !used.has(opening.text))
  const { opening, closing } = random.pick([allNew, newClosing, newOpening, pairs].find((some) => some.length > 0) ?? pairs)
  for (const { text } of [opening, closing]) used.add(text)
  near.add(closing.text)
  return [...opening.syllables, ...closing.syllables]
}

const writeSection = (section: Section, bars: number, range: readonly [number, number], random: Random, barTicks: number): LyricLine[] => {
  const scheme = random.fork('scheme').pick(SCHEMES)
  const families = Object.keys(CLOSINGS).toSorted()
  const used = new Set<string>()
  const drawn: string[] = []
  const familyAt = (group: number, letter: string): string => {
    const free = families.filter((family) => !drawn.slice(-3).includes(family))
    const family = random.fork(`rhyme ${group} ${letter}`).pick(free)
    drawn.push(family)
    return family
  }
  const lines: LyricLine[] = []
  for (let group = 0; group * 4 < bars; group++) {
    const letters = new Map<string, string>()
    const near = new Set<string>()
    for (const letter of scheme) if (!letters.has(letter)) letters.set(letter, familyAt(group, letter))
    for (let i = 0; i < 4 && group * 4 + i < bars; i++) {
      const letter = scheme[i] ?? 'A'
      const bar = section.startBar + group * 4 + i
      const rhyme = letters.get(letter) ?? ''
      const syllables = writeLine(rhyme, { random: random.fork(`line ${group} ${i}`), range, used, near })
      const steps = placeSyllables(syllables)
      lines.push({
        bar,
        text: textOf(syllables),
        rhyme,
        scheme,
        syllables: syllables.map(({ text, isStressed, isJoined }, index) => ({
          atTicks: bar * barTicks + (steps[index] ?? 0) * STEP_TICKS,
          text,
          isStressed,
          isJoined,
        })),
      })
    }
  }
  return lines
}

/** Words for verses and hooks; a hook says the same each time it comes back. None where the wish is instrumental or the metre has no fourth beat. */
export const writeFlow = ({ plan, frame, random }: LyricRequest): LyricLine[] => {
  const range = SYLLABLES_A_BAR[plan.style]
  const isInstrumental = plan.understood.some(({ meaning }) => meaning === 'instrumental')
  if (!range || isInstrumental || frame.meter.barTicks < (RHYME_STEP + 4) * STEP_TICKS) return []
  const heard = new Map<string, number>()
  return frame.sections.flatMap((section) => {
    if (section.role !== 'verse' && section.role !== 'chorus') return []
    const again = heard.get(section.label) ?? 0
    heard.set(section.label, again + 1)
    const isLast = section.startBar + section.barCount === frame.barCount
    const bars = section.barCount - (frame.closes && isLast ? 1 : 0)
    const stream = random.fork(section.role === 'chorus' ? `hook ${section.label}` : `verse ${section.label} ${again}`)
    return writeSection(section, bars, range, stream, frame.meter.barTicks)
  })
}
