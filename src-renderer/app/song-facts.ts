import { coverUrl } from '../bridge/media-urls.ts'
import { studio } from '../bridge/studio-client.ts'
import type { SongFacts, TransportSource } from '../transport/index.ts'

/** Artist, album and picture as the library knows them. The studio's own songs say who made them; without a picture there is none. */
export const songFacts = async ({ trackId }: TransportSource): Promise<SongFacts> => {
  const reply = trackId && (await studio.library.get({ trackId }))
  if (!reply?.ok) return {}
  const { artist, album, coverSha256, albumIds, origin } = reply.value
  const albums = albumIds.length > 0 ? await studio.library.listAlbums({}) : undefined
  const own = albums?.ok ? albums.value.find(({ id }) => albumIds.includes(id)) : undefined
  const picture = coverSha256 ?? own?.coverSha256
  const name = album ?? own?.title
  return {
    artist: artist ?? (origin === 'generated' ? 'Segno Studio' : ''),
    ...(name !== undefined && { album: name }),
    ...(picture && { coverUrl: coverUrl(picture) }),
  }
}
