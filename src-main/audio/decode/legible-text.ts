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

/**
 * A tag that old programs wrote in another encoding than it says. Only what is sure is read anew: bytes that are valid UTF-8 with more than
 * ASCII in them, or Shift-JIS that gives nothing but Japanese with kana in it. Everything else stays as it was read.
 */
export const legible = (text: string): string => {
  if (!/\P{ASCII}/u.test(text)) return text
  const bytes = bytesBehind(text)
  if (!bytes) return text
  const unicode = decoded(bytes, 'utf-8')
  if (unicode !== undefined) return unicode
  const japanese = decoded(bytes, 'shift_jis')
  return japanese !== undefined && isSurelyJapanese(japanese) ? japanese : text
}
