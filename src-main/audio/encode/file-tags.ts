import type { MarkerColour } from '../../../src-shared/project/marker-colours.ts'
import type { SoundTags } from '../decode/read-tags.ts'

/** What an exported file says about itself. Text is UTF-8 without control characters except line ends in `lyrics`. */
export type FileTags = Pick<SoundTags, 'title' | 'artist'> & {
  readonly album?: string | undefined
  /** twelve letters and digits, no hyphens */
  readonly isrc?: string | undefined
  readonly tempoBpm?: number | undefined
  /** as musicians write it: "F#m", "Eb" */
  readonly key?: string | undefined
  /** "2026-11-27" */
  readonly date?: string | undefined
  readonly lyrics?: string | undefined
  readonly comment?: string | undefined
  /** IPTC's word for how the sound came to be: a URI, machine readable */
  readonly digitalSourceType?: string | undefined
  readonly cover?: Cover | undefined
}

export type Cover = { readonly mimeType: 'image/jpeg' | 'image/png'; readonly bytes: Uint8Array }

/** A place in the song, or with `untilSeconds` a span. */
export type Cue = { readonly atSeconds: number; readonly untilSeconds?: number | undefined; readonly name: string; readonly colour?: MarkerColour | undefined }

/** Vorbis comments, for Ogg and FLAC: the names that players agree on. */
export const vorbisComments = (tags: FileTags): readonly (readonly [name: string, value: string])[] =>
  (
    [
      ['TITLE', tags.title],
      ['ARTIST', tags.artist],
      ['ALBUM', tags.album],
      ['ISRC', tags.isrc],
      ['BPM', tags.tempoBpm === undefined ? undefined : String(Math.round(tags.tempoBpm * 100) / 100)],
      // two programs, two words
      ['KEY', tags.key],
      ['INITIALKEY', tags.key],
      ['DATE', tags.date],
      ['LYRICS', tags.lyrics],
      ['COMMENT', tags.comment],
      ['DIGITALSOURCETYPE', tags.digitalSourceType],
    ] as const
  ).filter((pair): pair is readonly [(typeof pair)[0], string] => Boolean(pair[1]))
