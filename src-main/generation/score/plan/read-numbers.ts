import type { Key, Mode, TimeSignature } from '../../../../src-shared/score/score.ts'
import type { PromptText } from './prompt-text.ts'

/** Readers of explicit facts: tempo, metre, key, length. Each claims its words and returns undefined where the prompt says nothing. */

const TEMPO_WORDS: readonly (readonly [RegExp, number])[] = [
  [/\b(?:grave|largo|very slow)\b/g, 0],
  [/\b(?:adagio|lento|slow|slowly|downtempo|down-tempo|langsam|lent|lente|slow-motion|unhurried|half-time)\b/g, 0.12],
  [/\b(?:andante|walking pace|leisurely)\b/g, 0.32],
  [/\b(?:moderato|mid-?tempo|medium tempo|moderate tempo)\b/g, 0.5],
  [/\b(?:allegro|uptempo|up-tempo|fast|quick|rapid|schnell|rápido|rapide|veloce|brisk|speedy)\b/g, 0.9],
  [/\b(?:presto|vivace|very fast|breakneck|furious)\b/g, 1],
]

const clampTempo = (bpm: number): number => Math.max(40, Math.min(240, bpm))

/** Quarter notes a minute where a number is given; else `pace` 0..1 inside the style's range. */
export const readTempo = (prompt: PromptText): { readonly bpm?: number; readonly pace?: number } => {
  const range = prompt.matches(/\b(\d{2,3})\s*(?:-|–|to)\s*(\d{2,3})\s*-?\s*(?:bpm|beats per minute)\b/g)[0]
  if (range) {
    const bpm = clampTempo(Math.round((Number(range[1]) + Number(range[2])) / 2))
    prompt.claim(range.index, range.index + range[0].length, `tempo ${bpm} bpm`)
    return { bpm }
  }
  const exact = prompt.matches(
    /(?<![\d.])(\d{1,4}(?:[.,]\d{1,2})?)\s*-?\s*(?:bpm|beats per minute|b\.p\.m\.?|schläge pro minute)(?![\p{L}])|\b(?:tempo|bpm)\s*(?:of|at|is|:|=)?\s*(\d{2,3}(?:\.\d{1,2})?)\b/gu,
  )[0]
  if (exact) {
    const asked = Number((exact[1] ?? exact[2] ?? '').replace(',', '.'))
    const bpm = clampTempo(asked)
    prompt.claim(exact.index, exact.index + exact[0].length, asked === bpm ? `tempo ${bpm} bpm` : `tempo ${bpm} bpm, the nearest that can be played`)
    return { bpm }
  }
  for (const [pattern, pace] of TEMPO_WORDS) {
    const word = prompt.matches(pattern)[0]
    if (!word) continue
    const negated = /\b(?:not|no|never)\s+(?:too\s+|so\s+|very\s+)?$/.test(prompt.text.slice(0, word.index))
    prompt.claim(word.index, word.index + word[0].length, negated ? `not ${word[0]}` : `${word[0]} tempo`)
    return { pace: negated ? 1 - pace * 0.7 : pace }
  }
  return {}
}

const METER_WORDS: readonly (readonly [RegExp, TimeSignature])[] = [
  [/\b(?:waltz|waltzes|walzer|valse|vals|three[- ]four|in three|triple meter|mazurka|minuet)\b/g, { beats: 3, unit: 4 }],
  [/\b(?:six[- ]eight|jig|tarantella|barcarolle|lullaby in six)\b/g, { beats: 6, unit: 8 }],
  [/\b(?:seven[- ]eight|in seven)\b/g, { beats: 7, unit: 8 }],
  [/\b(?:five[- ]four|in five)\b/g, { beats: 5, unit: 4 }],
  [/\b(?:twelve[- ]eight)\b/g, { beats: 12, unit: 8 }],
  [/\b(?:four on the floor|four[- ]four|common time|cut time)\b/g, { beats: 4, unit: 4 }],
]

