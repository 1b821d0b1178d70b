import type { PartRole } from '../../../../src-shared/score/score.ts'
import { INSTRUMENTS, type Instrument } from '../instruments.ts'
import { ROLE_WORDS, VOCAL_WORDS } from './lexicon.ts'
import { type PromptText, phrasePattern } from './prompt-text.ts'

/** What the prompt says about who plays. `role` is set where the words name one ("sax solo", "lead guitar", "string pad"). */
export type InstrumentWishes = {
  readonly named: readonly { readonly instrument: Instrument; readonly role: PartRole | undefined }[]
  readonly wantedRoles: readonly PartRole[]
  readonly without: { readonly roles: ReadonlySet<PartRole>; readonly instruments: ReadonlySet<string> }
  /** nobody else may play */
  readonly only: boolean
}

type Meaning = { readonly instrument?: Instrument; readonly role?: PartRole; readonly vocals?: true; readonly absent?: true }
const meanings = new Map<string, Meaning>()
for (const instrument of INSTRUMENTS)
  for (const word of [instrument.name.toLowerCase(), instrument.id.replaceAll('-', ' '), ...instrument.synonyms])
    if (!meanings.has(word)) meanings.set(word, { instrument })
for (const { phrases, role } of ROLE_WORDS)
  for (const word of phrases)
    if (!meanings.has(word) || ['bass', 'pad', 'pads', 'percussion'].includes(word)) meanings.set(word, { ...meanings.get(word), role })
for (const word of VOCAL_WORDS) meanings.set(word, { vocals: true })
for (const [word, role] of [
  ['drumless', 'drums'],
  ['beatless', 'drums'],
  ['bassless', 'bass'],
] as const)
  meanings.set(word, { role, absent: true })
const PLURALS = ['violins', 'cellos', 'flutes', 'trumpets', 'saxophones', 'pianos', 'harps', 'clarinets', 'marimbas', 'violas', 'organs', 'banjos', 'trombones']
for (const word of PLURALS) {
  const single = meanings.get(word.slice(0, -1))
  if (single) meanings.set(word, single)
}
const normal = (words: string): string => words.replaceAll('-', ' ')
for (const [word, meaning] of [...meanings]) if (!meanings.has(normal(word))) meanings.set(normal(word), meaning)
const ANY = phrasePattern([...meanings.keys()])

const FAMILIES = ['piano', 'guitar', 'organ', 'sax', 'trumpet', 'flute', 'strings', 'choir']

