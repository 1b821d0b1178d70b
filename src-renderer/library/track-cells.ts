import type { Track } from '../../src-shared/library/contract.ts'
import { waitsToBeHeard } from '../analysis/index.ts'
import { clockTime, counted, keyWord, mannerWord, studioWord, styleWord, tempoWord, timeAgo } from '../words/index.ts'
import type { ColumnId } from './column-ids.ts'
import { engineWord } from './facets/facet-words.ts'

const DAY_MILLISECONDS = 86_400_000

export type CellFacts = { readonly now: number /** in the trash: how many days songs stay there */; readonly trashDays: number | undefined }

/** "12 days": until a song in the trash is deleted for good. */
export const daysLeft = (trashedAt: number, trashDays: number, now: number): string => {
  const days = Math.ceil((trashedAt + trashDays * DAY_MILLISECONDS - now) / DAY_MILLISECONDS)
  return days < 1 ? 'today' : counted(Math.min(days, trashDays), 'day')
}

/** What a column of words says of a song. */
export const cellWords = (column: Exclude<ColumnId, 'rating'>, track: Track, { now, trashDays }: CellFacts): string => {
  switch (column) {
    case 'artist':
      return track.artist ?? ''
    case 'album':
      return track.album ?? ''
    case 'year':
      return track.year === undefined ? '' : String(track.year)
    case 'style':
      return track.style ? styleWord(track.style) : (mannerWord(track) ?? (track.origin === 'imported' ? 'Imported' : ''))
    case 'studio':
      return track.studio ? studioWord(track.studio) : track.origin === 'generated' ? studioWord('open') : ''
    case 'engine':
      return engineWord(track.engine)
    case 'tempo':
      if (track.tempoBpm !== undefined) return tempoWord(track.tempoBpm)
      return trashDays === undefined && waitsToBeHeard(track.id) ? 'listening…' : ''
    case 'key':
      return track.key ? keyWord(track.key) : ''
    case 'mood':
      return track.mood ?? ''
    case 'tags':
      return track.tags.join(', ')
    case 'loudness':
      return track.loudness?.integratedLufs === undefined ? '' : `${track.loudness.integratedLufs.toFixed(1)} LUFS`
    case 'licence':
      return track.licence
    case 'length':
      return clockTime(track.seconds)
    case 'added':
      return trashDays === undefined || track.trashedAt === undefined ? timeAgo(track.createdAt, now) : daysLeft(track.trashedAt, trashDays, now)
    case 'changed':
      return timeAgo(track.updatedAt, now)
  }
}
