const MOST_CHARACTERS = 200

/**
 * One line without control or direction-changing characters, at most `most` characters (emoji are never cut in half); undefined when nothing is left.
 * Quotes, slashes and dots stay: a title is text, never a path.
 */
export const oneLine = (text: string | undefined, most = MOST_CHARACTERS): string | undefined => {
  const plain = (text ?? '')
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (plain.length <= most) return plain || undefined
  const letters = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(plain)].map((part) => part.segment)
  let line = ''
  for (const letter of letters) {
    if (line.length + letter.length > most) break
    line += letter
  }
  return line.trim() || undefined
}
