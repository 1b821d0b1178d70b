import type { Random } from '../../../../../../src-shared/kernel/random.ts'
import type { Mode } from '../../../../../../src-shared/score/score.ts'
import {
  ANSWERS,
  type Bar,
  DECEPTIVE,
  FIFTHS,
  FONTE,
  FONTE_IN_MINOR,
  HALF,
  IMPERFECT,
  MONTE,
  OPENINGS,
  PERFECT,
  PONTE,
  type Schema,
  TONIC,
} from './schemata.ts'

/** How a phrase ends: perfect or imperfect authentic, half, deceptive cadence, or open into what follows. */
export type CadenceKind = 'perfect' | 'imperfect' | 'half' | 'deceptive' | 'open'
export type PhraseBar = { readonly events: Bar /** what the melody does: which idea it plays */; readonly idea: 'a' | 'b' | 'run' | 'cadence' }
export type Phrase = { readonly bars: readonly PhraseBar[]; readonly cadence: CadenceKind; readonly schemata: readonly string[] }
/** How a phrase begins: with a theme, a sequence, on the dominant, or straight with its cadence. */
export type Beginning = 'theme' | 'sequence' | 'dominant' | 'close'

const CADENCES: Readonly<Record<Exclude<CadenceKind, 'open'>, readonly Schema[]>> = { perfect: PERFECT, imperfect: IMPERFECT, half: HALF, deceptive: DECEPTIVE }

const sized = (schemata: readonly Schema[], least: number, most: number): readonly Schema[] =>
  schemata.filter(({ bars }) => bars.length >= least && bars.length <= most)
const pickSized = (schemata: readonly Schema[], most: number, random: Random): Schema | undefined => {
  const fit = sized(schemata, 1, most)
  return fit.length > 0 ? random.pick(fit) : undefined
}

/**
 * A phrase of exactly `barCount` bars: a beginning, what answers it, a cadence. Eight bars are a sentence (idea, idea again, motion, cadence)
 * or half a period; odd lengths get a tonic bar or an evaded cadence, as extensions do.
 *
 * @param opening the schema to begin with, for phrases that return
 */
export const phraseOf = (barCount: number, begin: Beginning, cadence: CadenceKind, mode: Mode, random: Random, opening?: Schema): Phrase => {
  const closing = cadence === 'open' ? undefined : CADENCES[cadence]
  const room = barCount >= 6 ? 3 : 2
  const close = closing
    ? (pickSized(sized(closing, Math.min(2, barCount), Math.min(barCount, room)), Math.min(barCount, room), random) ?? undefined)
    : undefined
  const closeBars: readonly Bar[] = close
    ? close.bars
    : closing
      ? [cadence === 'half' ? [{ numeral: 'IV' }, { numeral: 'V' }] : [{ numeral: 'V7' }, { numeral: 'I', top: 1 }]]
      : []
  const cadenceBars = closeBars.map((events): PhraseBar => ({ events, idea: 'cadence' }))
  const bars: PhraseBar[] = []
  const schemata: string[] = []
  const put = (schema: Schema, ideas: readonly PhraseBar['idea'][]): void => {
    schemata.push(schema.name)
    schema.bars.forEach((events, index) => void bars.push({ events, idea: ideas[index % ideas.length] ?? 'run' }))
  }
  const left = (): number => barCount - cadenceBars.length - bars.length
  const fonte = mode === 'minor' ? FONTE_IN_MINOR : FONTE
  if (left() > 0 && begin === 'theme') {
    const first = opening && opening.bars.length <= left() ? opening : pickSized(OPENINGS, left(), random)
    if (first) put(first, ['a', 'b'])
    // a sentence says its idea twice
    if (first?.bars.length === 2 && left() >= 4 && random.chance(0.5)) put(random.pick(sized(OPENINGS, 2, 2)), ['a', 'b'])
  }
  if (begin === 'sequence') {
    const sequence = pickSized(random.chance(0.5) ? fonte : MONTE, left(), random)
    if (sequence) put(sequence, sequence.bars.length > 2 ? ['a', 'b'] : ['a'])
  }
  if (begin === 'dominant') {
    const ponte = pickSized(PONTE, left(), random)
    if (ponte) put(ponte, ['a', 'run'])
  }
  const fillers = [ANSWERS, FIFTHS, fonte, ANSWERS, MONTE]
  for (let turn = 0; left() >= 2; turn++) {
    const evaded = left() >= 4 && turn > 0 && random.chance(0.3) ? random.pick(DECEPTIVE) : undefined
    const next = evaded ?? pickSized(begin === 'close' ? (turn % 2 === 0 ? PERFECT : ANSWERS) : (fillers[turn % fillers.length] ?? ANSWERS), left(), random)
    if (!next) break
    put(next, next === evaded ? ['cadence'] : turn % 2 === 0 ? ['run', 'run'] : ['b', 'run'])
  }
  while (left() > 0) {
    if (bars.length > 0 && begin !== 'close') bars.splice(bars.length, 0, { events: [{ numeral: 'IV' }, { numeral: 'I/3' }], idea: 'run' })
    else put(TONIC, ['a'])
  }
  if (close) schemata.push(close.name)
  return { bars: [...bars, ...cadenceBars].slice(-barCount), cadence, schemata }
}
