import type { TrackSort } from '../../src-shared/library/contract.ts'

export type ColumnId =
  | 'artist'
  | 'album'
  | 'year'
  | 'style'
  | 'studio'
  | 'engine'
  | 'tempo'
  | 'key'
  | 'mood'
  | 'rating'
  | 'tags'
  | 'loudness'
  | 'licence'
  | 'length'
  | 'added'
  | 'changed'

export type Column = {
  readonly id: ColumnId
  readonly name: string
  readonly sort?: TrackSort
  /** pixels */
  readonly width: number
  readonly isNumber?: boolean
}

/** Columns beside the title, in their order on the screen. Tags have no order of their own. */
export const COLUMNS: readonly Column[] = [
  { id: 'artist', name: 'Artist', sort: 'artist', width: 120 },
  { id: 'album', name: 'Album', sort: 'album', width: 132 },
  { id: 'year', name: 'Year', sort: 'year', width: 56, isNumber: true },
  { id: 'style', name: 'Style', sort: 'style', width: 108 },
  { id: 'studio', name: 'Studio', sort: 'studio', width: 92 },
  { id: 'engine', name: 'Engine', sort: 'engine', width: 92 },
  { id: 'tempo', name: 'Tempo', sort: 'tempoBpm', width: 76 },
  { id: 'key', name: 'Key', sort: 'key', width: 84 },
  { id: 'mood', name: 'Mood', sort: 'mood', width: 92 },
  { id: 'rating', name: 'Rating', sort: 'rating', width: 92 },
  { id: 'tags', name: 'Tags', width: 132 },
  { id: 'loudness', name: 'Loudness', sort: 'loudness', width: 92, isNumber: true },
  { id: 'licence', name: 'Licence', sort: 'licence', width: 112 },
  { id: 'length', name: 'Length', sort: 'seconds', width: 60, isNumber: true },
  { id: 'added', name: 'Added', sort: 'createdAt', width: 88 },
  { id: 'changed', name: 'Changed', sort: 'updatedAt', width: 88 },
]

export const STANDARD_COLUMNS: readonly ColumnId[] = ['style', 'tempo', 'key', 'rating', 'length', 'added']

/** The first to leave where there is no room for all. */
const LEAVING: readonly ColumnId[] = [
  'changed',
  'licence',
  'loudness',
  'tags',
  'engine',
  'mood',
  'year',
  'album',
  'artist',
  'studio',
  'added',
  'key',
  'rating',
  'style',
  'tempo',
]
const TITLE_PX = 200
const FIXED_PX = 36 + 112 + 100 + 32 + 12
const GAP_PX = 12

/** The chosen columns that fit into `widthPx` beside a title that can be read. */
export const fittingColumns = (chosen: readonly ColumnId[], widthPx: number): readonly Column[] => {
  let shown = COLUMNS.filter(({ id }) => chosen.includes(id))
  const needed = () => FIXED_PX + TITLE_PX + 4 * GAP_PX + shown.reduce((sum, { width }) => sum + width + GAP_PX, 0)
  for (const leaving of LEAVING) {
    if (needed() <= widthPx) return shown
    shown = shown.filter(({ id }) => id !== leaving)
  }
  return shown
}