/** @param known words that somebody else will read too: they say a metre without being used up */
export const readMeter = (prompt: PromptText, known?: RegExp): TimeSignature | undefined => {
  for (const match of prompt.matches(/(?<![\d:/])(\d{1,2})\s?\/\s?(2|4|8|16)(?![\d:/])(?:\s*(?:time|meter|metre|takt|signature))?/g)) {
    const beats = Number(match[1])
    const unit = Number(match[2])
    if (beats < 1 || beats > 16 || (unit !== 2 && unit !== 4 && unit !== 8 && unit !== 16)) continue
    prompt.claim(match.index, match.index + match[0].length, `${beats}/${unit} time`)
    return { beats, unit }
  }
  for (const [pattern, signature] of METER_WORDS) {
    const word = prompt.matches(pattern)[0]
    if (!word) continue
    if (!known || word[0].search(known) !== 0) prompt.claim(word.index, word.index + word[0].length, `${signature.beats}/${signature.unit} time`)
    return signature
  }
  return undefined
}

const MODE_WORDS: Readonly<Record<string, Mode>> = {
  major: 'major',
  maj: 'major',
  dur: 'major',
  majeur: 'major',
  mayor: 'major',
  maior: 'major',
  maggiore: 'major',
  ionian: 'major',
  minor: 'minor',
  min: 'minor',
  m: 'minor',
  moll: 'minor',
  mineur: 'minor',
  menor: 'minor',
  minore: 'minor',
  aeolian: 'minor',
  dorian: 'dorian',
  phrygian: 'phrygian',
  lydian: 'lydian',
  mixolydian: 'mixolydian',
}
const SOLFEGE: Readonly<Record<string, string>> = { do: 'C', ut: 'C', ré: 'D', re: 'D', mi: 'E', fa: 'F', sol: 'G', la: 'A', si: 'B' }
const GERMAN: Readonly<Record<string, string>> = { cis: 'C#', dis: 'D#', fis: 'F#', gis: 'G#', ais: 'A#', des: 'Db', es: 'Eb', ges: 'Gb', as: 'Ab', h: 'B' }
const ALL_MODES = 'major|maj|dur|majeur|mayor|maior|maggiore|ionian|minor|min|moll|mineur|menor|minore|aeolian|dorian|phrygian|lydian|mixolydian'

