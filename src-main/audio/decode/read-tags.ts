import { createHash } from 'node:crypto'
import type { IAudioMetadata, ICommonTagsResult } from 'music-metadata'
import { legible } from './legible-text.ts'
import { oneLine } from './one-line.ts'
import { readLrc } from './read-lrc.ts'

export type SoundCover = { readonly mimeType: 'image/jpeg' | 'image/png'; readonly data: Uint8Array; readonly sha256: string }

/** What a file says about itself, made fit for a screen; undefined where it says nothing. */
export type SoundTags = {
  readonly title: string | undefined
  readonly artist: string | undefined
  readonly album: string | undefined
  /** whose album it is, where that is said beside the song's own artist */
  readonly albumArtist: string | undefined
  readonly discNumber: number | undefined
  readonly trackNumber: number | undefined
  readonly genre: string | undefined
  readonly year: number | undefined
  readonly bpm: number | undefined
  readonly key: string | undefined
  readonly comment: string | undefined
  readonly lyrics: string | undefined
  /** where the file says when each line is sung (LRC, SYLT); the same words as `lyrics` */
  readonly timedLyrics: readonly { readonly seconds: number; readonly text: string }[] | undefined
  /** the long texts to the letter, as far as 100,000 characters, so that they can be written back: LRC with its times */
  readonly asWritten: { readonly comment: string | undefined; readonly lyrics: string | undefined }
  readonly isrc: string | undefined
  readonly mood: string | undefined
  /** 1 to 5 stars */
  readonly rating: number | undefined
  readonly cover: SoundCover | undefined
  /** IPTC's word for how it was made, a URI, unchecked */
  readonly digitalSourceType: string | undefined
  /** WAV and AIFF have no place for stars that other programs would find */
  readonly keepsStars: boolean
  /** what was cut or left out, in sentences */
  readonly notes: readonly string[]
}

const MOST_CHARACTERS = 200
const MOST_TEXT = 4_000
/** ID3v2.4, SYLT: the time is in milliseconds, not in MPEG frames */
const TIMED_BY_MILLISECONDS = 2
/** Bytes of a cover, and what a hostile file may make us hold. */
const MOST_COVER_BYTES = 10_000_000
const STARLESS = /^(WAVE|RF64|BW64|AIFF|AIFC)/
const MOST_AS_WRITTEN = 100_000
/** by the tag systems of ID3v2.3 and v2.4, ID3v2.2, Vorbis and APE, MP4, and ASF */
const LYRICS_IDS = ['USLT', 'ULT', 'LYRICS', 'UNSYNCEDLYRICS', '©lyr', 'Lyrics', 'WM/Lyrics']
const KEY_IDS = new Set(['INITIALKEY', 'KEY', '----:com.apple.iTunes:INITIALKEY', '----:com.apple.iTunes:initialkey'])

const SOURCE_TYPE_IDS = new Set([
  'TXXX:DigitalSourceType',
  'DIGITALSOURCETYPE',
  '----:com.apple.iTunes:DigitalSourceType',
  '----:com.apple.iTunes:DIGITALSOURCETYPE',
])

const textOf = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value
  const text = (value as { text?: unknown } | undefined)?.text
  return typeof text === 'string' ? text : undefined
}

/** by its first bytes, whatever the tag says: an SVG is a program, and is not taken */
const imageKind = (data: Uint8Array): SoundCover['mimeType'] | undefined => {
  if (data[0] === 0xff && data[1] === 0xd8 && data[2] === 0xff) return 'image/jpeg'
  if (data[0] === 0x89 && data[1] === 0x50 && data[2] === 0x4e && data[3] === 0x47) return 'image/png'
  return undefined
}

const coverOf = (picture: NonNullable<ICommonTagsResult['picture']>[number] | undefined, notes: string[]): SoundCover | undefined => {
  if (!picture) return undefined
  const { data } = picture
  const mimeType = imageKind(data)
  if (!mimeType) notes.push('Its cover is neither a JPEG nor a PNG, and was left out.')
  else if (data.length > MOST_COVER_BYTES) notes.push(`Its cover has ${Math.round(data.length / 1e6)} MB, and was left out.`)
  else return { mimeType, data, sha256: createHash('sha256').update(data).digest('hex') }
  return undefined
}

const nativeText = ({ native }: IAudioMetadata, ids: ReadonlySet<string>): string | undefined => {
  for (const tags of Object.values(native)) for (const { id, value } of tags) if (ids.has(id)) return textOf(value)
  return undefined
}

const lyricsAsWritten = (metadata: IAudioMetadata): string | undefined => {
  for (const id of LYRICS_IDS) {
    const text = nativeText(metadata, new Set([id]))
    if (text !== undefined) return legible(text.slice(0, MOST_AS_WRITTEN))
  }
  return undefined
}

