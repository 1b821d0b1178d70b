import { open, readFile } from 'node:fs/promises'
import type { AudioFile } from 'taglib-wasm'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { TagChange } from '../../../src-shared/library/file-tags.ts'

export type TagOrder = TagChange & { readonly cover?: { readonly mimeType: string; readonly data: Uint8Array } | null | undefined }

const PROPERTY = {
  title: 'TITLE',
  artist: 'ARTIST',
  album: 'ALBUM',
  genre: 'GENRE',
  year: 'DATE',
  bpm: 'BPM',
  key: 'INITIALKEY',
  comment: 'COMMENT',
  isrc: 'ISRC',
} as const
const WHOSE_STARS = 'segno'
/** Files whose stars are a number from 0 to 100 beside the other texts. */
const STARS_AS_TEXT = new Set(['FLAC', 'OGG', 'OPUS', 'MP4'])

const applyTo = (file: AudioFile, order: TagOrder): void => {
  for (const [field, property] of Object.entries(PROPERTY) as [keyof typeof PROPERTY, string][]) {
    const value = order[field]
    // no text takes the field away
    if (value !== undefined) file.setProperty(property, value === null ? '' : String(value))
  }
  if (order.lyrics !== undefined) file.setLyrics(order.lyrics === null ? [] : [{ text: order.lyrics, description: '', language: 'XXX' }])
  if (order.rating !== undefined) {
    // TagLib keeps ratings beside the texts: an empty text alone leaves them
    if (order.rating === null) file.setRatings([])
    if (STARS_AS_TEXT.has(file.getFormat())) file.setProperty('RATING', order.rating === null ? '' : String(20 * order.rating))
    else if (file.getFormat() === 'MP3' && order.rating !== null) file.setRatings([{ rating: order.rating / 5, email: WHOSE_STARS }])
  }
  if (order.cover !== undefined) {
    file.removePictures()
    if (order.cover) file.setPictures([{ mimeType: order.cover.mimeType, data: order.cover.data, type: 'FrontCover', description: '' }])
  }
}

/**
 * A copy of a sound file with other tags at `target`, on the disk when it resolves; the sound is not encoded anew (TagLib). Runs in a worker.
 * @throws FailureError tags.unwritable; errors of the file system
 */
export const applyTags = async (source: string, target: string, order: TagOrder): Promise<void> => {
  const { TagLib } = await import('taglib-wasm')
  const taglib = await TagLib.initialize()
  const bytes = await readFile(source)
  const unwritable = (cause?: unknown) =>
    new FailureError(
      failure('tags.unwritable', 'The studio cannot write tags into this kind of file. Nothing was changed. Export the song, and tag the export.'),
      {
        cause,
      },
    )
  const file = await taglib.open(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)).catch((cause: unknown) => Promise.reject(unwritable(cause)))
  try {
    if (!file.isValid()) throw unwritable()
    applyTo(file, order)
    if (!file.save()) throw unwritable()
    const handle = await open(target, 'wx')
    try {
      await handle.writeFile(file.getFileBuffer())
      await handle.sync()
    } finally {
      await handle.close()
    }
  } finally {
    file.dispose()
  }
}
