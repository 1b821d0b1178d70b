/** What Windows-1252 puts where Latin-1 has control characters, by byte from 0x80 on. */
const WINDOWS = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** The bytes behind a text that was read as Latin-1; undefined where it cannot have been. */
const bytesBehind = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const byte = code < 0x100 ? code : 0x80 + WINDOWS.indexOf(text[i] as string)
    if (byte < 0x80 && code >= 0x100) return undefined
    bytes[i] = byte
  }
  return bytes
}

const decoded = (bytes: Uint8Array<ArrayBuffer>, encoding: string): string | undefined => {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** kana is in every Japanese title that is not a name; without it a guess would not be sure */
const isSurelyJapanese = (text: string): boolean => {
  const letters = [...text].filter((letter) => letter > '\u007f')
  const japanese = letters.filter(
    (letter) => /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}ー、。「」・～！？]/u.test(letter) && !/[\uff61-\uff9f]/.test(letter),
  )
  return letters.length >= 2 && japanese.length === letters.length && /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
}

/** no Western word has so many accented letters and no other ("ÆØÅ" has three) */
const LEAST_LETTERS = 4
/** Words as they are written: small, with a capital at the beginning, or all capitals. */
const CYRILLIC_WORD = /^(?:\p{Lu}?\p{Ll}*|\p{Lu}+)$/u

/**
 * Every word with a letter beyond ASCII is Cyrillic from end to end, written as words are, and the first begins with a capital. Western words have
 * ASCII letters among the accented ones; Greek read so has capitals inside of words, Hebrew none at all.
 */
const isSurelyCyrillic = (text: string): boolean => {
  const words = (text.match(/\p{L}+/gu) ?? []).filter((word) => /\P{ASCII}/u.test(word))
  const areCyrillic = words.every((word) => /^\p{Script=Cyrillic}+$/u.test(word) && CYRILLIC_WORD.test(word))
  return areCyrillic && words.some((word) => word.length >= LEAST_LETTERS) && /^\p{Lu}/u.test(words[0] ?? '')
}

/**
 * A tag that old programs wrote in another encoding than it says. Only what is sure is read anew: bytes that are valid UTF-8 with more than
 * ASCII in them, Shift-JIS that gives nothing but Japanese with kana in it, or Windows-1251 that gives nothing but Cyrillic words. Everything else
 * stays as it was read.
 */
export const legible = (text: string): string => {
  if (!/\P{ASCII}/u.test(text)) return text
  const bytes = bytesBehind(text)
  if (!bytes) return text
  const unicode = decoded(bytes, 'utf-8')
  if (unicode !== undefined) return unicode
  const japanese = decoded(bytes, 'shift_jis')
  if (japanese !== undefined && isSurelyJapanese(japanese)) return japanese
  const cyrillic = decoded(bytes, 'windows-1251')
  return cyrillic !== undefined && isSurelyCyrillic(cyrillic) ? cyrillic : text
}