/** Stars as programs write them: 0..1, 1..5, or 0..100. */
const starsOf = (metadata: IAudioMetadata): number | undefined => {
  const [first] = metadata.common.rating ?? []
  const written = nativeText(metadata, new Set(['RATING', '----:com.apple.iTunes:RATING']))
  const plain = written === undefined || written.trim() === '' ? Number.NaN : Number(written)
  let share: number | undefined = first?.rating
  if (Number.isFinite(plain)) share = plain <= 1 ? plain : plain <= 5 ? plain / 5 : plain / 100
  if (share === undefined || !(share > 0)) return undefined
  return Math.max(1, Math.min(5, Math.round(share * 5)))
}

const MOST_TIMED_LINES = 2_000
const timesOf = (text: string | undefined, words: NonNullable<ICommonTagsResult['lyrics']>[number] | undefined): SoundTags['timedLyrics'] => {
  const lines = text === undefined ? undefined : readLrc(text)
  if (lines) return lines.slice(0, MOST_TIMED_LINES).map((line) => ({ ...line, text: oneLine(line.text, MOST_CHARACTERS) ?? '' }))
  if (!words || words.timeStampFormat !== TIMED_BY_MILLISECONDS) return undefined
  const timed = words.syncText.slice(0, MOST_TIMED_LINES).flatMap(({ timestamp, text }) => {
    if (timestamp === undefined || !(timestamp >= 0)) return []
    return [{ seconds: timestamp / 1_000, text: oneLine(legible(text), MOST_CHARACTERS) ?? '' }]
  })
  return timed.length > 0 ? timed : undefined
}

const NOTHING: SoundTags = {
  title: undefined,
  artist: undefined,
  album: undefined,
  albumArtist: undefined,
  discNumber: undefined,
  trackNumber: undefined,
  genre: undefined,
  year: undefined,
  bpm: undefined,
  key: undefined,
  comment: undefined,
  lyrics: undefined,
  timedLyrics: undefined,
  asWritten: { comment: undefined, lyrics: undefined },
  isrc: undefined,
  mood: undefined,
  rating: undefined,
  cover: undefined,
  digitalSourceType: undefined,
  keepsStars: true,
  notes: [],
}

const between = (value: unknown, low: number, high: number): number | undefined =>
  typeof value === 'number' && value >= low && value <= high ? value : undefined

/**
 * One reader for every kind of file: it streams, and knows all fields. Tags that cannot be read are no tags: the sound itself decides whether
 * a file is good. Text is cut to one line of 200 characters (comment and lyrics: 4,000), with a note.
 */
export const readTags = async (path: string): Promise<SoundTags> => {
  const { parseFile } = await import('music-metadata')
  const metadata = await parseFile(path, { duration: false }).catch(() => undefined)
  if (!metadata) return NOTHING
  const { common } = metadata
  const notes: string[] = []
  const [words] = common.lyrics ?? []
  const line = (name: string, value: unknown): string | undefined => {
    const text = textOf(value)
    if (text === undefined) return undefined
    const legibly = legible(text.slice(0, 100_000))
    if (legibly.length > MOST_CHARACTERS) notes.push(`Its ${name} has ${text.length.toLocaleString('en')} characters, and was cut.`)
    return oneLine(legibly.slice(0, 4 * MOST_CHARACTERS), MOST_CHARACTERS)
  }
  const lines = (name: string, value: unknown): string | undefined => {
    const text = textOf(value)
    if (text === undefined) return undefined
    if (text.length > MOST_TEXT) notes.push(`Its ${name} has ${text.length.toLocaleString('en')} characters, and was cut.`)
    const plain = legible(text.slice(0, 100_000))
      .toWellFormed()
      .replaceAll('\r\n', '\n')
      .replace(/[^\P{Cc}\n\t]/gu, '')
      .slice(0, MOST_TEXT)
      .toWellFormed()
      .trim()
    return plain || undefined
  }
  const lyrics = lyricsAsWritten(metadata)
  const timedLyrics = timesOf(lyrics, words)
  const comment = common.comment?.find((each) => !each.descriptor)?.text ?? common.comment?.[0]?.text
  return {
    title: line('title', common.title),
    artist: line('artist', common.artist),
    album: line('album', common.album),
    albumArtist: line('album artist', common.albumartist),
    discNumber: between(common.disk.no, 1, 9_999),
    trackNumber: between(common.track.no, 1, 9_999),
    genre: line('genre', common.genre?.[0]),
    year: between(common.year, 1, 9_999),
    bpm: between(Number(common.bpm), 1, 999),
    key: line('key', common.key ?? nativeText(metadata, KEY_IDS)),
    comment: lines('comment', comment),
    lyrics: lines('lyrics', timedLyrics?.map(({ text }) => text).join('\n') ?? words?.text ?? words?.syncText.map(({ text }) => text).join('\n')),
    timedLyrics,
    asWritten: { comment: comment === undefined ? undefined : legible(comment.slice(0, MOST_AS_WRITTEN)), lyrics },
    isrc: line('ISRC', common.isrc?.[0]),
    mood: line('mood', common.mood),
    rating: starsOf(metadata),
    digitalSourceType: nativeText(metadata, SOURCE_TYPE_IDS)?.slice(0, MOST_CHARACTERS),
    cover: coverOf(common.picture?.[0], notes),
    keepsStars: !STARLESS.test(metadata.format.container ?? ''),
    notes,
  }
}