const accidental = (word: string | undefined): string => (!word ? '' : /#|♯|sharp|dièse|diese|sostenido/.test(word) ? '#' : 'b')

/** Tonic and mode as far as the prompt says them; either may be missing. */
export const readKey = (prompt: PromptText): { readonly tonic?: Key['tonic']; readonly mode?: Mode } => {
  const claim = (match: RegExpExecArray, tonic: string | undefined, mode: Mode | undefined): { tonic?: string; mode?: Mode } => {
    prompt.claim(match.index, match.index + match[0].length, `key ${[tonic, mode].filter(Boolean).join(' ')}`)
    return { ...(tonic ? { tonic } : {}), ...(mode ? { mode } : {}) }
  }
  const article = prompt.matches(new RegExp(`\\b(?:in )?an? (${ALL_MODES}) (?:key|mode|scale|feel|mood|tonality|chord)s?\\b`, 'g'))[0]
  if (article) return claim(article, undefined, MODE_WORDS[article[1] ?? ''])
  const full = prompt.matches(
    new RegExp(`(?<![\\p{L}\\p{N}])(?:(?:in|key of|key:?|in the key of) )?([a-g])(?:[ -]?(#|♯|sharp|♭|flat|b))?[ -]?(${ALL_MODES}|m)(?![\\p{L}\\p{N}])`, 'gu'),
  )[0]
  if (full) return claim(full, `${(full[1] ?? 'c').toUpperCase()}${accidental(full[2])}`, MODE_WORDS[full[3] ?? ''])
  const german = prompt.matches(new RegExp(`(?<![\\p{L}])(?:in )?(${Object.keys(GERMAN).join('|')})[ -](dur|moll|major|minor)(?![\\p{L}])`, 'gu'))[0]
  if (german) return claim(german, GERMAN[german[1] ?? ''], MODE_WORDS[german[2] ?? ''])
  const solfege = prompt.matches(
    /(?<![\p{L}])(?:en |in )?(do|ut|ré|re|mi|fa|sol|la|si)(?: (dièse|diese|bémol|bemol|sostenido|#))? (majeur|mineur|mayor|menor|maior|maggiore|minore)(?![\p{L}])/gu,
  )[0]
  if (solfege) return claim(solfege, `${SOLFEGE[solfege[1] ?? 'do'] ?? 'C'}${accidental(solfege[2])}`, MODE_WORDS[solfege[3] ?? ''])
  const keyOf = prompt.matches(/\b(?:in the )?key(?: of|:| =)? ([a-g])(?:\s?(#|♯|sharp|♭|flat)|(b)(?![a-z]))?(?![a-z])/g)[0]
  if (keyOf) return claim(keyOf, `${(keyOf[1] ?? 'c').toUpperCase()}${accidental(keyOf[2] ?? keyOf[3])}`, undefined)
  for (const match of prompt.matches(/\bin ([a-g])(#|♯|♭|b| sharp| flat)?(?=$|[\s,.;!])/g)) {
    const capital = prompt.original[match.index + 3] === match[1]?.toUpperCase()
    const bare = match[2] === undefined
    if (bare && (!capital || (match[1] === 'a' && !/^(?:$|[,.;!])/.test(prompt.text.slice(match.index + match[0].length))))) continue
    return claim(match, `${(match[1] ?? 'c').toUpperCase()}${accidental(match[2])}`, undefined)
  }
  const alone = prompt.matches(
    /\b(major|minor|moll|dur|mineur|majeur|menor|mayor|minore|maggiore|dorian|phrygian|lydian|mixolydian)\b(?: (?:key|mode|scale))?/g,
  )[0]
  if (alone) return claim(alone, undefined, MODE_WORDS[alone[1] ?? ''])
  return {}
}

const NUMBER_WORDS: Readonly<Record<string, number>> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  'forty-five': 45,
  sixty: 60,
  ninety: 90,
}
const ERAS = new Set([50, 60, 70, 80, 90])
const NUMBER = `\\d+(?:[.,]\\d+)?|${Object.keys(NUMBER_WORDS).join('|')}`
const numberOf = (word: string): number => NUMBER_WORDS[word] ?? Number(word.replace(',', '.'))

/** Seconds of the whole piece, clamped to what the studio makes (8..600); section times ("drop at 0:45") must be claimed before. */
export const readLength = (prompt: PromptText): number | undefined => {
  const keep = (match: RegExpExecArray, seconds: number): number => {
    const kept = Math.max(8, Math.min(600, seconds))
    prompt.claim(
      match.index,
      match.index + match[0].length,
      kept === seconds ? `${Math.round(seconds * 10) / 10} seconds long` : `${kept} seconds long, the nearest possible`,
    )
    return kept
  }
  const minuteAndHalf = prompt.matches(/\b(?:a|one|two|three|\d+) minutes? and a half\b/g)[0]
  if (minuteAndHalf) return keep(minuteAndHalf, (numberOf(minuteAndHalf[0].split(' ')[0] ?? '1') + 0.5) * 60)
  const half = prompt.matches(/\bhalf (?:a )?minute\b/g)[0]
  if (half) return keep(half, 30)
  const minutes = prompt.matches(
    new RegExp(
      `\\b(${NUMBER})[ -]?(?:minutes?|mins?|minuten?|minutos?|minuti|分钟|分)(?:(?: and|,)? (${NUMBER})[ -]?(?:seconds?|secs?|s))?(?: long)?(?![\\p{Script=Latin}])`,
      'gu',
    ),
  )[0]
  if (minutes) return keep(minutes, numberOf(minutes[1] ?? '1') * 60 + (minutes[2] ? numberOf(minutes[2]) : 0))
  const clock = prompt.matches(
    /(?<!(?:at|@|by|around|after|until|till|from|before|til) )(?<![\d:])(\d{1,2}):([0-5]\d)(?![\d:])(?: (?:min(?:utes?)?|long))?/g,
  )[0]
  if (clock) return keep(clock, Number(clock[1]) * 60 + Number(clock[2]))
  const seconds = prompt.matches(
    new RegExp(`\\b(${NUMBER})[ -]?(?:seconds?|secs?|sekunden|segundos|secondes?|secondi|秒)(?: long)?(?![\\p{Script=Latin}])`, 'gu'),
  )[0]
  if (seconds) return keep(seconds, numberOf(seconds[1] ?? '30'))
  for (const short of prompt.matches(/\b(\d{1,3})s( long)?\b/g)) {
    const value = Number(short[1])
    const asked = short[2] !== undefined || /(?:for|of|length|about)\s$/.test(prompt.text.slice(0, short.index))
    if (value >= 8 && (!ERAS.has(value) || asked)) return keep(short, value)
  }
  return undefined
}
