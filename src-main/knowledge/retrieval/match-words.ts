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

/**
 * What was typed, as an FTS5 expression for songs that have any of its words. Nothing that is typed is an operator: each word is a quoted
 * string. undefined where there is no word to look for.
 */
export const matchAnyWord = (text: string): string | undefined => {
  const words = (text.slice(0, MOST_CHARACTERS).normalize('NFC').toLowerCase().match(WORD) ?? []).filter((word) => !EMPTY.has(word))
  const wanted = [...new Set(words)].slice(0, MOST_WORDS)
  return wanted.length > 0 ? wanted.map((word) => `"${word.replaceAll('"', '""')}"`).join(' OR ') : undefined
}
