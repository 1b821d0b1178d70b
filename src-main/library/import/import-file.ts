import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { originOfTags } from '../../../src-shared/rights/sound-origin.ts'
import { type AudioService, type MusicAnalysis, oneLine, type SoundTags, type TakenIn } from '../../audio/index.ts'
import type { AudioStore } from '../../platform/files/index.ts'
import type { CoverStore } from '../covers/cover-store.ts'
import { type TrackFiles, trackFiles } from '../file-tags/track-files.ts'
import type { SoundAlikes } from '../fingerprints/sound-alikes.ts'
import type { TrackReader } from '../track-reader.ts'
import type { NewTrack, TrackWriter } from '../track-writer.ts'
import { factsOfTags } from './facts-of-tags.ts'
import { keyFromText } from './key-from-text.ts'
import { type ToldFacts, writeToldFacts } from './told-facts.ts'

export type ImportParts = {
  readonly audio: Pick<AudioService, 'hash' | 'takeIn' | 'analyse'>
  readonly store: Pick<AudioStore, 'adopt'>
  readonly tracks: TrackWriter
  readonly library: Pick<TrackReader, 'find' | 'findPublished'>
  /** keeps the pictures that files carry; undefined: they are not kept */
  readonly covers?: Pick<CoverStore, 'put'> | undefined
  /** remembers where the file of a song lies; undefined: it is not remembered */
  readonly files?: Pick<TrackFiles, 'remember'> | undefined
  /** tells which songs a new one sounds like; undefined: not asked */
  readonly soundAlikes?: SoundAlikes | undefined
}
/** `isKnown`: these bytes were in the library before */
export type ImportedFile = { readonly trackId: TrackId; readonly notes: readonly string[]; readonly isKnown?: boolean }

/** Below this a tempo is a guess that would only mislead. */
const SURE_TEMPO = 0.2
const LICENCE = 'Imported: its rights are whatever you have to the file.'

/** What is said about the song: by whoever asked for the import, then by the file itself. */
const toldOf = (tags: SoundTags, told: ToldFacts): ToldFacts => ({
  ...told,
  title: told.title ?? tags.title,
  artist: told.artist ?? tags.artist,
  style: told.style ?? tags.genre,
  key: told.key ?? keyFromText(tags.key),
  mood: told.mood ?? tags.mood,
  rating: told.rating ?? tags.rating,
  origin: told.origin ?? originOfTags(tags),
})

/** `music`: heard already, because there are words to lay over its bars. */
type Heard = TakenIn & { readonly music: MusicAnalysis | undefined }

const barsOf = ({ song, music }: Heard): Pick<NewTrack['take'], 'tempoMap' | 'timeSignature' | 'firstBarFrame'> =>
  music?.tempoBpm === undefined || music.tempoConfidence < SURE_TEMPO
    ? { firstBarFrame: 0 }
    : {
        tempoMap: [{ atTicks: 0, tempoBpm: music.tempoBpm }],
        timeSignature: { beats: 4, unit: 4 },
        firstBarFrame: Math.round(music.barPhaseSeconds * song.sampleRateHz),
      }

const newTrack = (path: string, heard: Heard, told: ToldFacts, groupId: string, publishKey: string): NewTrack => {
  const { song, loudness, stored } = heard
  const name = oneLine(basename(path)) ?? 'file'
  const prompt = told.prompt ?? ''
  return {
    title: told.title ?? oneLine(basename(path, extname(path))) ?? 'Untitled',
    origin: 'imported',
    engine: 'import',
    engineVersion: told.engineVersion ?? '1',
    prompt,
    licence: told.licence ?? LICENCE,
    ...(told.seed !== undefined && { seed: told.seed }),
    ...(told.style && { style: told.style }),
    sourceName: name,
    ...(told.artist && { artist: told.artist }),
    ...(told.key && { key: told.key }),
    take: {
      kind: 'imported',
      groupId,
      number: 1,
      audioSha256: stored.sha256,
      audioBytes: stored.bytes,
      sampleRateHz: song.sampleRateHz,
      channelCount: song.channelCount,
      lengthFrames: song.lengthFrames,
      ...barsOf(heard),
      sections: [],
      prompt,
      ...(told.seed !== undefined && { seed: told.seed }),
      engine: 'import',
      strategy: 'import',
      reason: [`Imported from “${name}”.`, ...(told.reason ? [told.reason] : []), ...song.notes].join(' '),
      loudness,
      ...(told.origin && { origin: told.origin }),
      publishKey,
    },
  }
}

