import type { Track } from '../../src-shared/library/contract.ts'
import { trackDocument } from './documents.ts'
import type { Outcome } from './outcome.ts'
import type { StudioServices } from './studio-services.ts'
import { clock, table } from './table.ts'

type Page = { readonly tracks: readonly Track[]; readonly total: number; readonly nextCursor?: string | undefined }

/** A page of songs, as a table and as a document. */
export const listed = (studio: StudioServices, { tracks, total, nextCursor }: Page): Outcome => {
  const rows = tracks.map(({ id, title, seconds, style, tempoBpm, origin }) => [
    id,
    title,
    clock(seconds),
    style ?? origin,
    tempoBpm ? `${Math.round(tempoBpm)} bpm` : '',
  ])
  const more =
    nextCursor !== undefined ? `\n${tracks.length} of ${total}; --cursor ${nextCursor} shows what follows.` : total > tracks.length ? `\n${total} in all.` : ''
  const text = tracks.length > 0 ? table(['Song', 'Title', 'Length', 'Style', 'Tempo'], rows) + more : 'Nothing here yet.'
  return { json: { tracks: tracks.map((track) => trackDocument(studio, track)), total, ...(nextCursor !== undefined && { nextCursor }) }, text }
}
