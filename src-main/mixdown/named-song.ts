import type { Track } from '../../src-shared/library/contract.ts'
import type { ExportTags } from '../../src-shared/mixdown/export-options.ts'
import type { NamedSong } from '../../src-shared/mixdown/file-names.ts'
import { keyName } from './song-tags.ts'

/** What a naming template may say of a song. `number` of `count`: "03" of 12. */
export const namedSong = (track: Track, tags: ExportTags | undefined, number: number, count: number): NamedSong => ({
  title: tags?.title || track.title,
  artist: tags?.artist ?? track.artist,
  album: tags?.album ?? track.album,
  number: String(number).padStart(Math.max(2, String(count).length), '0'),
  bpm: track.tempoBpm === undefined ? undefined : String(Math.round(track.tempoBpm)),
  key: track.key && keyName(track.key),
  style: track.style,
  seed: track.seed === undefined ? undefined : String(track.seed),
  date: new Date(track.createdAt).toISOString().slice(0, 10),
  id: track.id,
})
