/** Scripts that write words without spaces between them: the index's tokens are whole sentences there, so such words are looked for anywhere. */
const WITHOUT_SPACES = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u
const LETTERS = /[\p{L}\p{N}]/u

/** `matches`: an FTS5 expression for each word that can be looked up in the index. `fragments`: texts that must occur somewhere. */
export type SearchTerms = { readonly matches: readonly string[]; readonly fragments: readonly string[] }

/**
 * What a person typed, as a search for songs that have every word, the last letters of each still open ("rai nigh" finds "Rainy night").
 * Nothing that is typed is an operator: each word is a quoted string.
 */
export const searchTerms = (text: string): SearchTerms => {
  const words = text
    .normalize('NFC')
    .replaceAll('\0', ' ')
    .split(/\s+/u)
    .filter((word) => word !== '')
  const isIndexed = (word: string) => LETTERS.test(word) && !WITHOUT_SPACES.test(word)
  const indexed = words.filter(isIndexed).map((word) => `"${word.replaceAll('"', '""')}" *`)
  return { matches: [...new Set(indexed)], fragments: words.filter((word) => !isIndexed(word)) }
}

/**
 * The word at the end of a text that the next letter is added to, and all before it; undefined: what the next letter finds is not told by the index
 * of words alone.
 */
export const openWord = (text: string): { readonly before: string; readonly word: string } | undefined => {
  const word = /[a-z0-9]*$/i.exec(text)?.[0] ?? ''
  const before = text.slice(0, text.length - word.length)
  if (before !== '' && !/\s$/.test(before)) return undefined
  return searchTerms(before).fragments.length > 0 ? undefined : { before, word: word.toLowerCase() }
}

/** A LIKE pattern that finds `fragment` anywhere; to be used with ESCAPE '\'. */
export const likePattern = (fragment: string): string => `%${fragment.replace(/[\\%_]/g, '\\$&')}%`
