/** Names that Windows keeps for devices, with any ending. */
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³]|conin\$|conout\$)(\.|$)/i
/** most file systems take 255 bytes; the ending and a number still have to fit */
const MOST_BYTES = 200
const MOST_BYTES_WITH_ENDING = 255

/**
 * A title as a file name that every system takes: no slashes, control or Windows-reserved characters, no device names, no dots or blanks at
 * the ends, at most 200 bytes of UTF-8 (letters are never cut in half): an ending and a number fit behind it. Never empty.
 */
export const safeFileName = (title: string, mostBytes = MOST_BYTES): string => {
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
    if (bytes > mostBytes) break
    name += segment
  }
  const trimmed = name.replace(/^[\s.]+|[\s.]+$/g, '')
  if (trimmed === '' || /^-+$/.test(trimmed)) return 'Untitled'
  return RESERVED.test(trimmed) ? `_${trimmed}` : trimmed
}

/** Whether this is a whole file name, with its ending, that every system takes, and no path. */
export const isSafeFileName = (name: string): boolean => safeFileName(name, MOST_BYTES_WITH_ENDING) === name
