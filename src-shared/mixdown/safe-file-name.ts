/** Names that Windows keeps for devices, with any ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i
/** most file systems take 255 bytes; the ending and a number still have to fit */
const MOST_BYTES = 200

/**
 * A title as a file name that every system takes: no slashes, control or Windows-reserved characters, no device names, no dots or blanks at
 * the ends, at most 200 bytes of UTF-8 (letters are never cut in half). Never empty.
 */
export const safeFileName = (title: string): string => {
  const plain = title
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/[/\\:*?"<>|]+/g, '-')
    .replace(/\s+/g, ' ')
  let name = ''
  let bytes = 0
  for (const { segment } of new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(plain)) {
    bytes += new TextEncoder().encode(segment).length
    if (bytes > MOST_BYTES) break
    name += segment
  }
  const trimmed = name.replace(/^[\s.]+|[\s.]+$/g, '')
  if (trimmed === '' || /^-+$/.test(trimmed)) return 'Untitled'
  return RESERVED.test(trimmed) ? `_${trimmed}` : trimmed
}
