import { wordsOf } from './syllables.ts'

/**
 * Rhymes by spelling: from the last stressed vowel on, brought to one spelling a sound. It knows the common ways of writing a sound
 * ("rain", "lane"; "night", "white"; "sky", "high"); sight rhymes ("love", "move") pass, as they do in songs.
 */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/(?:eigh|aigh)t$/, 'AYt'],
  [/igh(?=t?$)/, 'Y'],
  [/(?:ai|ei)(?=[nldmt]s?$)/, 'AY'],
  [/(?:ay|ey|eigh)$/, 'AY'],
  [/a(?=[bcdfgklmnprstvz]es?$)/, 'AY'],
  [/(?:ee|ea)(?=[a-z]?[a-z]?$)/, 'EE'],
  [/(?:oa|ow)(?=[nldmtk]?s?$)/, 'OH'],
  [/o(?=[bcdfgklmnprstvz]es?$)/, 'OH'],
  [/(?:ie|uy|y|ye)$/, 'Y'],
  [/i(?=[bcdfgklmnprstvz]es?$)/, 'Y'],
  [/(?:oo|ew|ue|ou)(?=[nldmt]?s?$)/, 'OO'],
  [/u(?=[bcdfgklmnprstvz]es?$)/, 'OO'],
]

/** What a word ends on, from its last vowel; equal tails rhyme. Empty where there is no vowel. */
export const rhymeTail = (word: string): string => {
  const text = word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z]/g, '')
  const silentE = /[aeiouy][^aeiouy]e(s?)$/.test(text)
  const [start] = silentE ? (/[aeiouy]+[^aeiouy]es?$/.exec(text) ?? ['']) : (/[aeiouy]+[^aeiouy]*$/.exec(text) ?? [''])
  const spelled = /igh|eigh/.test(text.slice(-6)) ? (/(?:eigh|aigh|igh)t?s?$/.exec(text)?.[0] ?? start) : start
  const heard = SOUNDS.reduce((tail, [spelling, sound]) => (/[A-Z]/.test(tail) ? tail : tail.replace(spelling, sound)), spelled)
  // behind a long vowel a last e is silent
  return /[A-Z]/.test(heard) ? heard.replace(/e(?=s?$)/, '') : heard
}

export const lastWord = (line: string): string => wordsOf(line).at(-1) ?? ''

/** Whether two lines rhyme; a word does not rhyme with itself. */
export const doLinesRhyme = (one: string, other: string): boolean => {
  const [a, b] = [lastWord(one), lastWord(other)].map((word) => word.toLowerCase())
  if (!a || !b || a === b) return false
  const tail = rhymeTail(a)
  return tail !== '' && tail === rhymeTail(b)
}
