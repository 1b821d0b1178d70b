import type { Events } from '../platform/events.ts'
import type { Written } from './write-changes.ts'

/** Songs named when very many changed: who shows songs looks anew, whichever they are. */
const MOST_NAMED = 10_000

/** Tells everyone what a step wrote. */
export const announceWritten = (events: Events, { trackIds, hasAlbums, hasComments, hasSearches }: Written): void => {
  const ids = [...new Set(trackIds.slice(0, MOST_NAMED))]
  if (ids.length > 0) events.emit('library.changed', { trackIds: ids })
  if (hasAlbums) events.emit('library.albumsChanged', {})
  if (hasComments) events.emit('comments.changed', { trackIds: ids })
  if (hasSearches) events.emit('library.searchesChanged', {})
  events.emit('history.changed', {})
}
