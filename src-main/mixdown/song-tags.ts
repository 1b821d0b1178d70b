import type { Track } from '../../src-shared/library/contract.ts'
import type { ExportTags } from '../../src-shared/mixdown/export-options.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Key } from '../../src-shared/score/score.ts'
import { type FileTags, oneLine } from '../audio/index.ts'

/** engines that compose by rules; whatever else is not an import has learned from recordings */
const RULES = new Set(['score'])
const IMPORT = 'import'
const IPTC = 'http://cv.iptc.org/newscodes/digitalsourcetype'

/** "F#m", as DJ programs and players write keys. Church modes go to the one of major and minor that shares their third. */
export const keyName = ({ tonic, mode }: Key): string => `${tonic}${mode === 'minor' || mode === 'dorian' || mode === 'phrygian' ? 'm' : ''}`

/** The take and what it was made from, newest first. */
export const lineageOf = (takes: readonly Take[], current: Take): readonly Take[] => {
  const byId = new Map(takes.map((take) => [take.id, take]))
  const line: Take[] = []
  for (let take: Take | undefined = current; take && !line.includes(take); take = take.parentTakeId && byId.get(take.parentTakeId)) line.push(take)
  return line
}

export type Origin = {
  /** IPTC's word, a URI; undefined for sound that came from outside and was not changed by an engine */
  readonly digitalSourceType: string | undefined
  /** a sentence for people */
  readonly disclosure: string
}

/** How the song came to be, for machines and for people, from the engines of all takes that it was made from. */
export const originOf = (lineage: readonly Take[]): Origin => {
  const engines = [...new Set(lineage.map(({ engine }) => engine))]
  const isImported = engines.includes(IMPORT) || lineage.some(({ kind }) => kind === 'imported')
  const learned = engines.filter((engine) => engine !== IMPORT && !RULES.has(engine))
  const isByRules = engines.some((engine) => RULES.has(engine))
  if (learned.length > 0)
    return {
      digitalSourceType: `${IPTC}/${isImported || isByRules ? 'compositeWithTrainedAlgorithmicMedia' : 'trainedAlgorithmicMedia'}`,
      disclosure: `${isImported ? 'Parts of this recording were' : 'This music was'} made with generative AI (${learned.join(', ')}).`,
    }
  if (isByRules)
    return {
      digitalSourceType: `${IPTC}/${isImported ? 'compositeSynthetic' : 'algorithmicMedia'}`,
      disclosure: `${isImported ? 'Parts of this recording were' : 'This music was'} composed and played by a program that follows rules; no model trained on recordings was used.`,
    }
  return { digitalSourceType: undefined, disclosure: 'Recording brought in from a file; no sound was generated.' }
}

/** Engine, seed, licence and the disclosure, as one line. */
export const commentOf = (track: Track, lineage: readonly Take[]): string => {
  const [take] = lineage
  const seed = take?.seed ?? track.seed
  const engine = `${track.engine}${track.engineVersion ? ` ${track.engineVersion}` : ''}`
  return [
    originOf(lineage).disclosure,
    'Segno Studio.',
    track.origin === 'generated' ? `Engine: ${engine}${seed === undefined ? '' : `, seed ${seed}`}.` : undefined,
    `Licence: ${track.licence.replace(/\.$/, '')}.`,
  ]
    .filter((part) => part !== undefined)
    .join(' ')
}

const orNothing = (text: string | undefined): string | undefined => (text === '' ? undefined : text)
/** one word may be longer than a title of the library */
const plainLine = (text: string | undefined): string | undefined => oneLine(text, 10_000)

/** What a song's file says: what the studio knows, and what the musician wrote instead. An empty word takes a tag away. */
export const songTags = (track: Track, lineage: readonly Take[], own: ExportTags = {}): FileTags => ({
  title: plainLine(own.title ?? track.title),
  artist: plainLine(own.artist ?? track.artist),
  album: plainLine(own.album),
  isrc: orNothing(own.isrc),
  tempoBpm: track.tempoBpm,
  key: track.key && keyName(track.key),
  date: new Date(track.createdAt).toISOString().slice(0, 10),
  lyrics: orNothing(own.lyrics?.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n]/gu, '')),
  comment: plainLine(own.comment ?? commentOf(track, lineage)),
  digitalSourceType: originOf(lineage).digitalSourceType,
})
