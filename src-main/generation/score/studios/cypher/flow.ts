import type { StyleId } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import { placeSyllables } from '../../../../../src-shared/lyrics/place-syllables.ts'
import { lastWord, rhymeTail } from '../../../../../src-shared/lyrics/rhyme.ts'
import { type Syllable, sayLine } from '../../../../../src-shared/lyrics/say-line.ts'
import type { LyricLine, Section } from '../../../../../src-shared/score/score.ts'
import { STEP_TICKS } from '../../compose/meter.ts'
import type { LyricRequest } from '../../styles/style.ts'
import { CLOSINGS, OPENINGS } from './phrases.ts'
import { subjectOf, subjectPhrases } from './subject.ts'

/**
 * The flow: a line a bar. The style says how many syllables a bar holds, the section has a rhyme scheme over four bars, and every syllable
 * gets a sixteenth so that stresses fall where the beat is; the rhyme lands on the fourth beat.
 */
export const SYLLABLES_A_BAR: Readonly<Partial<Record<StyleId, readonly [number, number]>>> = { 'boom-bap': [11, 13], trap: [7, 10], drill: [9, 11] }
/** letters of one scheme rhyme; four bars each */
export const SCHEMES = ['AABB', 'ABAB', 'AAAA'] as const
/** the sixteenth of the fourth beat */
export const RHYME_STEP = 12

type Phrase = { readonly text: string; readonly syllables: readonly Syllable[] }
const read = (phrases: readonly string[]): Phrase[] => phrases.map((text) => ({ text, syllables: sayLine(text) }))
const openings = read(OPENINGS)
const closings: ReadonlyMap<string, readonly Phrase[]> = new Map(Object.entries(CLOSINGS).map(([family, { phrases }]) => [family, read(phrases)]))
const FAMILIES = [...closings.keys()].toSorted()
/** what the words of a family end on */
const TAILS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(CLOSINGS).map(([family, { phrases }]) => [family, [...new Set(phrases.map((phrase) => rhymeTail(lastWord(phrase))))]]),
)

/** What the song is about, in phrases that are read already. */
type Subject = { readonly named: readonly Phrase[]; readonly related: readonly Phrase[]; readonly closings: ReadonlyMap<string, readonly Phrase[]> }
const readSubject = (words: readonly string[]): Subject => {
  const phrases = subjectPhrases(words, TAILS)
  // a closing has to end on the letters of its family, too: that is what a reader sees
  const own = [...phrases.closings].map(([family, some]) => [family, read(some.filter((text) => CLOSINGS[family]?.endings.test(text)))] as const)
  return { named: read(phrases.named), related: read(phrases.related), closings: new Map(own.filter(([, some]) => some.length > 0)) }
}

/** `used` in the section, `near` in these four bars: a rhyme never answers itself. `about`: how this line is to speak of the subject, where it can. */
type Draw = {
  readonly random: Random
  readonly range: readonly [number, number]
  readonly used: Set<string>
  readonly near: Set<string>
  readonly subject: Subject
  readonly about: 'named' | 'related' | undefined
}

/** An opening and a closing that together have as many syllables as the bar holds; nothing is said twice while there is something else. */
const writeLine = (family: string, { random, range: [low, high], used, near, subject, about }: Draw): Phrase => {
  const pair = (starts: readonly Phrase[], ends: readonly Phrase[]) =>
    starts.flatMap((opening) =>
      ends.flatMap((closing) => {
        const count = opening.syllables.length + closing.syllables.length
        return count >= low && count <= high && !near.has(lastWord(closing.text)) ? [{ opening, closing }] : []
      }),
    )
  const plain = closings.get(family) ?? []
  const own = subject.closings.get(family) ?? []
  const wished = about ? [...pair(subject[about], [...plain, ...own]), ...(about === 'related' ? pair(openings, own) : [])] : []
  const isFresh = ({ opening, closing }: (typeof wished)[number]) => !used.has(opening.text) && !used.has(closing.text)
  const fresh = wished.filter(isFresh)
  const pairs = fresh.length > 0 ? fresh : pair(openings, plain)
  const newClosing = pairs.filter(({ closing }) => !used.has(closing.text))
  const allNew = newClosing.filter(({ opening }) => !used.has(opening.text))
  const newOpening = pairs.filter(({ opening }) => !used.has(opening.text))
  const { opening, closing } = random.pick([allNew, newClosing, newOpening, pairs].find((some) => some.length > 0) ?? pairs)
  for (const { text } of [opening, closing]) used.add(text)
  near.add(lastWord(closing.text))
  return { text: `${opening.text} ${closing.text}`, syllables: [...opening.syllables, ...closing.syllables] }
}

type SectionWish = { readonly bars: number; readonly range: readonly [number, number]; readonly subject: Subject; readonly barTicks: number }

const writeSection = (section: Section, { bars, range, subject, barTicks }: SectionWish, random: Random): LyricLine[] => {
  const scheme = random.fork('scheme').pick(SCHEMES)
  const used = new Set<string>()
  const drawn: string[] = []
  const familyAt = (group: number, letter: string): string => {
    const free = FAMILIES.filter((family) => !drawn.slice(-3).includes(family))
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
      // the first line names the subject, the third speaks of what belongs to it
      const about = (['named', undefined, 'related', undefined] as const)[i]
      const { text: words, syllables } = writeLine(rhyme, { random: random.fork(`line ${group} ${i}`), range, used, near, subject, about })
      const steps = placeSyllables(syllables, RHYME_STEP)
      lines.push({
        bar,
        text: words,
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
  const subject = readSubject(subjectOf(plan))
  const heard = new Map<string, number>()
  return frame.sections.flatMap((section) => {
    if (section.role !== 'verse' && section.role !== 'chorus') return []
    const again = heard.get(section.label) ?? 0
    heard.set(section.label, again + 1)
    const isLast = section.startBar + section.barCount === frame.barCount
    const bars = section.barCount - (frame.closes && isLast ? 1 : 0)
    const stream = random.fork(section.role === 'chorus' ? `hook ${section.label}` : `verse ${section.label} ${again}`)
    return writeSection(section, { bars, range, subject, barTicks: frame.meter.barTicks }, stream)
  })
}
