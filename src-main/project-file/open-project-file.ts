import { createHash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { IdSource, Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Influence } from '../../src-shared/knowledge/contract.ts'
import { Take } from '../../src-shared/project/document.ts'
import { Score } from '../../src-shared/score/score.ts'
import { StemSet } from '../../src-shared/separation/contract.ts'
import { readFailure } from '../audio/index.ts'
import { announceWritten } from '../history/index.ts'
import { adoptSong, type CoverStore, createTrackReader, joinAlbums, packScore } from '../library/index.ts'
import type { Database, Tx } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { type AudioStore, failureOfSystemError, listZip, readTextMember, requireSpace, type ZipListing } from '../platform/files/index.ts'
import { type Adopted, adoptProject } from '../project/index.ts'
import { insertStemSet } from '../separation/index.ts'
import { unpackCovers } from './covers.ts'
import { PackedHearing, unpackHearings } from './hearings.ts'
import { audioName, MANIFEST, Manifest, MOST_MANIFEST_BYTES, MOST_SCORE_BYTES, SPARE_MANIFEST, scoreName } from './manifest.ts'
import { PackedComment, unpackComments } from './remarks.ts'
import { createRenumbering } from './renumber.ts'
import { type Unpacked, unpackAudio } from './unpack-audio.ts'

export type OpenProjectFileParts = {
  readonly database: Database
  readonly store: Pick<AudioStore, 'adopt' | 'has' | 'pathOf'>
  readonly covers: Pick<CoverStore, 'has' | 'put'>
  readonly events: Events
  readonly ids: IdSource
  /** keeps what a song leaned on, in the transaction that writes it */
  readonly cite: (tx: Tx, trackId: TrackId, influences: readonly Influence[]) => Promise<void>
  readonly now: () => number
}

/** `notes`: what was mended and what was lost, in sentences. */
export type OpenedProject = { readonly trackId: TrackId; readonly notes: readonly string[] }

const parseJson = (text: string | undefined): unknown => {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Whether a file is one of ours, by its beginning or its name; a damaged one still is. Costs one look into the file. */
export const isProjectFile = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return false
  try {
    const head = (await file.read(Buffer.alloc(64), 0, 64, 0)).buffer
    if (head.toString('latin1', 30, 30 + MANIFEST.length) === MANIFEST) return true
    // whatever else it holds, who named it so expects a song of the studio and is told what is wrong with it
    return path.toLowerCase().endsWith('.segno')
  } finally {
    await file.close()
  }
}

const readManifest = async (file: FileHandle, { members }: ZipListing, name: string): Promise<{ manifest: Manifest; text: string }> => {
  let newest: number | undefined
  for (const entry of [MANIFEST, SPARE_MANIFEST]) {
    for (const member of members.filter((one) => one.name === entry)) {
      const text = await readTextMember(file, member, MOST_MANIFEST_BYTES)
      const value = parseJson(text)
      const parsed = Manifest.safeParse(value)
      if (text !== undefined && parsed.success) return { manifest: parsed.data, text }
      const { format, version } = (value ?? {}) as { format?: unknown; version?: unknown }
      if (format === 'segno-project' && typeof version === 'number') newest = version
    }
  }
  throw new FailureError(
    newest !== undefined && newest > 1
      ? failure('project-file.too-new', `${name} was saved by a newer Segno Studio. Update this one, then open it again.`)
      : failure('project-file.damaged', `${name} is damaged where it says what is in it, in both places. Nothing of it could be read.`),
  )
}

type Kept = { readonly takes: readonly Take[]; readonly stemSets: readonly StemSet[]; readonly lost: readonly string[] }

const parseAll = <T>(schema: z.ZodType<T>, values: readonly unknown[]): T[] =>
  values.flatMap((value) => {
    const parsed = schema.safeParse(value)
    return parsed.success ? [parsed.data] : []
  })

const several = (count: number, one: string, many: string): string => (count === 1 ? `one ${one}` : `${count} ${many}`)

/** What can stand with the sound that could be read; `lost` names the rest. */
const keepWhatSounds = (manifest: Manifest, sounds: ReadonlyMap<Sha256, Unpacked>): Kept => {
  const parsed = parseAll(Take, manifest.takes)
  const heard = parsed.filter((take) => sounds.has(take.audioSha256))
  const ids = new Set(heard.map(({ id }) => id))
  const soundOf = (sha256: Sha256): Sha256 => sounds.get(sha256)?.sha256 ?? sha256
  const takes = heard.map(({ parentTakeId, ...take }) => ({
    ...take,
    trackId: manifest.track.id,
    audioSha256: soundOf(take.audioSha256),
    ...(parentTakeId && ids.has(parentTakeId) && { parentTakeId }),
  }))
  const sets = parseAll(StemSet, manifest.stemSets)
  const stemSets = sets
    .filter(({ takeId, stems }) => ids.has(takeId) && stems.every(({ audioSha256 }) => sounds.has(audioSha256)))
    .map((set) => ({ ...set, stems: set.stems.map((stem) => ({ ...stem, audioSha256: soundOf(stem.audioSha256) })) }))
  const lostTakes = manifest.takes.length - takes.length
  const lostSets = manifest.stemSets.length - stemSets.length
  const cut = [...sounds.values()].filter(({ missingSeconds }) => missingSeconds > 0)
  const hurt = [...sounds.values()].filter(({ isDamaged, missingSeconds }) => isDamaged && missingSeconds === 0)
  const lost = [
    ...(lostTakes > 0 ? [`${several(lostTakes, 'take', 'takes')} could not be read and ${lostTakes === 1 ? 'is' : 'are'} lost`] : []),
    ...(lostSets > 0 ? [`${several(lostSets, 'set', 'sets')} of stems could not be read: split the song again`] : []),
    ...cut.map(({ missingSeconds }) => `the last ${missingSeconds.toFixed(1)} seconds of one recording are missing and silent`),
    ...(hurt.length > 0 ? [`${several(hurt.length, 'recording', 'recordings')} may click where the file is damaged`] : []),
  ]
  return { takes, stemSets, lost }
}

/** what may not come in, in the words of whoever looked at it */
const refusals = (refused: readonly string[]): string[] => [...new Set(refused)].map((why) => `A cover was left out. ${why}`)

const HISTORY: Readonly<Record<Adopted, readonly string[]>> = {
  whole: [],
  'from-history': [],
  'from-takes': ['the history of edits could not be read, so undo begins here'],
}

const sentence = (lost: readonly string[]): string => `This file was damaged and was mended as far as possible: ${lost.join('; ')}.`

const readScores = async (file: FileHandle, listing: ZipListing, takes: readonly Take[]) => {
  const scores = new Map<Sha256, Awaited<ReturnType<typeof packScore>>>()
  for (const { scoreSha256 } of takes) {
    if (!scoreSha256 || scores.has(scoreSha256)) continue
    for (const member of listing.members.filter(({ name }) => name === scoreName(scoreSha256))) {
      const score = Score.safeParse(parseJson(await readTextMember(file, member, MOST_SCORE_BYTES)))
      if (score.success) scores.set(scoreSha256, await packScore(score.data))
    }
  }
  return scores
}

/**
 * Brings a song that was saved as a file into the library, with takes, stems, scores, covers and history, under ids of its own. A damaged file is read as
 * far as possible, and the notes say what was lost. The same file a second time answers the song that is there already.
 *
 * @throws FailureError project-file.damaged, project-file.too-new, project-file.nothing-left, disk.full; AbortError
 */
export const openProjectFile = async (parts: OpenProjectFileParts, path: string, workFolder: string, context: WorkContext): Promise<OpenedProject> => {
  const { database, store, covers, events, ids, cite, now } = parts
  const name = basename(path)
  const file = await open(path, 'r').catch((cause) => Promise.reject(readFailure(cause, path)))
  try {
    context.progress(0, `reading ${name}`)
    const listing = await listZip(file)
    const { manifest, text } = await readManifest(file, listing, name)
    const publishKey = `project-file:${createHash('sha256').update(text).digest('hex')}`
    const reader = createTrackReader(database.query)
    const known = await reader.findPublished(publishKey)
    if (known) return { trackId: known.trackId, notes: ['This song is already in the library.'] }

    const audioBytes = manifest.audio.reduce((sum, { bytes }) => sum + bytes, 0)
    await requireSpace(dirname(workFolder), Math.min(audioBytes, (await file.stat()).size))
    const sounds = new Map<Sha256, Unpacked>()
    let done = 0
    for (const packed of manifest.audio) {
      context.signal.throwIfAborted()
      const members = listing.members.filter((one) => one.name === audioName(packed.sha256))
      const unpacked = await unpackAudio(file, members, packed, store, workFolder, context)
      if (unpacked) sounds.set(packed.sha256, unpacked)
      done += packed.bytes
      context.progress(0.95 * (done / Math.max(1, audioBytes)), `unpacking ${name}`)
    }
    const kept = keepWhatSounds(manifest, sounds)
    if (kept.takes.length === 0)
      throw new FailureError(failure('project-file.nothing-left', `${name} is damaged: not one take of the song in it can be heard any more.`))
    const scores = await readScores(file, listing, kept.takes)
    const withoutScore = kept.takes.filter(({ scoreSha256 }) => scoreSha256 && !scores.has(scoreSha256)).length
    const takes = kept.takes.map(({ scoreSha256, ...take }) => {
      const score = scoreSha256 && scores.get(scoreSha256)
      return score ? { ...take, scoreSha256: score.sha256 } : take
    })
    const pictures = await unpackCovers(file, listing, manifest.covers, covers)
    const pictureOf = (sha256: Sha256 | undefined) => sha256 && (pictures.sha256.get(sha256) ?? (covers.has(sha256) ? sha256 : undefined))
    context.signal.throwIfAborted()

    const oldIds = new Set<string>([manifest.track.id, ...takes.map(({ id }) => id), ...kept.stemSets.map(({ id }) => id)])
    const renumber = createRenumbering(ids, oldIds)
    const again = <T>(value: T): T => JSON.parse(renumber(JSON.stringify(value))) as T
    const current = takes.find(({ id }) => id === manifest.track.currentTakeId) ?? takes.at(-1)
    const track = again({ ...manifest.track, currentTakeId: current?.id as TakeId, coverSha256: pictureOf(manifest.track.coverSha256) })
    const fresh = again(takes)
    const project = manifest.project && {
      ...manifest.project,
      documentJson: renumber(manifest.project.documentJson),
      history: manifest.project.history.map((entry) => ({ ...entry, forwardJson: renumber(entry.forwardJson), backwardJson: renumber(entry.backwardJson) })),
    }
    const comments = parseAll(PackedComment, manifest.comments)
    const lostComments = manifest.comments.length - comments.length
    // beside the song that it was saved from, the albums have it already
    const isStranger = (await reader.find(manifest.track.id)) === undefined
    const albums = isStranger ? manifest.albums.map((album) => ({ ...album, coverSha256: pictureOf(album.coverSha256) })) : []
    const { adopted, joined } = await database.transaction(async (tx) => {
      const audioFiles = manifest.audio.flatMap((packed) => {
        const sound = sounds.get(packed.sha256)
        if (!sound) return []
        const { lengthFrames: length_frames, sampleRateHz: sample_rate_hz, channelCount: channel_count } = packed
        return [{ sha256: sound.sha256, bytes: sound.bytes, length_frames, sample_rate_hz, channel_count }]
      })
      await adoptSong(tx, { track, takes: fresh, scores: [...scores.values()], audioFiles, publishKey, sleeve: manifest.sleeve }, now())
      await cite(tx, track.id, manifest.influences)
      await unpackComments(tx, track.id, comments, ids)
      await unpackHearings(tx, parseAll(PackedHearing, manifest.hearings), (sha256) => sounds.get(sha256)?.sha256 === sha256)
      for (const set of again(kept.stemSets)) {
        const lengthFrames = manifest.audio.find(({ sha256 }) => sounds.get(sha256)?.sha256 === set.stems[0]?.audioSha256)?.lengthFrames ?? 0
        const stems = set.stems.map(({ audioSha256, ...stem }) => ({ ...stem, sha256: audioSha256, bytes: 0 }))
        await insertStemSet(tx, { ...set, stems, requestKey: `opened:${set.id}`, lengthFrames, sampleRateHz: track.sampleRateHz }, now())
      }
      const joined = albums.length > 0 ? await joinAlbums(tx, { trackId: track.id, title: track.title, albums }, { ids, now }) : undefined
      return { joined, adopted: await adoptProject(tx, track.id, { title: track.title, currentTakeId: track.currentTakeId, takes: fresh }, project) }
    })
    events.emit('library.changed', { trackIds: [track.id] })
    if (joined) announceWritten(events, joined)
    const lost = [
      ...kept.lost,
      ...new Set(pictures.lost),
      ...(withoutScore > 0 ? [`the notes of ${several(withoutScore, 'take', 'takes')} could not be read, so its bars are played anew from the sound`] : []),
      ...(lostComments > 0 ? [`${several(lostComments, 'comment', 'comments')} could not be read and ${lostComments === 1 ? 'is' : 'are'} lost`] : []),
      ...HISTORY[adopted],
    ]
    context.progress(1, 'done')
    return { trackId: track.id, notes: [...(lost.length > 0 ? [sentence(lost)] : []), ...refusals(pictures.refused)] }
  } catch (cause) {
    throw failureOfSystemError(cause, path) ?? cause
  } finally {
    await file.close()
  }
}
