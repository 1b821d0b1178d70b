import type { Track } from '../../src-shared/library/contract.ts'
import type { ExportTags } from '../../src-shared/mixdown/export-options.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { originOf } from '../../src-shared/rights/origin.ts'
import type { Key } from '../../src-shared/score/score.ts'
import { type FileTags, oneLine } from '../audio/index.ts'

/** "F#m", as DJ programs and players write keys. Church modes go to the one of major and minor that shares their third. */
export const keyName = ({ tonic, mode }: Key): string => `${tonic}${mode === 'minor' || mode === 'dorian' || mode === 'phrygian' ? 'm' : ''}`

/** Engine, seed, licence, the disclosure and the titles of the songs that it leaned on, as one line. */
export const commentOf = (track: Track, lineage: readonly Take[], influences: readonly string[] = []): string => {
  const [take] = lineage
  const seed = take?.seed ?? track.seed
  const engine = `${track.engine}${track.engineVersion ? ` ${track.engineVersion}` : ''}`
  return [
    originOf(lineage).disclosure,
    'Segno Studio.',
    track.origin === 'generated' ? `Engine: ${engine}${seed === undefined ? '' : `, seed ${seed}`}.` : undefined,
    `Licence: ${track.licence.replace(/\.$/, '')}.`,
    influences.length > 0 ? `Leaned on: ${influences.map((title) => `“${title}”`).join(', ')}.` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

const orNothing = (text: string | undefined): string | undefined => (text === '' ? undefined : text)
/** one word may be longer than a title of the library */
const plainLine = (text: string | undefined): string | undefined => oneLine(text, 10_000)

/** What a song's file says: what the studio knows, and what the musician wrote instead. An empty word takes a tag away. */
export const songTags = (track: Track, lineage: readonly Take[], own: ExportTags = {}, influences: readonly string[] = []): FileTags => ({
  title: plainLine(own.title ?? track.title),
  artist: plainLine(own.artist ?? track.artist),
  album: plainLine(own.album ?? track.album),
  isrc: orNothing(own.isrc ?? track.isrc),
  tempoBpm: track.tempoBpm,
  key: track.key && keyName(track.key),
  date: track.year === undefined ? new Date(track.createdAt).toISOString().slice(0, 10) : String(track.year),
  lyrics: orNothing(own.lyrics?.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '')),
  comment: plainLine(own.comment ?? commentOf(track, lineage, influences)),
  digitalSourceType: originOf(lineage).digitalSourceType,
})
