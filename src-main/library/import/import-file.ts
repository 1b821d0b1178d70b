import { rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import type { Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import { originOfTags } from '../../../src-shared/rights/sound-origin.ts'
import { type AudioService, type DecodedSong, type MusicAnalysis, oneLine, readFailure, type SoundTags } from '../../audio/index.ts'
import { type AudioStore, type StoredAudio, sha256OfFile } from '../../platform/files/index.ts'
import type { CoverStore } from '../covers/cover-store.ts'
import { type TrackFiles, trackFiles } from '../file-tags/track-files.ts'
import type { SoundAlikes } from '../fingerprints/sound-alikes.ts'
import type { TrackReader } from '../track-reader.ts'
import type { NewTrack, TrackWriter } from '../track-writer.ts'
import { factsOfTags } from './facts-of-tags.ts'
import { keyFromText } from './key-from-text.ts'
import { type ToldFacts, writeToldFacts } from './told-facts.ts'

export type ImportParts = {
  readonly audio: Pick<AudioService, 'decode' | 'measureLoudness' | 'analyse' | 'readTags'>
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

/** Below these a tempo or key is a guess that would only mislead. */
const SURE_TEMPO = 0.2
const SURE_KEY = 0.25
const LICENCE = 'Imported: its rights are whatever you have to the file.'

type Heard = { readonly song: DecodedSong; readonly loudness: Loudness; readonly music: MusicAnalysis; readonly tags: SoundTags; readonly stored: StoredAudio }

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

const newTrack = (path: string, { song, loudness, music, stored }: Heard, told: ToldFacts, groupId: string, publishKey: string): NewTrack => {
  const name = oneLine(basename(path)) ?? 'file'
  const isTempoSure = music.tempoBpm !== undefined && music.tempoConfidence >= SURE_TEMPO
  const key = (music.keyConfidence >= SURE_KEY ? music.key : undefined) ?? told.key
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
    ...(key && { key }),
    take: {
      kind: 'imported',
      groupId,
      number: 1,
      audioSha256: stored.sha256,
      audioBytes: stored.bytes,
      sampleRateHz: song.sampleRateHz,
      channelCount: song.channelCount,
      lengthFrames: song.lengthFrames,
      ...(isTempoSure && { tempoMap: [{ atTicks: 0, tempoBpm: music.tempoBpm ?? 120 }], timeSignature: { beats: 4, unit: 4 as const } }),
      firstBarFrame: isTempoSure ? Math.round(music.barPhaseSeconds * song.sampleRateHz) : 0,
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

/** Two works side by side on one file: it is not left before both have let go of it. */
const both = async <A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> => {
  await Promise.allSettled([one, other])
  return Promise.all([one, other])
}

/**
 * One file into the library: decoded, listened to (tempo, beats, key, loudness) and published whole. The same bytes a second time answer the
 * song that is there already. @throws FailureError what `decodeToWav` says; AbortError
 */
export const importFile = async (
  parts: ImportParts,
  path: string,
  groupId: string,
  workFolder: string,
  context: WorkContext,
  said: ToldFacts = {},
): Promise<ImportedFile> => {
  const { audio, store, tracks, library } = parts
  const name = oneLine(basename(path)) ?? 'file'
  context.progress(0, `reading ${name}`)
  const publishKey = `import:${await sha256OfFile(path).catch((cause) => Promise.reject(readFailure(cause, path)))}`
  context.signal.throwIfAborted()
  const known = await library.findPublished(publishKey)
  if (known) {
    await parts.files?.remember(known.trackId, path)
    const track = await library.find(known.trackId)
    const note =
      track?.trashedAt === undefined ? 'This file is already in the library.' : 'This file is already in the library, in the trash: restore it there.'
    return { trackId: known.trackId, notes: [note], isKnown: true }
  }
  const within = (from: number, to: number): WorkContext => ({ ...context, progress: subProgress(context.progress, from, to) })
  const target = join(workFolder, 'song.wav')
  try {
    const song = await audio.decode({ source: path, target }, within(0.02, 0.5))
    const [loudness, music] = await both(
      audio.measureLoudness(target, { ...context, progress: () => undefined }),
      audio.analyse({ path: target, fromFrame: 0, toFrame: song.lengthFrames }, within(0.5, 0.9)),
    )
    const tags = await audio.readTags(path, { ...context, progress: () => undefined })
    context.progress(0.95, `keeping ${name}`)
    const words = await parts.soundAlikes?.hear(target, within(0.9, 0.95))
    const stored = await store.adopt(target)
    context.signal.throwIfAborted()
    const told = toldOf(tags, said)
    const fresh = newTrack(path, { song, loudness, music, tags, stored }, told, groupId, publishKey)
    const bars = {
      tempoMap: fresh.take.tempoMap,
      timeSignature: fresh.take.timeSignature,
      seconds: song.lengthFrames / song.sampleRateHz,
      firstBarSeconds: fresh.take.firstBarFrame / song.sampleRateHz,
    }
    const { facts, notes } = await factsOfTags(tags, bars, parts.covers)
    const alikes: Sha256[] = []
    const { track } = await tracks.create(fresh, async (tx, made) => {
      await writeToldFacts(tx, made.track.id, { ...facts, ...told })
      if (parts.files) await trackFiles(tx).remember(made.track.id, path)
      if (words) alikes.push(...((await parts.soundAlikes?.keep(tx, stored.sha256, words)) ?? []))
    })
    const alike = await parts.soundAlikes?.tell(track.id, stored.sha256, alikes)
    return { trackId: track.id, notes: [...song.notes, ...tags.notes, ...notes, ...(alike ? [alike] : [])] }
  } finally {
    await rm(target, { force: true })
  }
}
