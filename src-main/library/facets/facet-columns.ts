import { z } from 'zod'
import { TEMPO_RANGES } from '../../../src-shared/library/facet-counts.ts'
import { NAMED_FACETS, type NamedFacet } from '../../../src-shared/library/track-filters.ts'
import type { TrackRow } from '../../platform/database/index.ts'
import { emptyRowSet, type RowSet } from '../row-set.ts'
import { readOrnament } from '../stored-json.ts'

export type FacetRow = Pick<
  TrackRow,
  'row' | 'origin' | 'engine' | 'mood' | 'licence' | 'rating' | 'tempo_bpm' | 'created_at' | 'trashed_at' | 'is_favourite' | 'is_disliked' | 'tags_json'
> & { readonly studio_name: string; readonly key_name: string }

export const PRESENT = 1
export const TRASHED = 2
export const FAVOURITE = 4
export const DISLIKED = 8
/** has tags: only then they are looked up */
export const TAGGED = 16
/** of a song whose tempo lies in none of `TEMPO_RANGES`, or is unknown */
export const NO_TEMPO: number = TEMPO_RANGES.length

/** Names of one facet by their codes, the order of their first appearance. */
const createNames = (isCaseless: boolean) => {
  const codes = new Map<string, number>()
  const values: string[] = []
  const keyOf = (value: string) => (isCaseless ? value.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : value)
  return {
    values,
    find: (value: string): number | undefined => codes.get(keyOf(value)),
    codeOf(value: string): number {
      const key = keyOf(value)
      const known = codes.get(key)
      if (known !== undefined) return known
      codes.set(key, values.length)
      return values.push(value) - 1
    },
  }
}

const tempoRangeOf = (bpm: number): number => {
  const range = bpm > 0 ? TEMPO_RANGES.findIndex(({ from, below }) => bpm >= from && bpm < below) : -1
  return range < 0 ? NO_TEMPO : range
}

const SingleFacets = NAMED_FACETS.filter((facet): facet is Exclude<NamedFacet, 'tag'> => facet !== 'tag')
const TagNames = z.array(z.string())
const NO_TAGS: readonly number[] = []

const columnsFor = (size: number) => ({
  flags: new Uint8Array(size),
  rating: new Uint8Array(size),
  tempo: new Float32Array(size),
  /** place in `TEMPO_RANGES` */
  tempoRange: new Uint8Array(size),
  added: new Float64Array(size),
  studio: new Uint32Array(size),
  engine: new Uint32Array(size),
  origin: new Uint32Array(size),
  key: new Uint32Array(size),
  mood: new Uint32Array(size),
  licence: new Uint32Array(size),
})
type Columns = ReturnType<typeof columnsFor>

const grown = (old: Columns, size: number): Columns => {
  const wider = columnsFor(size)
  for (const name of Object.keys(old) as (keyof Columns)[]) (wider[name] as Uint8Array).set(old[name] as Uint8Array)
  return wider
}

/** What facets ask of every song, a column each, at the song's row number: 39 bytes a song. A tempo of 0 is unknown. */
export const createFacetColumns = () => {
  let columns = columnsFor(1_024)
  let end = 0
  const tags = new Map<number, readonly number[]>()
  /** until a song changes */
  const shelves = new Map<string, RowSet>()
  const names = Object.fromEntries(NAMED_FACETS.map((facet) => [facet, createNames(facet === 'tag')])) as Record<NamedFacet, ReturnType<typeof createNames>>

  return {
    names,
    /** one behind the largest row number */
    end: () => end,
    columns: () => columns,
    tagsOf: (row: number): readonly number[] => tags.get(row) ?? NO_TAGS,
    /** Songs of which those flags that are looked at are the wanted ones. */
    flagged(looked: number, wanted: number): RowSet {
      const name = `${looked} ${wanted}`
      const known = shelves.get(name)
      if (known) return known
      const { flags } = columns
      const rows = emptyRowSet(end)
      for (let row = 0; row < end; row++) if (((flags[row] ?? 0) & looked) === wanted) rows.add(row)
      shelves.set(name, rows)
      return rows
    },
    forget(row: number): void {
      shelves.clear()
      if (row < end) columns.flags[row] = 0
      tags.delete(row)
    },
    put(song: FacetRow): void {
      shelves.clear()
      const { row } = song
      if (row >= columns.flags.length) columns = grown(columns, Math.max(row + 1, columns.flags.length * 2))
      end = Math.max(end, row + 1)
      const given = song.tags_json === '[]' ? [] : (readOrnament(TagNames, song.tags_json, `the tags of row ${row}`) ?? [])
      columns.flags[row] =
        PRESENT |
        (given.length > 0 ? TAGGED : 0) |
        (song.trashed_at === null ? 0 : TRASHED) |
        (song.is_favourite === 1 ? FAVOURITE : 0) |
        (song.is_disliked === 1 ? DISLIKED : 0)
      columns.rating[row] = song.rating
      columns.tempo[row] = song.tempo_bpm ?? 0
      columns.tempoRange[row] = tempoRangeOf(columns.tempo[row] ?? 0)
      columns.added[row] = song.created_at
      const values = { studio: song.studio_name, engine: song.engine, origin: song.origin, key: song.key_name, mood: song.mood ?? '', licence: song.licence }
      for (const facet of SingleFacets) columns[facet][row] = names[facet].codeOf(values[facet])
      if (given.length > 0) tags.set(row, [...new Set(given.map((name) => names.tag.codeOf(name)))])
      else tags.delete(row)
    },
  }
}
export type FacetColumns = ReturnType<typeof createFacetColumns>
