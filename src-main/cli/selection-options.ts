import type { Command } from '@commander-js/extra-typings'
import { InvalidArgumentError } from '@commander-js/extra-typings'
import type { z } from 'zod'
import type { AlbumId } from '../../src-shared/kernel/ids.ts'
import { type library, TrackSort } from '../../src-shared/library/contract.ts'
import type { TempoRange, TrackFilters } from '../../src-shared/library/track-filters.ts'
import { findAlbum } from './find-album.ts'
import { number, oneOf, wholeNumber } from './option-values.ts'
import type { StudioServices } from './studio-services.ts'

export const VIEWS = ['all', 'favourites', 'trash'] as const

const several = (text: string, before: readonly string[] | undefined): readonly string[] => [...(before ?? []), text === 'none' ? '' : text]

/** "90-110", "90" (to the next whole beat), "150-" */
const tempoRange = (text: string, before: readonly TempoRange[] | undefined): readonly TempoRange[] => {
  const parts = /^(\d+(?:\.\d+)?)(-)?(\d+(?:\.\d+)?)?$/.exec(text.trim())
  if (!parts) throw new InvalidArgumentError('Give beats a minute, like 90-110, 150- or 128.')
  const from = Number(parts[1])
  const below = parts[3] !== undefined ? Number(parts[3]) : parts[2] !== undefined ? 10_000 : from + 1
  if (below <= from) throw new InvalidArgumentError('The second tempo must be the larger one.')
  return [...(before ?? []), { from, below }]
}

const day = (text: string): number => {
  const at = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.length === 10 ? `${text}T00:00` : text) : Number.NaN
  if (!Number.isFinite(at)) throw new InvalidArgumentError('Give a day, like 2026-05-01.')
  return at
}

const sortField = (text: string): TrackSort => {
  const found = TrackSort.options.find((word) => word.toLowerCase() === text.toLowerCase())
  if (!found) throw new InvalidArgumentError(`Choose one of: ${TrackSort.options.join(', ')}.`)
  return found
}

/** What songs to look at; each filter may be given several times, and one of its values is enough. "none" means songs that have none. */
export const withSelection = <A extends unknown[], O extends Record<string, unknown>>(command: Command<A, O>) =>
  command
    .option('--view <shelf>', `one of ${VIEWS.join(', ')}`, oneOf(VIEWS), 'all' as const)
    .option('--album <album>', 'an album’s id or title')
    .option('--studio <name>', 'open, chiptune, cypher, …', several)
    .option('--engine <name>', 'what made it; import: a file from elsewhere', several)
    .option('--origin <origin>', 'generated or imported', several)
    .option('--key <key>', 'like "C# minor"', several)
    .option('--mood <word>', 'a mood', several)
    .option('--licence <words>', 'a licence', several)
    .option('--tag <tag>', 'a tag', several)
    .option('--tempo <bpm>', 'like 90-110, the second not included', tempoRange)
    .option('--rating <stars>', 'at least so many stars', wholeNumber(0, 5))
    .option('--added-within <days>', 'added in the last so many days', wholeNumber(1, 100_000))
    .option('--added-from <day>', 'added on this day or later', day)
    .option('--added-before <day>', 'added before this day', day)
    .option('--disliked <rule>', 'hide, show or only', oneOf(['hide', 'show', 'only'] as const), 'hide' as const)

export const withOrder = <A extends unknown[], O extends Record<string, unknown>>(command: Command<A, O>) =>
  command
    .option('--sort <field>', `one of ${TrackSort.options.join(', ')}`, sortField)
    .option('--ascending', 'smallest first', false)
    .option('--limit <n>', 'how many, 1 to 500', wholeNumber(1, 500), 100)
    .option('--cursor <cursor>', 'the nextCursor of the page before')
    .option('--offset <n>', 'skip so many songs', number(0, 1e9))

export type SelectionOptions = {
  readonly view: (typeof VIEWS)[number]
  readonly album?: string | undefined
  readonly studio?: readonly string[] | undefined
  readonly engine?: readonly string[] | undefined
  readonly origin?: readonly string[] | undefined
  readonly key?: readonly string[] | undefined
  readonly mood?: readonly string[] | undefined
  readonly licence?: readonly string[] | undefined
  readonly tag?: readonly string[] | undefined
  readonly tempo?: readonly TempoRange[] | undefined
  readonly rating?: number | undefined
  readonly addedWithin?: number | undefined
  readonly addedFrom?: number | undefined
  readonly addedBefore?: number | undefined
  readonly disliked: TrackFilters['disliked']
}

export const selectionOf = async (studio: StudioServices, text: string, options: SelectionOptions): Promise<z.input<typeof library.facets.input>> => {
  const { view, album, studio: studios, engine, origin, key, mood, licence, tag, tempo, rating, addedWithin, addedFrom, addedBefore, disliked } = options
  const albumId: AlbumId | undefined = album === undefined ? undefined : (await findAlbum(studio, album)).id
  const filters = {
    ...(studios && { studio: [...studios] }),
    ...(engine && { engine: [...engine] }),
    ...(origin && { origin: [...origin] }),
    ...(key && { key: [...key] }),
    ...(mood && { mood: [...mood] }),
    ...(licence && { licence: [...licence] }),
    ...(tag && { tag: [...tag] }),
    ...(tempo && { tempo: [...tempo] }),
    ...(rating !== undefined && { ratingAtLeast: rating }),
    ...(addedWithin !== undefined && { addedWithinDays: addedWithin }),
    ...(addedFrom !== undefined && { addedFrom }),
    ...(addedBefore !== undefined && { addedBefore }),
    disliked,
  }
  return { text, view, ...(albumId && { albumId }), filters }
}
