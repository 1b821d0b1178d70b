import type { Key, Section } from '../../../../../../src-shared/score/score.ts'
import { keyOfDegree, parallelKey } from '../counterpoint/stage.ts'
import type { Draft } from '../draft.ts'
import { composeSection, type PhraseOrder } from './homophony.ts'
import { type FormRequest, joinSections } from './joined.ts'
import { OPENINGS, type Schema } from './schemata.ts'

type Half = { readonly part: 'first' | 'second' | 'lead-in'; readonly isTrio: boolean }

/** Which half of the minuet or trio a section is, by its role in the plan. */
export const halfOf = ({ role }: Pick<Section, 'role'>): Half => {
  if (role === 'verse') return { part: 'first', isTrio: false }
  if (role === 'bridge' || role === 'break') return { part: 'first', isTrio: true }
  if (role === 'solo') return { part: 'second', isTrio: true }
  if (role === 'intro' || role === 'build') return { part: 'lead-in', isTrio: false }
  return { part: 'second', isTrio: false }
}

/** First half: a period, whose end may turn to the dominant. Second half: a sequence, standing on the dominant when long, the theme again. */
const phrasesOf = ({ part }: Half, barCount: number, key: Key, goal: Key, opening: Schema): PhraseOrder[] => {
  if (part === 'lead-in') return [{ barCount, begin: 'dominant', cadence: 'half', key }]
  if (part === 'first') {
    if (barCount < 6) return [{ barCount, begin: 'theme', cadence: 'perfect', key, goal, opening }]
    const first = barCount >= 12 ? Math.floor(barCount / 4) * 2 : Math.floor(barCount / 2)
    return [
      { barCount: first, begin: 'theme', cadence: 'half', key, opening },
      { barCount: barCount - first, begin: 'theme', cadence: 'perfect', key, goal, opening },
    ]
  }
  if (barCount < 4) return [{ barCount, begin: 'close', cadence: 'perfect', key }]
  const sequence = barCount >= 8 ? 4 : 2
  const dominant = barCount >= 14 ? 4 : 0
  const orders: PhraseOrder[] = [{ barCount: sequence, begin: 'sequence', cadence: 'open', key }]
  if (dominant > 0) orders.push({ barCount: dominant, begin: 'dominant', cadence: 'half', key })
  let left = barCount - sequence - dominant
  for (; left > 12; left -= 8) orders.push({ barCount: 8, begin: 'theme', cadence: 'deceptive', key, opening })
  return [...orders, { barCount: left, begin: 'theme', cadence: 'perfect', key, opening }]
}

/** Minuet (a a b b), trio in a related key, minuet again: binary forms over galant schemata, in any metre. */
export const composeMinuet = (request: FormRequest): Draft => {
  const { key, meter, compasses, themes, random } = request
  const trioKey = key.mode === 'minor' ? parallelKey(key) : themes.fork('trio key').chance(0.7) ? keyOfDegree(key, 4) : parallelKey(key)
  const goes = themes.fork('goal').chance(0.6)
  return joinSections(
    request,
    (section, barCount, index) => {
      const half = halfOf(section)
      const own = half.isTrio ? trioKey : key
      const name = half.isTrio ? 'trio' : 'minuet'
      const opening = themes.fork(`opening ${name}`).pick(OPENINGS.filter(({ bars }) => bars.length === 2))
      // a first half that is all there is stays at home
      const isHalf = request.sections.slice(index + 1).some((other) => halfOf(other).part === 'second' && halfOf(other).isTrio === half.isTrio)
      const goal = goes && isHalf && half.part === 'first' ? keyOfDegree(own, own.mode === 'minor' ? 3 : 5) : own
      return composeSection(
        {
          phrases: phrasesOf(half, barCount, own, goal, opening),
          liveliness: Math.max(0, Math.min(1, section.energy - (half.isTrio ? 0.1 : 0))),
          motifs: themes.fork(`motifs ${name}`),
          plan: themes.fork(`phrases ${section.label} ${barCount}`),
          random: random.fork(`section ${section.label} ${barCount}`),
          breathTicks: 480,
        },
        meter,
        compasses,
      )
    },
    (section) => (halfOf(section).isTrio ? 'waltz' : section.energy > 0.6 ? 'pulse' : 'held'),
  )
}
