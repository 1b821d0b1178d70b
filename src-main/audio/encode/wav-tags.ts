import type { FileTags } from './file-tags.ts'
import { id3Tag } from './id3-tag.ts'
import { riffChunk } from './riff-chunk.ts'

/** The tags twice: LIST INFO, which most players read but whose letters nobody agrees on, and an `id3 ` chunk in UTF-8. */
export const wavTagChunks = (tags: FileTags): Uint8Array => {
  const entries = (
    [
      ['INAM', tags.title],
      ['IART', tags.artist],
      ['IPRD', tags.album],
      ['ICRD', tags.date],
      ['ICMT', tags.comment],
    ] as const
  ).flatMap(([name, value]) => (value ? [riffChunk(name, Buffer.from(`${value}\0`))] : []))
  const id3 = id3Tag(tags)
  return Buffer.concat([
    ...(entries.length > 0 ? [riffChunk('LIST', Buffer.concat([Buffer.from('INFO'), ...entries]))] : []),
    ...(id3.length > 0 ? [riffChunk('id3 ', id3)] : []),
  ])
}
