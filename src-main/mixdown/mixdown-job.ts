import { createHash } from 'node:crypto'
import { open, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { readLyrics, textOfLyrics } from '../../src-shared/lyrics/read-lyrics.ts'
import { wordsOfSong } from '../../src-shared/lyrics/song-words.ts'
import { ExportFormat, ExportOptions, isScoreFormat, type ScoreFormat, type SoundFormat } from '../../src-shared/mixdown/export-options.ts'
import { type LevelReached, levelReached } from '../../src-shared/mixdown/level-reached.ts'
import type { ProjectDocument, Take } from '../../src-shared/project/document.ts'
import { lineageOf } from '../../src-shared/rights/origin.ts'
import type { LyricLine, Score } from '../../src-shared/score/score.ts'
import type { AudioService } from '../audio/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, requireSpace } from '../platform/files/index.ts'
import type { JobDefinition } from '../platform/jobs/index.ts'
import { noFolder, noScore, noTrack, requireAudio, writeFailure } from './mixdown-failures.ts'
import { scoreToMusicXml } from './musicxml/score-to-musicxml.ts'
import { alreadyThere, fileExists, publishFile } from './publish-file.ts'
import { readCover } from './read-cover.ts'
import { requireWritable } from './require-writable.ts'
import { scoreToMidi } from './score-to-midi.ts'
import { type KeptMark, songMarks } from './song-marks.ts'
import { songTags } from './song-tags.ts'

export type MixdownParts = {
  readonly audio: Pick<AudioService, 'encode'>
  readonly store: Pick<AudioStore, 'pathOf' | 'has'>
  readonly library: Pick<TrackReader, 'find' | 'findTake' | 'findScore' | 'listTakes'>
  /** the musician's regions and markers of a song; none where its document cannot be read */
  readonly marksOf: (trackId: TrackId) => Promise<readonly KeptMark[]>
  /** the picture that the song carries, for files without a chosen one; undefined: it has none */
  readonly coverPathOf?: (track: Track) => string | undefined
  /** words that were written over a song; none: those of its score count */
  readonly wordsOf?: (trackId: TrackId) => Promise<ProjectDocument['lyrics']>
  /** titles of the songs that it leaned on when it was made; nobody knows of any where this is left out */
  readonly influencesOf?: (trackId: TrackId) => Promise<readonly string[]>
  /** writes the whole song as a project file */
  readonly writeProject: (trackId: TrackId, path: string, context: WorkContext) => Promise<void>
  readonly events: Events
}

export const MixdownPayload = z.object({
  trackId: TrackId,
  format: ExportFormat,
  path: z.string().min(1),
  force: z.boolean(),
  options: ExportOptions.prefault({}),
  /** a picture for the tag; only those who may say paths give one */
  coverPath: z.string().optional(),
})
export type MixdownOrder = Omit<z.output<typeof MixdownPayload>, 'options'> & { readonly options?: ExportOptions }
export type MixdownJob = JobDefinition<typeof MixdownPayload>

/** A song with what its files say of it. */
export type NamedTake = { readonly track: Track; readonly take: Take; readonly lineage: readonly Take[] }

/** @throws FailureError track.not-found */
export const findSong = async (library: Pick<TrackReader, 'find' | 'listTakes'>, trackId: TrackId): Promise<NamedTake> => {
  const track = await library.find(trackId)
  const takes = track ? await library.listTakes(trackId) : []
  const take = takes.find(({ id }) => id === track?.currentTakeId)
  if (!track || !take) throw new FailureError(noTrack())
  return { track, take, lineage: lineageOf(takes, take) }
}

/** The score with the words that the song has now. */
export const withSongWords = (score: Score, lyrics: ProjectDocument['lyrics']): Score =>
  lyrics ? { ...score, lyrics: readLyrics(lyrics, score.timeSignature) } : score

type WordParts = Pick<MixdownParts, 'wordsOf'> & { readonly library: Pick<TrackReader, 'findScore'> }
/** The words that its files carry, by bar. */
export const linesOfSong = async ({ library, wordsOf }: WordParts, { track, take }: Pick<NamedTake, 'track' | 'take'>): Promise<readonly LyricLine[]> => {
  const written = await wordsOf?.(track.id)
  const ofScore = !written && track.studio && take.scoreSha256 ? (await library.findScore(take.scoreSha256))?.lyrics : undefined
  return wordsOfSong({ lyrics: written }, take, ofScore)
}
/** The same as a text; empty where the song has none. */
export const lyricsText = async (parts: WordParts, song: NamedTake): Promise<string> => textOfLyrics(await linesOfSong(parts, song))

const writeScore = async ({ library, wordsOf }: MixdownParts, { track, take }: NamedTake, format: ScoreFormat, { tags }: ExportOptions, temporary: string) => {
  const found = take.scoreSha256 && (await library.findScore(take.scoreSha256))
  if (!found) throw new FailureError(noScore())
  const score = withSongWords(found, await wordsOf?.(track.id))
  const title = tags?.title || track.title
  const file = await open(temporary, 'w')
  try {
    await file.writeFile(format === 'mid' ? scoreToMidi(score, title) : scoreToMusicXml(score, { title, artist: tags?.artist || track.artist }))
    await file.sync()
  } finally {
    await file.close()
  }
}

/** bytes a stereo frame that no file of the kind goes beyond */
const FRAME_BYTES: Readonly<Record<SoundFormat, number>> = { wav: 8, aiff: 8, flac: 6, mp3: 1, ogg: 1 }
/** with a loudness target the song lies beside it up to twice, as floats */
const FLOAT_COPIES_BYTES = 16

const writeSound = async (parts: MixdownParts, song: NamedTake, format: SoundFormat, order: MixdownOrder, temporary: string, context: WorkContext) => {
  const { audio, store, marksOf, influencesOf } = parts
  const { track, take, lineage } = song
  const { options = {}, coverPath, path } = order
  requireAudio(store, take.audioSha256)
  const picture = coverPath ?? parts.coverPathOf?.(track)
  const cover = picture === undefined ? undefined : await readCover(picture)
  const sampleRateHz = options.sampleRateHz ?? take.sampleRateHz
  const frameBytes = FRAME_BYTES[format] + (options.loudness ? FLOAT_COPIES_BYTES : 0)
  await requireSpace(dirname(path), (take.lengthFrames / take.sampleRateHz) * sampleRateHz * frameBytes)
  const { loudness } = await audio.encode(
    {
      source: store.pathOf(take.audioSha256),
      target: temporary,
      format,
      tags: {
        ...songTags(track, lineage, { ...options.tags, lyrics: options.tags?.lyrics ?? (await lyricsText(parts, song)) }, await influencesOf?.(track.id)),
        cover,
      },
      bits: options.bits,
      sampleRateHz: options.sampleRateHz,
      mp3: options.mp3,
      loudness: options.loudness,
      cues: songMarks(take, await marksOf(track.id)),
      timeReferenceSeconds: options.timeReferenceSeconds,
    },
    context,
  )
  return options.loudness && loudness && levelReached(basename(path), options.loudness, loudness)
}

export const requireFolder = async (folder: string): Promise<void> => {
  const found = await stat(folder).catch(() => undefined)
  if (!found?.isDirectory()) throw new FailureError(noFolder(folder))
}

/**
 * Writes a song's current take to `path`: beside it under a temporary name first, then by one rename, so that a full disk or a crash never
 * leaves half a file under the song's name.
 *
 * @returns how loud the file became, where a loudness was asked for
 * @throws FailureError track.not-found, export.no-score, export.file-exists, export.no-folder, export.not-writable, export.bad-cover,
 *   audio.missing, disk.full, disk.read-only; AbortError
 */
export const exportTrack = async (parts: MixdownParts, order: MixdownOrder, context: WorkContext): Promise<LevelReached | undefined> => {
  const { trackId, format, path, force, options = {} } = order
  const song = await findSong(parts.library, trackId)
  await requireFolder(dirname(path))
  if (!force && (await fileExists(path))) throw alreadyThere(path)
  // named after what it becomes, so that a run after a crash writes over what the crash left
  const temporary = join(dirname(path), `.segno-${createHash('sha256').update(`${trackId} ${path}`).digest('hex').slice(0, 16)}.part`)
  try {
    context.progress(0, `writing ${basename(path)}`)
    await requireWritable(path, temporary)
    let level: LevelReached | undefined
    if (format === 'segno') await parts.writeProject(trackId, temporary, context)
    else if (isScoreFormat(format)) await writeScore(parts, song, format, options, temporary)
    else level = await writeSound(parts, song, format, order, temporary, context)
    context.signal.throwIfAborted()
    await publishFile(temporary, path, force)
    return level
  } catch (cause) {
    throw await writeFailure(cause, path, dirname(path))
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

export const createMixdownJob = (parts: MixdownParts): MixdownJob => ({
  kind: 'mixdown',
  payload: MixdownPayload,
  lane: 'io',
  afterCrash: 'restart',
  async run(order, context) {
    const level = await exportTrack(parts, order, context)
    const fileName = basename(order.path)
    parts.events.emit('mixdown.finished', { jobId: context.jobId, trackId: order.trackId, fileName, ...(level && { levels: [level] }) })
  },
})
