const STAMP = /\[\d{1,3}:\d{2}(?:[.:]\d{1,3})?\]/gu
const MOST_CHARACTERS = 40

const sung = (text: string): readonly string[] =>
  text
    .replace(STAMP, '')
    .split(/\r\n?|\n/u)
    .map((line) => line.trim())
    .filter((line) => line !== '')
const isTimed = (text: string): boolean => text.search(STAMP) >= 0

/** Whether a file holds these words already. Plain words do not take the times of the same words away; other breaks between the lines are no change. */
export const areSameLyrics = (inFile: string, wanted: string): boolean =>
  isTimed(wanted) ? inFile.replace(/\r\n?/gu, '\n').trim() === wanted.trim() : sung(inFile).join('\n') === sung(wanted).join('\n')

/** "“rain on the window…”, 12 lines": a text is too long for a list. @param before what it takes the place of: the first line is not said again, but where the two part */
export const lyricsInShort = (text: string, before?: string): string | undefined => {
  const lines = sung(text)
  const [first = ''] = lines
  if (first === '') return undefined
  const start = first.length > MOST_CHARACTERS ? `${first.slice(0, MOST_CHARACTERS).toWellFormed()}…` : first
  const count = lines.length === 1 ? '1 line' : `${lines.length} lines`
  const old = before === undefined ? [] : sung(before)
  const parts = lines.findIndex((line, index) => line !== old[index])
  const at = parts < 0 ? (old.length > lines.length ? lines.length : undefined) : parts
  const told = `${count}${isTimed(text) ? ' with times' : ''}`
  if (old[0] !== first) return `“${start}”, ${told}`
  return at === undefined ? told : `${told}, other from line ${at + 1}`
}
