import { findSpokenWord } from './spoken-words.ts'

/**
 * English words in syllables, by spelling: rules with their exceptions, near enough to fit lines to bars, no dictionary. Words of other
 * languages get rough counts (groups of vowels).
 */

/** words of one syllable that the rules below count as more */
const ONE: ReadonlySet<string> = new Set(['real', 'the'])

const bare = (word: string): string =>
  word
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f’']/g, '')

/** Syllables of one word; at least 1 where it has a letter, 0 where it has none. */
export const countSyllables = (word: string): number => {
  const text = bare(word)
  if (!/\p{L}/u.test(text)) return 0
  if (ONE.has(text)) return 1
  const known = findSpokenWord(text)
  if (known) return known.parts.length
  let vowels = (text.match(/[aeiouy]+/g) ?? []).length
  // a last e is silent ("line", "lines", "loved"), but not in "-le" after a consonant ("little"), nor where it is the only vowel
  if (/[^aeiouy]e$/.test(text) && !/[^aeiouylr]le$/.test(text)) vowels--
  else if (/[^aeiouy]es$/.test(text) && !/(?:[sxz]|[cs]h|[cg])es$/.test(text) && !/[^aeiouylr]les$/.test(text)) vowels--
  else if (/[^aeiouy]ed$/.test(text) && !/[td]ed$/.test(text) && !/[^aeiouylr]led$/.test(text)) vowels--
  // vowels that stand together and are said apart
  vowels += (text.match(/(?<![tsc])i[ao](?!u)|io(?!n|u)|(?<![qg])ua|eo(?!u|n\b|pl)|y[ai]ng|[aeo]ying/g) ?? []).length
  // "-sm" is said with a vowel ("prism")
  if (/sm$/.test(text)) vowels++
  return Math.max(1, vowels)
}

/** Words of a line as they are said: letters with their apostrophes; a hyphen parts words. */
export const wordsOf = (line: string): string[] => line.match(/\p{L}[\p{L}\p{M}’']*/gu) ?? []

export const countLineSyllables = (line: string): number => wordsOf(line).reduce((sum, word) => sum + countSyllables(word), 0)
