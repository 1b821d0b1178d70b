/** Words that say nothing about music: in every prompt, or in every sentence. */
const EMPTY = new Set(
  'a an and are as at be but by for from has have i in into is it its like me my of on or so some something song songs music track piece that the this to up very want was with without would you your make please no not'.split(
    ' ',
  ),
)
const MOST_WORDS = 24
const MOST_CHARACTERS = 4_000

/** What a word of the index is: letters and digits, also with a hyphen or an apostrophe inside. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’-]*/gu

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`

const wordsOf = (text: string): string[] => {
  const words = (text.slice(0, MOST_CHARACTERS).normalize('NFC').toLowerCase().match(WORD) ?? []).filter((word) => !EMPTY.has(word))
  return [...new Set(words)].slice(0, MOST_WORDS)
}

/** the first words of a prompt say what it is about; more would make hundreds of pairs */
const MOST_PAIRED_WORDS = 10

/** The same for songs that have at least two of its words: near by words alone. undefined where there are not two. */
export const matchTwoWords = (text: string): string | undefined => {
  const words = wordsOf(text).slice(0, MOST_PAIRED_WORDS)
  const pairs = words.flatMap((one, index) => words.slice(index + 1).map((other) => `(${quoted(one)} AND ${quoted(other)})`))
  return pairs.length > 0 ? pairs.join(' OR ') : undefined
}

/**
 * What was typed, as an FTS5 expression for songs that have any of its words. Nothing that is typed is an operator: each word is a quoted
 * string. undefined where there is no word to look for.
 */
export const matchAnyWord = (text: string): string | undefined => {
  const wanted = wordsOf(text)
  return wanted.length > 0 ? wanted.map(quoted).join(' OR ') : undefined
}