const NEGATOR =
  /(?:^|[\s,.;(])(?:no|without|w\/o|minus|sans|ohne|sin|senza|sem|zero|excluding|except(?: for)?|exclude|remove|removed|skip|drop the|lose|avoid|free of|kein|keine|keinen|не|без|not any|no more|don't (?:want|use|add|include)|do not (?:want|use|add|include)|less the|isn't|没有|不要|but not|and not|never|ban)\s*(?:(?:any|the|a|an|real|loud|heavy|de|kind of|that)\s+)*$/u
const ONLY_BEFORE =
  /(?:^|[\s,.;(])(?:only|just|solo|solely|nothing but|nothing except|unaccompanied|exclusively|nur|solamente|solo con|seulement|só|一个人)\s+(?:(?:a|an|the|one|single|some|soft|gentle|quiet|sad|with|for|on|played on)\s+)*$/u
const ONLY_AFTER = /^(?:\s+and\s+[\p{L} -]{2,24})?\s*(?:only|alone|solo|by itself|on its own|unaccompanied)(?![\p{L}])/u
/** "with a long sax solo" asks for a band that the saxophone stands in front of */
const WITH_BEFORE = /\bwith\s+(?:\p{L}+\s+){0,3}$/u
const LEAD_BEFORE = /\b(?:lead|solo|melodic|singing)\s+$/
const ROLE_AFTER = /^\s+(lead|solo|melody|chords|chord|pads?|arps?|arpeggios?|bassline|line|stabs|comping|strumming|picking|theme|hook|plucks)(?![\p{L}])/u

const ROLE_BY_WORD: Readonly<Record<string, PartRole>> = {
  lead: 'lead',
  solo: 'lead',
  melody: 'lead',
  theme: 'lead',
  hook: 'lead',
  line: 'lead',
  chords: 'chords',
  chord: 'chords',
  stabs: 'chords',
  comping: 'chords',
  strumming: 'chords',
  pad: 'pad',
  pads: 'pad',
  arp: 'arp',
  arps: 'arp',
  arpeggio: 'arp',
  arpeggios: 'arp',
  picking: 'arp',
  plucks: 'arp',
  bassline: 'bass',
}
const SWALLOWED = /^(?:lead|melody|chords?|pads?|arps?|arpeggios?|bassline|line|stabs|comping|strumming|picking|theme|hook)$/

/** Where phrases of several words name an instrument: "acoustic guitar" is no wish for acoustic pop. */
export const instrumentPhrases = (prompt: PromptText): readonly { from: number; to: number }[] =>
  prompt.matches(ANY).flatMap((match) => (/[ -]/.test(match[0]) ? [{ from: match.index, to: match.index + match[0].length }] : []))

export const readInstruments = (prompt: PromptText): InstrumentWishes => {
  const named: { instrument: Instrument; role: PartRole | undefined }[] = []
  const wantedRoles: PartRole[] = []
  const roles = new Set<PartRole>()
  const instruments = new Set<string>()
  let only = false
  const found = prompt.matches(ANY)
  let lastNegated: { end: number } | undefined
  found.forEach((match, index) => {
    const word = match[0]
    const from = match.index
    const end = from + word.length
    const meaning = meanings.get(word) ?? meanings.get(normal(word))
    if (!meaning) return
    const before = prompt.text.slice(Math.max(0, from - 60), from)
    const after = prompt.text.slice(end, end + 60)
    const link = lastNegated ? prompt.text.slice(lastNegated.end, from) : undefined
    const listGoesOn =
      link !== undefined &&
      (/^\s*(?:,\s*)?(?:or|nor|and|&|\/|oder|ni|ou|o|und|y|et)\s+$/.test(link) ||
        (/^\s*,\s*$/.test(link) &&
          found.slice(index).some((next, offset) => offset > 0 && offset < 4 && /(?:,\s*)?\b(?:or|nor)\s+$/.test(prompt.text.slice(0, next.index)))))
    const suffix = /^(?:-?less|-free)(?![\p{L}])/u.exec(after)
    const negation = NEGATOR.exec(before)
    if (negation || listGoesOn || suffix || meaning.absent) {
      lastNegated = { end }
      const what = meaning.vocals ? 'vocals' : (meaning.role ?? meaning.instrument?.name.toLowerCase() ?? word)
      if (meaning.role) roles.add(meaning.role)
      else if (meaning.instrument) instruments.add(meaning.instrument.id)
      // a family's plain name means all of it: "no piano" is no electric piano either
      const family = FAMILIES.find((name) => word === name || word === `${name}s`)
      if (family) for (const { id, name } of INSTRUMENTS) if (name.toLowerCase().split(' ').includes(family)) instruments.add(id)
      if (meaning.role === 'drums') roles.add('percussion')
      const start = negation ? from - negation[0].trimStart().length : from
      prompt.claim(start, end + (suffix?.[0].length ?? 0), meaning.vocals ? 'instrumental' : `no ${what}`)
      return
    }
    lastNegated = undefined
    if (meaning.vocals) return
    const onlyBefore = ONLY_BEFORE.exec(before)
    const onlyAfter = ONLY_AFTER.exec(after)
    const standsInFront = onlyAfter !== null && /solo/.test(onlyAfter[0]) && WITH_BEFORE.test(before)
    const soloWord = onlyBefore && /solo\s/.test(onlyBefore[0])
    if ((onlyBefore && !(soloWord && found.length > 2)) || (onlyAfter && !standsInFront && !(/solo/.test(onlyAfter[0]) && found.length > 1))) {
      only = true
      if (onlyBefore) prompt.claim(from - onlyBefore[0].trimStart().length, from, '')
      if (onlyAfter) {
        const tail = /(only|alone|solo|by itself|on its own|unaccompanied)$/.exec(onlyAfter[0])
        if (tail) prompt.claim(end + onlyAfter[0].length - tail[0].length, end + onlyAfter[0].length, '')
      }
    }
    const roleAfter = ROLE_AFTER.exec(after)
    const leadBefore = LEAD_BEFORE.exec(before)
    const said = roleAfter && (!onlyAfter || standsInFront) ? ROLE_BY_WORD[roleAfter[1] ?? ''] : leadBefore && !onlyBefore ? 'lead' : undefined
    if (meaning.instrument) {
      const { instrument } = meaning
      const role =
        word === 'bass' ? 'bass' : said && (instrument.roles.includes(said) || said === 'lead') && !instrument.roles.includes('drums') ? said : undefined
      if (!named.some((entry) => entry.instrument.id === instrument.id)) named.push({ instrument, role })
      prompt.claim(
        from,
        end,
        only ? `only ${instrument.name.toLowerCase()}` : role && role !== 'bass' ? `${instrument.name.toLowerCase()} (${role})` : instrument.name.toLowerCase(),
      )
      if (roleAfter && SWALLOWED.test(roleAfter[1] ?? '')) prompt.claim(end, end + roleAfter[0].length, '')
    } else if (meaning.role) {
      wantedRoles.push(meaning.role)
      prompt.claim(from, end, only ? `only ${meaning.role}` : meaning.role)
    }
  })
  const ensemble = prompt.matches(/\b(duet|duo|trio|quartet)\b/g)[0]
  const size = ensemble && { duet: 2, duo: 2, trio: 3, quartet: 4 }[ensemble[1] as 'duet' | 'duo' | 'trio' | 'quartet']
  if (ensemble && size === named.length + wantedRoles.length) {
    only = true
    prompt.claim(ensemble.index, ensemble.index + ensemble[0].length, `nobody but these ${size}`)
  }
  return { named, wantedRoles: [...new Set(wantedRoles)], without: { roles, instruments }, only }
}
