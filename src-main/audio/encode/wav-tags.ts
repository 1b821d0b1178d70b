import type { SoundTags } from '../decode/read-tags.ts'
import { id3Tag } from './id3-tag.ts'

const chunk = (name: string, body: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(name), new Uint8Array(Uint32Array.of(body.length).buffer), body, new Uint8Array(body.length % 2)])

/** Title and artist twice: LIST INFO, which most players read but whose letters nobody agrees on, and an `id3 ` chunk in UTF-8. */
export const wavTagChunks = (tags: SoundTags): Uint8Array => {
  const { title, artist } = tags
  if (!title && !artist) return new Uint8Array()
  const entries = [title ? chunk('INAM', Buffer.from(`${title}\0`)) : new Uint8Array(), artist ? chunk('IART', Buffer.from(`${artist}\0`)) : new Uint8Array()]
  return Buffer.concat([chunk('LIST', Buffer.concat([Buffer.from('INFO'), ...entries])), chunk('id3 ', id3Tag(tags))])
}
