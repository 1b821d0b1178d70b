import { layOutLines } from '../../../src-shared/lyrics/lay-out-lines.ts'
import { ExportTags } from '../../../src-shared/mixdown/export-options.ts'
import { secondsToBar } from '../../../src-shared/score/musical-time.ts'
import type { TempoMap, TimeSignature } from '../../../src-shared/score/score.ts'
import type { SoundTags } from '../../audio/index.ts'
import { checkFileCover } from '../covers/cover-picture.ts'
import type { CoverStore } from '../covers/cover-store.ts'
import type { ToldFacts } from './told-facts.ts'

/** Bars of the song as far as they are known, to lay words over. */
export type SongBars = {
  readonly tempoMap: TempoMap | undefined
  readonly timeSignature: TimeSignature | undefined
  readonly seconds: number
  readonly firstBarSeconds: number
}

const FOUR_FOUR: TimeSignature = { beats: 4, unit: 4 }
const UNHEARD_BPM = 120

const wordsOf = ({ lyrics, timedLyrics, bpm }: SoundTags, { tempoMap, timeSignature = FOUR_FOUR, seconds, firstBarSeconds }: SongBars): ToldFacts['lyrics'] => {
  if (lyrics === undefined) return undefined
  const map = tempoMap ?? [{ atTicks: 0, tempoBpm: bpm ?? UNHEARD_BPM }]
  const barAt = (at: number) => Math.max(0, Math.floor(secondsToBar(map, timeSignature, Math.max(0, at - firstBarSeconds))))
  const lines = timedLyrics ? timedLyrics.map(({ seconds: at, text }) => ({ text, bar: barAt(at) })) : lyrics.split('\n').map((text) => ({ text }))
  return layOutLines(lines, barAt(seconds))
}

/** An ISRC as exports take it; undefined where it is none. */
export const plainIsrc = (text: string | undefined): string | undefined => ExportTags.shape.isrc.safeParse(text).data || undefined

export type FileFacts = { readonly facts: ToldFacts; readonly notes: readonly string[] }

/** What a file says beside title, artist and style, as its song keeps it; the cover lies in the store afterwards. @throws FailureError disk.full */
export const factsOfTags = async (tags: SoundTags, bars: SongBars, covers: Pick<CoverStore, 'put'> | undefined): Promise<FileFacts> => {
  const notes: string[] = []
  const isrc = plainIsrc(tags.isrc)
  if (tags.isrc !== undefined && isrc === undefined) notes.push(`Its ISRC “${tags.isrc}” is not one, and was left out.`)
  const picture = tags.cover && checkFileCover(tags.cover.data)
  if (picture && !picture.ok) notes.push('Its cover cannot be shown, and was left out.')
  const coverSha256 = tags.cover && picture?.ok ? await covers?.put(tags.cover.data, picture.value.kind) : undefined
  return {
    notes,
    facts: {
      album: tags.album,
      albumArtist: tags.albumArtist,
      discNumber: tags.discNumber,
      trackNumber: tags.trackNumber,
      year: tags.year,
      isrc,
      fileBpm: tags.bpm,
      ...(bars.tempoMap === undefined && { tempoBpm: tags.bpm }),
      fileComment: tags.comment,
      coverSha256,
      lyrics: wordsOf(tags, bars),
    },
  }
}
