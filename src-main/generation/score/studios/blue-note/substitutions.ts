import type { Random } from '../../../../../src-shared/kernel/random.ts'

/** A dominant as it is written here: "V7", "V7b9/ii". The group is what it leads to. */
const DOMINANT = /^V(?:7|9|13|7b9)(?:\/(\S+))?$/

/** The dominant a tritone away: same third and seventh, a bass that falls by a half step. */
export const tritoneSubstitute = (numeral: string): string | undefined => {
  const match = DOMINANT.exec(numeral)
  if (!match) return undefined
  return match[1] === undefined ? 'bII7' : `bII7/${match[1]}`
}

const TURNAROUNDS: Readonly<Record<'major' | 'minor', readonly (readonly [readonly string[], readonly string[]])[]>> = {
  major: [
    [
      ['Imaj7', 'vi7'],
      ['ii7', 'V7'],
    ],
    [
      ['iii7', 'V7/ii'],
      ['ii7', 'V7'],
    ],
    [
      ['Imaj7', 'bIIIo7'],
      ['ii7', 'V7'],
    ],
    [
      ['iii7', 'bII7/ii'],
      ['ii7', 'bII7'],
    ],
    // named after Tadd Dameron
    [
      ['Imaj7', 'bIII7'],
      ['bVImaj7', 'bII7'],
    ],
  ],
  minor: [
    [['i6'], ['iih7', 'V7b9']],
    [
      ['i6', 'bVI7'],
      ['iih7', 'V7b9'],
    ],
    [
      ['bIIImaj7', 'bVI7'],
      ['iih7', 'bII7'],
    ],
  ],
}

/** Two bars that lead back to the tonic. */
export const turnaround = (mode: 'major' | 'minor', random: Random): [string[], string[]] => {
  const [first, second] = random.pick(TURNAROUNDS[mode])
  return [[...first], [...second]]
}

/**
 * Reharmonises a section as a band does from chorus to chorus: a whole-bar dominant gets its ii before it, a dominant becomes its tritone
 * substitute, a minor subdominant steps in by the back door. The chords that open and close a section stay.
 *
 * @param boldness 0 as written .. 1 every rule wherever it fits
 */
export const substituted = (bars: readonly (readonly string[])[], boldness: number, random: Random): string[][] =>
  bars.map((bar, index) => {
    const draw = random.fork(`bar ${index}`)
    const isInner = index > 0 && index < bars.length - 1
    const [first = 'I', second] = bar
    const match = DOMINANT.exec(first)
    if (!isInner) return [...bar]
    if (bar.length === 1 && match && !bars[index - 1]?.at(-1)?.startsWith('ii') && draw.fork('ii').chance(boldness)) {
      const target = match[1]
      const dark = first.includes('b9') || (target !== undefined && target === target.toLowerCase())
      return [`${dark ? 'iih7' : 'ii7'}${target === undefined ? '' : `/${target}`}`, first]
    }
    if (bar.length === 2 && first === 'ii7' && second === 'V7' && bars[index + 1]?.[0]?.startsWith('I') && draw.fork('backdoor').chance(boldness * 0.4))
      return ['iv7', 'bVII7']
    return bar.map((numeral, position) => {
      const substitute = position === bar.length - 1 ? tritoneSubstitute(numeral) : undefined
      return substitute !== undefined && draw.fork(`tritone ${position}`).chance(boldness * 0.45) ? substitute : numeral
    })
  })
