import type { PlannedPart } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Instrument } from '../../instruments.ts'
import type { InstrumentWishes } from '../../plan/read-instruments.ts'

/** Meanings of words that name a whole band; the ensemble's word list says them. */
export const QUARTET = 'string quartet'
export const TRIO = 'string trio'
export const WINDS = 'wind quartet'
export const KEYBOARD = 'for keyboard'

const quartet: readonly PlannedPart[] = [
  { role: 'lead', instrument: 'violin' },
  { role: 'counter', instrument: 'violin' },
  { role: 'counter', instrument: 'viola' },
  { role: 'bass', instrument: 'cello' },
]
const trio = quartet.filter(({ role, instrument }) => role !== 'counter' || instrument === 'viola')
const winds: readonly PlannedPart[] = [
  { role: 'lead', instrument: 'flute' },
  { role: 'counter', instrument: 'oboe' },
  { role: 'counter', instrument: 'clarinet' },
  { role: 'bass', instrument: 'bassoon' },
]
/** Two hands: each has a staff of its own. */
const hands = (instrument: string): PlannedPart[] => [
  { role: 'lead', instrument },
  { role: 'chords', instrument },
]

const isPitched = ({ roles }: Instrument): boolean => !roles.some((role) => role === 'drums' || role === 'percussion' || role === 'texture')
const centre = ({ range }: Instrument): number => range.low + range.high

/** Those who are named and nobody else: the highest has the tune, the lowest the bass, whoever plays several notes fills in. In the order of a score, from above. */
const named = (instruments: readonly Instrument[]): PlannedPart[] => {
  const single = instruments.filter(({ monophonic }) => monophonic).toSorted((a, b) => centre(b) - centre(a))
  const rich = instruments.filter(({ monophonic }) => !monophonic)
  const first = rich[0]
  if (single.length === 0 && rich.length === 1 && first)
    return first.range.high - first.range.low >= 36 ? hands(first.id) : [{ role: 'chords', instrument: first.id }]
  const parts = single.map(({ id, range }, index): PlannedPart => {
    const isLowest = index === single.length - 1 && single.length > 1 && range.low <= 48
    return { role: index === 0 ? 'lead' : isLowest ? 'bass' : 'counter', instrument: id }
  })
  const chords = rich.map(({ id }, index): PlannedPart => ({ role: single.length === 0 && index === 0 ? 'lead' : 'chords', instrument: id }))
  return [...parts, ...chords]
}

/** Chamber music: what is named plays, and nobody else. Unnamed, it is a string quartet, or sometimes the style's own keyboard. */
export const chamberBand =
  (keyboards: readonly string[], keyboardShare: number) =>
  (wishes: InstrumentWishes, understood: readonly string[], random: Random): readonly PlannedPart[] => {
    const allowed = (parts: readonly PlannedPart[]): PlannedPart[] =>
      parts.filter(({ role, instrument }) => !wishes.without.roles.has(role) && !wishes.without.instruments.has(instrument))
    const keyboard = hands(random.fork('keyboard').pick(keyboards))
    // a cello sonata is one for cello and piano
    const accompanied = (parts: PlannedPart[]): PlannedPart[] =>
      parts.length === 1 && parts[0]?.role === 'lead' && !wishes.only ? [...parts, { role: 'chords', instrument: keyboards[0] ?? 'piano' }] : parts
    const instruments = wishes.named.map(({ instrument }) => instrument).filter(isPitched)
    const whole = understood.includes(QUARTET)
      ? quartet
      : understood.includes(TRIO)
        ? trio
        : understood.includes(WINDS)
          ? winds
          : understood.includes(KEYBOARD)
            ? keyboard
            : undefined
    // a quintet: the quartet, and whoever is named besides
    const beside =
      whole && instruments.length > 0 ? named(instruments).map((part): PlannedPart => (part.role === 'lead' ? { ...part, role: 'chords' } : part)) : []
    const band = whole
      ? [...whole, ...beside.filter(({ instrument }, index) => beside.findIndex((other) => other.instrument === instrument) === index)]
      : instruments.length > 0
        ? accompanied(named(instruments))
        : random.fork('band').chance(keyboardShare)
          ? keyboard
          : quartet
    const choices = [allowed(band), allowed(quartet), allowed(keyboard), allowed(hands('piano')), allowed(winds)]
    return choices.find((parts) => parts.length > 0) ?? hands('piano')
  }
