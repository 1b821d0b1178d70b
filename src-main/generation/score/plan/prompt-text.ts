/** How much of a prompt is read: more than anybody writes, little enough to stay instant. */
const READ_CHARACTERS = 6_000

/** Something that was understood: the musician's words and what the plan made of them. */
export type Understanding = { readonly words: string; readonly meaning: string }

/**
 * A prompt while it is being read. Readers claim the stretches that they understood; what nobody claims is reported as not understood.
 * `text` is NFKC, lower case, one line; `original` has the same length with capitals kept.
 */
export type PromptText = {
  readonly text: string
  readonly original: string
  readonly cut: boolean
  readonly understood: Understanding[]
  /** Claims a stretch for good. An empty meaning claims silently. */
  claim(from: number, to: number, meaning: string): void
  isFree(from: number, to: number): boolean
  /** All matches on ground that nobody claimed yet. The pattern must be global. */
  matches(pattern: RegExp): RegExpExecArray[]
  /** Words that nobody claimed and that carry meaning. */
  leftOver(): string[]
}

const STOP_WORDS = new Set(
  `a an the and or but with of in on at to for by from as is are be it its it's this that these those i i'm im me my we our you your he she they them some any very really quite so too
  like feel feels feeling sound sounds sounding style styled kind sort type make makes create generate compose write give want need please would should could can song track piece tune
  music musical beat instrumental version little bit more less lot lots much few into over under through while when where then than there here just only one two new good nice great best
  about around up down out off all each other own same such no not nor using use uses used featuring features feat plus also et un une le la les de du des avec y con el los las una uno
  und mit der die das ein eine im zum für e il lo gli di per o um uma com para do da em que qui which who whose what something anything inspired vibe vibes mood bars bar key tempo time
  length long minute minutes second seconds theme light outside starts start starting ends end ending builds build get gets let lets set have has had`.split(
    /\s+/,
  ),
)

const WORD = /[\p{L}\p{N}#♯♭'’-]+/gu

export const readPromptText = (prompt: string): PromptText => {
  const flat = prompt
    .slice(0, READ_CHARACTERS)
    .normalize('NFKC')
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ')
  const lower = flat.toLowerCase()
  const original = lower.length === flat.length ? flat : lower
  const text = lower
  const claimed = new Uint8Array(text.length)
  const understood: Understanding[] = []
  const isFree = (from: number, to: number): boolean => {
    for (let i = from; i < to; i++) if (claimed[i]) return false
    return true
  }
  return {
    text,
    original,
    cut: prompt.length > READ_CHARACTERS,
    understood,
    isFree,
    claim(from, to, meaning) {
      claimed.fill(1, from, to)
      const words = original.slice(from, to).trim()
      if (meaning !== '' && words !== '' && !understood.some((entry) => entry.words === words && entry.meaning === meaning)) understood.push({ words, meaning })
    },
    matches(pattern) {
      return [...text.matchAll(pattern)].filter((match) => isFree(match.index, match.index + match[0].length))
    },
    leftOver() {
      const words: string[] = []
      for (const match of text.matchAll(WORD)) {
        const word = original.slice(match.index, match.index + match[0].length)
        if (!isFree(match.index, match.index + match[0].length) || STOP_WORDS.has(match[0]) || match[0].length < 2) continue
        if (!words.includes(word)) words.push(word.slice(0, 60))
        if (words.length >= 40) break
      }
      return words
    },
  }
}

/** Escapes a phrase and lets its spaces match hyphens too; the phrase must stand alone unless it is written without spaces between words. */
export const phrasePattern = (phrases: readonly string[]): RegExp => {
  const sorted = phrases.toSorted((a, b) => b.length - a.length).map((phrase) => phrase.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/[ -]/g, '[ -]'))
  return new RegExp(`(?<![\\p{Script=Latin}\\p{N}])(?:${sorted.join('|')})(?![\\p{Script=Latin}\\p{N}])`, 'gu')
}
