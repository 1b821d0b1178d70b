import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import type { SearchPart } from '../../../src-shared/knowledge/contract.ts'
import type { TextModel } from '../embedding/text-model.ts'
import type { Facts } from '../entries/facts.ts'
import type { MemoryRepository } from '../entries/memory-repository.ts'
import type { MemoryStore } from '../store/memory-store.ts'
import type { FactsShelf } from './facts-shelf.ts'
import type { Ranking } from './fuse.ts'
import { matchAnyWord } from './match-words.ts'
import { rateHarmony, rateTags } from './rate-facts.ts'
import type { Wanted } from './wanted.ts'

/** What is looked for: words, their meaning, facts, and (where somebody can rank it) sound. */
export type Look = {
  readonly words: string
  /** known already: of a song that is remembered */
  readonly vector?: Float32Array | undefined
  readonly wanted: Wanted
  readonly sound: readonly string[]
}

export type LookParts = {
  readonly repository: Pick<MemoryRepository, 'searchWords'>
  readonly shelf: FactsShelf
  readonly store: Pick<MemoryStore, 'nearest'>
  readonly model: () => TextModel | undefined
}

/** how many songs each way of looking may name */
const DEPTH = 100
/** below this cosine two texts have nothing to do with each other (MiniLM) */
const FAR = 0.12
/** a fit that is hardly one is none */
const POOR = 0.25

const asked = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

/** differences below this are none */
const SAME = 1e-3

/** Songs by a rating; those that are rated alike share the mean of their places, counted over all of them. */
const rankBy = (part: SearchPart, shelf: ReadonlyMap<string, Facts>, rate: (facts: Facts) => number): Ranking => {
  const rated = [...shelf]
    .map(([id, facts]) => ({ id, rating: rate(facts) }))
    .filter(({ rating }) => rating > POOR)
    .sort((a, b) => b.rating - a.rating || (a.id > b.id ? -1 : 1))
  const places: number[] = []
  for (let from = 0; from < rated.length; ) {
    let to = from
    while (to < rated.length && (rated[from]?.rating ?? 0) - (rated[to]?.rating ?? 0) < SAME) to++
    for (let at = from; at < to; at++) places.push((from + to - 1) / 2)
    from = to
  }
  return { part, ids: rated.slice(0, DEPTH).map(({ id }) => id), places: places.slice(0, DEPTH) }
}

export type Findings = {
  readonly rankings: readonly Ranking[]
  /** cosine of those that meaning found */
  readonly cosines: ReadonlyMap<string, number>
}

/** Every way of looking by itself. Meaning is left out without a model; a store that fails costs the meaning, not the search. */
export const lookEverywhere = async ({ repository, shelf, store, model: choose }: LookParts, look: Look): Promise<Findings> => {
  const match = matchAnyWord(look.words)
  const model = choose()
  const meaning = async () => {
    if (!model || (!look.vector && look.words.trim() === '')) return []
    const vector = look.vector ?? (await model.embed([look.words.slice(0, 2_000)], asked()))[0]
    return vector ? (await store.nearest({ model: model.id, size: model.size }, vector, DEPTH)).filter(({ similarity }) => similarity > FAR) : []
  }
  const [words, near, facts] = await Promise.all([match ? repository.searchWords(match, DEPTH) : [], meaning(), shelf.all()])
  const ranking = (part: SearchPart, ids: readonly string[]): Ranking => ({ part, ids })
  return {
    rankings: [
      ranking('words', words satisfies readonly TrackId[]),
      ranking(
        'meaning',
        near.map(({ id }) => id),
      ),
      ranking('sound', look.sound),
      rankBy('tags', facts, (one) => rateTags(look.wanted, one)),
      rankBy('harmony', facts, (one) => rateHarmony(look.wanted, one)),
    ].filter(({ ids }) => ids.length > 0),
    cosines: new Map(near.map(({ id, similarity }) => [id, similarity])),
  }
}
