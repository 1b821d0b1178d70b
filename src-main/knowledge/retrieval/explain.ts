import type { SearchPart } from '../../../src-shared/knowledge/contract.ts'
import type { Facts } from '../entries/facts.ts'
import { keyDistance, tempoDistance } from './music-distance.ts'
import type { Wanted } from './wanted.ts'

export type Names = { readonly instrument: (id: string) => string; readonly style: (id: string) => string }

const MOST_REASONS = 3
const SAME_TEMPO = 0.035
const SOFT: Readonly<Record<SearchPart, string>> = {
  sound: 'sounds alike',
  meaning: 'close in meaning',
  words: 'same words',
  tags: 'fits the wish',
  harmony: 'fits in tempo and key',
}

/** What a song and a wish have in common, in a musician's words: "same tempo, warm pad". Facts first, the kind of search where there are none. */
export const explain = (wanted: Wanted, facts: Facts | undefined, parts: readonly SearchPart[], names: Names): string => {
  const reasons: string[] = []
  if (facts) {
    const { tempoBpm, key } = facts
    if (wanted.tempoBpm !== undefined && tempoBpm !== undefined) {
      const straight = Math.abs(Math.log2(wanted.tempoBpm / tempoBpm))
      if (straight < SAME_TEMPO) reasons.push('same tempo')
      else if (tempoDistance(wanted.tempoBpm, tempoBpm) < SAME_TEMPO + 0.06) reasons.push(tempoBpm > wanted.tempoBpm ? 'double tempo' : 'half tempo')
    }
    if (wanted.tonic !== undefined && key) {
      if (wanted.tonic === key.tonic && (wanted.mode ?? key.mode) === key.mode) reasons.push('same key')
      else if (keyDistance({ tonic: wanted.tonic, mode: wanted.mode ?? key.mode }, key) <= 1) reasons.push('related key')
    }
    if (wanted.style !== undefined && wanted.style === facts.style) reasons.push(names.style(wanted.style))
    const moods = wanted.moodWords.filter((word) => facts.moodWords.includes(word))
    const playing = new Set(facts.parts.map(({ instrument }) => instrument))
    const shared = [...wanted.instruments].filter((id) => playing.has(id)).map((id) => names.instrument(id).toLowerCase())
    reasons.push(...shared.slice(0, 2), ...moods.slice(0, 1))
    // one shared thing alone says little: what kind of song it is says more
    if (reasons.length === 1 && wanted.style === undefined && facts.style !== undefined) reasons.push(names.style(facts.style).toLowerCase())
  }
  if (reasons.length === 0) reasons.push(...parts.slice(0, 1).map((part) => SOFT[part]))
  return [...new Set(reasons)].slice(0, MOST_REASONS).join(', ')
}
