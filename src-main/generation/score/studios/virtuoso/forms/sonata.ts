import type { Key, Section } from '../../../../../../src-shared/score/score.ts'
import { secondKeyOf } from '../counterpoint/stage.ts'
import type { Accompaniment, Draft } from '../draft.ts'
import { composeSection, type PhraseOrder } from './homophony.ts'
import { type FormRequest, joinSections } from './joined.ts'
import { OPENINGS, type Schema } from './schemata.ts'

export type SonataPart = 'first theme' | 'transition' | 'second theme' | 'closing' | 'development' | 'introduction'

/** Which part of the exposition a section is, by its role in the plan. */
export const partOfSonata = ({ role }: Pick<Section, 'role'>): SonataPart => {
  if (role === 'verse') return 'first theme'
  if (role === 'build') return 'transition'
  if (role === 'outro' || role === 'drop') return 'closing'
  if (role === 'bridge' || role === 'break') return 'development'
  return role === 'intro' ? 'introduction' : 'second theme'
}

/** Keys: the exposition leaves home in its transition; after a development everything stays at home. */
export const sonataKeys = (home: Key, sections: readonly Section[]): readonly { readonly from: Key; readonly to: Key }[] => {
  const second = secondKeyOf(home)
  let isRecapitulation = false
  return sections.map((section) => {
    const part = partOfSonata(section)
    if (part === 'development') {
      isRecapitulation = true
      return { from: second, to: home }
    }
    if (isRecapitulation || part === 'first theme' || part === 'introduction') return { from: home, to: home }
    if (part === 'transition') return { from: home, to: second }
    return { from: second, to: second }
  })
}

const themePhrases = (barCount: number, key: Key, opening: Schema): PhraseOrder[] => {
  if (barCount < 8) return [{ barCount, begin: 'theme', cadence: 'perfect', key, opening }]
  const first = Math.floor(barCount / 4) * 2
  return [
    { barCount: first, begin: 'theme', cadence: 'half', key, opening },
    { barCount: barCount - first, begin: 'theme', cadence: 'perfect', key, opening },
  ]
}

const phrasesOf = (part: SonataPart, barCount: number, { from, to }: { from: Key; to: Key }, opening: Schema): PhraseOrder[] => {
  switch (part) {
    case 'first theme':
    case 'second theme':
      return themePhrases(barCount, to, opening)
    case 'transition': {
      // begins as the theme did, moves on by sequence and stands on the dominant of where it goes
      const standing = barCount >= 8 ? 4 : Math.max(1, Math.floor(barCount / 2))
      const lead = barCount - standing
      return [
        ...(lead > 0 ? [{ barCount: lead, begin: 'theme', cadence: 'open', key: from, goal: to, opening } as const] : []),
        { barCount: standing, begin: 'dominant', cadence: 'half', key: to },
      ]
    }
    case 'development': {
      const standing = barCount >= 6 ? 4 : 0
      return [
        { barCount: barCount - standing, begin: 'sequence', cadence: 'open', key: from, goal: to },
        ...(standing > 0 ? [{ barCount: standing, begin: 'dominant', cadence: 'half', key: to } as const] : []),
      ]
    }
    case 'introduction':
      return [{ barCount, begin: 'dominant', cadence: 'half', key: to }]
    case 'closing':
      return [{ barCount, begin: 'close', cadence: 'perfect', key: to }]
  }
}

const ACCOMPANIMENT: Readonly<Record<SonataPart, Accompaniment>> = {
  'first theme': 'pulse',
  transition: 'tutti',
  'second theme': 'alberti',
  closing: 'tutti',
  development: 'pulse',
  introduction: 'held',
}

/**
 * Sonata exposition: first theme at home, a transition to the dominant (relative major of a minor key) that halts before a caesura, second theme
 * and closing group there. With a development in the plan, what follows is the recapitulation at home.
 */
export const composeSonata = (request: FormRequest): Draft => {
  const { key, meter, sections, compasses, themes, random } = request
  const keys = sonataKeys(key, sections)
  const named = sections.map((section, index) => ({ ...section, label: `${section.label} ${keys[index]?.from.tonic} ${keys[index]?.to.tonic}` }))
  const openings = OPENINGS.filter(({ bars }) => bars.length === 2)
  const first = themes.fork('first opening').pick(openings)
  const second = themes.fork('second opening').pick(openings.filter(({ name }) => name !== first.name))
  const draft = joinSections(
    { ...request, sections: named },
    (section, barCount, index) => {
      const part = partOfSonata(section)
      const isSecond = part === 'second theme'
      const own = keys[index] ?? { from: key, to: key }
      return composeSection(
        {
          phrases: phrasesOf(part, barCount, own, isSecond ? second : first),
          liveliness: Math.max(0, Math.min(1, section.energy + (isSecond ? -0.15 : part === 'closing' ? 0.1 : 0))),
          motifs: themes.fork(`motifs ${isSecond ? 'second' : 'first'}`),
          plan: themes.fork(`phrases ${section.label} ${barCount}`),
          random: random.fork(`section ${section.label} ${barCount}`),
          // the caesura: half a bar of silence after the dominant
          breathTicks: part === 'transition' ? Math.round(meter.barTicks / 2) : 480,
        },
        meter,
        compasses,
      )
    },
    (section) => ACCOMPANIMENT[partOfSonata(section)],
  )
  return { ...draft, sections }
}
