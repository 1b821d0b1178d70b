import type { NamedFacet, TempoRange } from '../../../src-shared/library/track-filters.ts'
import { Key } from '../../../src-shared/score/score.ts'
import { counted, keyWord, studioWord } from '../../words/index.ts'

const ENGINES: Readonly<Record<string, string>> = { score: 'Built in', musicgen: 'MusicGen', vampnet: 'VampNet', import: 'Imported' }
const DAYS: Readonly<Record<number, string>> = { 1: 'Last 24 hours', 7: 'Last 7 days', 30: 'Last 30 days', 365: 'Last year' }
const MOST_BPM = 1_000

export const FACET_NAMES: Readonly<Record<NamedFacet | 'tempo' | 'rating' | 'added' | 'disliked', string>> = {
  studio: 'Studio',
  engine: 'Engine',
  origin: 'Origin',
  key: 'Key',
  mood: 'Mood',
  licence: 'Licence',
  tag: 'Tag',
  tempo: 'Tempo',
  rating: 'Rating',
  added: 'Added',
  disliked: 'Disliked',
}

export const engineWord = (engine: string): string => ENGINES[engine] ?? engine

const keyValueWord = (value: string): string => {
  const [tonic, mode] = value.split(' ')
  const key = Key.safeParse({ tonic, mode })
  return key.success ? keyWord(key.data) : value
}

/** A facet's value as it is read: '' is a song that has none. */
export const valueWord = (facet: NamedFacet, value: string): string => {
  if (value === '')
    return facet === 'studio' ? 'No studio' : facet === 'tag' ? 'No tag' : facet === 'mood' ? 'No mood' : facet === 'key' ? 'Unknown key' : 'None'
  if (facet === 'studio') return studioWord(value)
  if (facet === 'engine') return engineWord(value)
  if (facet === 'origin') return value === 'imported' ? 'Imported' : value === 'generated' ? 'Made here' : value
  if (facet === 'key') return keyValueWord(value)
  return value
}

export const tempoRangeWord = ({ from, below }: TempoRange): string =>
  from <= 0 ? `Below ${below} bpm` : below >= MOST_BPM ? `From ${from} bpm` : `${from}–${below} bpm`
export const addedWord = (days: number): string => DAYS[days] ?? `Last ${counted(days, 'day')}`
export const ratingWord = (least: number): string => (least >= 5 ? '★★★★★' : `${'★'.repeat(least)} and more`)
