import { findSpokenWord, isWeakWord } from './spoken-words.ts'
import { countSyllables, wordsOf } from './syllables.ts'

/** `isJoined`: the word goes on in the next syllable. */
export type Syllable = { readonly text: string; readonly isStressed: boolean; readonly isJoined: boolean }

/** two letters that are one sound, or begin a syllable together */
const TOGETHER = /^(?:[stcpw]h|[bcfgp]l|[bcdfgpt]r|sl|tw|qu)$/
/** two letters that end one */
const ENDS = /^(?:ck|ng)$/

/** Cuts a word at its vowels into `count` pieces of its own letters. */
const cut = (word: string, count: number): string[] => {
  const nuclei = [...word.matchAll(/[aeiouy\u00c0-\u024f]+/giu)].map((match) => ({ from: match.index, to: match.index + match[0].length }))
  // vowels that stand together and are said apart ("radio")
  for (let at = nuclei.length - 1; at >= 0 && nuclei.length < count; at--) {
    const { from, to } = nuclei[at] ?? { from: 0, to: 0 }
    if (to - from > 1) nuclei.splice(at, 1, { from, to: to - 1 }, { from: to - 1, to })
  }
  const cuts: number[] = []
  for (let at = 1; at < Math.min(count, nuclei.length); at++) {
    const [end, start] = [nuclei[at - 1]?.to ?? 0, nuclei[at]?.from ?? 0]
    const between = word.slice(end, start).toLowerCase()
    if (between.length <= 1) cuts.push(end)
    else if (between.length === 2) cuts.push(TOGETHER.test(between) ? end : ENDS.test(between) ? end + 2 : end + 1)
    else cuts.push(TOGETHER.test(between.slice(0, 2)) || ENDS.test(between.slice(0, 2)) ? end + 2 : end + 1)
  }
  return [0, ...cuts].map((from, index) => word.slice(from, cuts[index] ?? word.length))
}

/** Where English stresses a word of `count` syllables that is in no list: by its ending, else by its prefix, else the first. */
const stressedBySpelling = (word: string, count: number): number => {
  const text = word.toLowerCase()
  if (count > 1 && /(?:[st]ion|cian|ics?|[st]ions)$/.test(text)) return count - 2
  if (count > 2 && /(?:ity|ify|ical|ogy|omy|ian)$/.test(text)) return count - 3
  if (count > 1 && /^(?:be|de|re|un|dis|mis|en|ex)[^aeiouy]/.test(text) && count > 2) return 1
  return 0
}

const sayWord = (word: string): Syllable[] => {
  const count = countSyllables(word)
  if (count <= 1) return [{ text: word, isStressed: !isWeakWord(word), isJoined: false }]
  const known = findSpokenWord(word)
  const plain = known?.parts.join('').length === word.length
  const starts = known?.parts.map((_, index, all) => all.slice(0, index).join('').length) ?? []
  const parts = plain ? starts.map((start, index) => word.slice(start, starts[index + 1])) : cut(word, count)
  const stressed = known?.stressed ?? stressedBySpelling(word, parts.length)
  return parts.map((text, index) => ({ text, isStressed: index === stressed, isJoined: index < parts.length - 1 }))
}

/**
 * A line as it is said, a syllable each: the letters of the line, its stresses by list and by spelling, and of three weak ones in a row the middle one
 * lifted, as English does. Rough in other languages.
 */
export const sayLine = (line: string): Syllable[] => {
  const said = wordsOf(line).flatMap(sayWord)
  const isStressed = said.map((syllable) => syllable.isStressed)
  for (let at = 1; at < said.length - 1; at++) if (!isStressed[at - 1] && !isStressed[at] && !isStressed[at + 1]) isStressed[at] = true
  return said.map((syllable, index) => ({ ...syllable, isStressed: isStressed[index] ?? false }))
}