/** A file that was read, and is not in the library yet: `finish` puts it there or answers the song that has the same bytes. */
export type ReadFile = {
  /** it holds less than its own header promises: cut off, or not all there yet */
  readonly isCut?: boolean
  finish(): Promise<ImportedFile>
  discard(): Promise<void>
}

const createKnown =
  ({ library, files }: ImportParts, path: string, publishKey: string) =>
  async (): Promise<ImportedFile | undefined> => {
    const known = await library.findPublished(publishKey)
    if (!known) return undefined
    await files?.remember(known.trackId, path)
    const track = await library.find(known.trackId)
    const note =
      track?.trashedAt === undefined ? 'This file is already in the library.' : 'This file is already in the library, in the trash: restore it there.'
    return { trackId: known.trackId, notes: [note], isKnown: true }
  }

const publish = async (parts: ImportParts, path: string, heard: Heard, target: string, groupId: string, publishKey: string, said: ToldFacts) => {
  const { song, tags, stored, words } = heard
  await parts.store.adopt(target, stored)
  const told = toldOf(tags, said)
  const fresh = newTrack(path, heard, told, groupId, publishKey)
  const { tempoMap, timeSignature, firstBarFrame } = fresh.take
  const bars = { tempoMap, timeSignature, seconds: song.lengthFrames / song.sampleRateHz, firstBarSeconds: firstBarFrame / song.sampleRateHz }
  const { facts, notes } = await factsOfTags(tags, bars, parts.covers)
  const alikes: Sha256[] = []
  const { track } = await parts.tracks.create(fresh, async (tx, made) => {
    await writeToldFacts(tx, made.track.id, { ...facts, ...told })
    if (parts.files) await trackFiles(tx).remember(made.track.id, path)
    alikes.push(...((await parts.soundAlikes?.keep(tx, stored.sha256, words)) ?? []))
  })
  const alike = await parts.soundAlikes?.tell(track.id, stored.sha256, alikes)
  return { trackId: track.id, notes: [...song.notes, ...tags.notes, ...notes, ...(alike ? [alike] : [])] }
}

/**
 * The slow half of an import: the file is read, decoded and measured in a thread. Many may run side by side in one work folder. What is left to
 * do is one transaction. @throws FailureError what `decodeToWav` says; AbortError
 */
export const readFile = async (
  parts: ImportParts,
  path: string,
  groupId: string,
  workFolder: string,
  context: WorkContext,
  said: ToldFacts = {},
): Promise<ReadFile> => {
  const name = oneLine(basename(path)) ?? 'file'
  context.progress(0, `reading ${name}`)
  const publishKey = `import:${await parts.audio.hash(path, { ...context, progress: () => undefined })}`
  const findKnown = createKnown(parts, path, publishKey)
  const known = await findKnown()
  if (known) return { finish: async () => known, discard: async () => undefined }
  const target = join(workFolder, `${randomUUID()}.wav`)
  const discard = () => rm(target, { force: true })
  try {
    const taken = await parts.audio.takeIn(
      { source: path, target },
      { ...context, progress: (fraction) => context.progress(0.9 * fraction, `reading ${name}`) },
    )
    const isSung = taken.tags.lyrics !== undefined
    const music = isSung ? await parts.audio.analyse({ path: target, fromFrame: 0, toFrame: taken.song.lengthFrames }, context) : undefined
    return {
      // a file with the same bytes may have come in meanwhile
      finish: async () => (await findKnown()) ?? publish(parts, path, { ...taken, music }, target, groupId, publishKey, said),
      discard,
      isCut: taken.song.isCut,
    }
  } catch (cause) {
    await discard()
    throw cause
  }
}

/**
 * One file into the library: decoded, measured and published whole; tempo, bars and key are heard in the background. The same bytes a second time
 * answer the song that is there already. @throws FailureError what `decodeToWav` says; AbortError
 */
export const importFile = async (...args: Parameters<typeof readFile>): Promise<ImportedFile> => {
  const [, , , , { signal }] = args
  const file = await readFile(...args)
  try {
    signal.throwIfAborted()
    return await file.finish()
  } finally {
    await file.discard()
  }
}
