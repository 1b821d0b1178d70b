import { createHash } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { z } from 'zod'
import type { BeatOrigin } from '../../../src-shared/analysis/beat-origin.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { TrackId } from '../../../src-shared/kernel/ids.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import { HandoffTarget, type ProjectFile, projectFilesFor } from '../../../src-shared/mixdown/handoff.ts'
import { safeFileName } from '../../../src-shared/mixdown/safe-file-name.ts'
import type { Cue } from '../../audio/index.ts'
import { failureOfSystemError, MOST_ZIP_BYTES, requireSpace, writeZip } from '../../platform/files/index.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { requireAudio } from '../mixdown-failures.ts'
import { findSong, lyricsText, type MixdownParts, requireFolder, withSongWords } from '../mixdown-job.ts'
import { scoreToMusicXml } from '../musicxml/score-to-musicxml.ts'
import { alreadyThere, fileExists } from '../publish-file.ts'
import { scoreToMidi } from '../score-to-midi.ts'
import { commentOf, songTags } from '../song-tags.ts'
import { bestStems, type StemsParts, stemFileName } from '../stems-job.ts'
import { generationNotes, readMe } from './handoff-notes.ts'
import { type AudioTrack, type HandoffSong, handoffSong, placeOnBars, shiftScore } from './handoff-song.ts'
import { tempoMidi } from './tempo-midi.ts'
import { toAbleton } from './to-ableton.ts'
import { inZip, toDawproject } from './to-dawproject.ts'
import { toReaper } from './to-reaper.ts'

export type HandoffParts = Omit<MixdownParts, 'writeProject'> &
  Omit<StemsParts, 'library'> & {
    readonly appVersion: string
    /** how the song came to be and on what terms, as JSON text; undefined where its document cannot be read */
    readonly provenanceOf: (trackId: TrackId) => Promise<string | undefined>
    /** who says where its beats lie; listens to a recording that nobody listened to. @throws FailureError disk.full, disk.read-only; AbortError */
    readonly beatOf: (trackId: TrackId, context: WorkContext) => Promise<BeatOrigin>
  }

export const HandoffPayload = z.object({ trackId: TrackId, folder: z.string().min(1), target: HandoffTarget, force: z.boolean() })
export type HandoffPayload = z.output<typeof HandoffPayload>
export type HandoffJob = JobDefinition<typeof HandoffPayload>

const zipTooLarge = () =>
  new FailureError(
    failure('export.too-large', 'This song’s stems are more than 4 GB, which many programs cannot read in one project file. Hand off without DAWproject.'),
  )

/** how much of the work listening is, where it is needed */
const LISTENING = 0.3

/** 24 bits, stereo */
const FRAME_BYTES = 6

/** written last into every hand-off: by it the studio knows its own folders again */
const NOTES = 'song.json'

/** Which job wrote the folder; undefined where it is none of ours. */
const writerOf = async (folder: string): Promise<string | undefined> => {
  try {
    const { made } = JSON.parse(await readFile(join(folder, NOTES), 'utf8')) as { made?: { by?: unknown; jobId?: unknown } }
    return made?.by === 'Segno Studio' ? String(made.jobId) : undefined
  } catch {
    return undefined
  }
}

type There = 'nothing' | 'empty' | 'ours' | 'done'

/** What is at the place already. A folder of somebody else's is never touched, whatever `force` says. @throws FailureError export.file-exists */
const lookAt = async (folder: string, force: boolean, jobId: string): Promise<There> => {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return undefined
    if (cause.code === 'ENOTDIR') throw alreadyThere(folder)
    throw cause
  })
  if (!names) return 'nothing'
  if (names.length === 0) return 'empty'
  const writer = await writerOf(folder)
  if (writer === jobId) return 'done'
  if (writer !== undefined && force) return 'ours'
  throw writer === undefined
    ? new FailureError(
        failure('export.file-exists', `There are other files in ${basename(folder)} already, and they stay as they are. Choose a new folder.`, {
          path: folder,
        }),
      )
    : new FailureError(
        failure('export.file-exists', `There is already a hand-off in ${basename(folder)}. Choose a new folder, or allow replacing it.`, { path: folder }),
      )
}

const writeDurably = async (path: string, content: string | Uint8Array): Promise<void> => {
  const file = await open(path, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

const asideOf = (made: string): string => `${made}.old`

/** A crash between the two renames left the older hand-off aside: it comes back. */
const bringBack = async (made: string, folder: string): Promise<void> => {
  if ((await fileExists(asideOf(made))) && !(await fileExists(folder))) await rename(asideOf(made), folder)
}

/** One step for whoever looks at the folder: it is not there, then it is whole. An older hand-off is moved aside first and comes back if that fails. */
const publishFolder = async (made: string, folder: string, there: There): Promise<void> => {
  if (there === 'empty') await rmdir(folder)
  if (there !== 'ours') return rename(made, folder)
  const aside = asideOf(made)
  await rm(aside, { recursive: true, force: true })
  await rename(folder, aside)
  try {
    await rename(made, folder)
  } catch (cause) {
    await rename(aside, folder)
    throw cause
  }
  await rm(aside, { recursive: true, force: true })
}

const writeProject = async (kind: ProjectFile, path: string, folder: string, song: HandoffSong, version: string, context: WorkContext): Promise<void> => {
  if (kind === 'rpp') return writeDurably(path, toReaper(song))
  if (kind === 'als') return writeDurably(path, toAbleton(song))
  const { project, metadata } = toDawproject(song, version)
  const texts = [
    { name: 'metadata.xml', from: { text: metadata } },
    { name: 'project.xml', from: { text: project } },
  ]
  const sounds = song.audio.map((track) => ({ name: inZip(track.path), from: { path: join(folder, track.path) } }))
  await writeZip(path, [...texts, ...sounds], context.flags, (done) => context.progress(done, 'writing the DAWproject'))
}

/**
 * Writes a song for other programs into `folder`: the mix and equally long stems from bar 1, MIDI and score where there are notes, tempo map,
 * project files, a read-me. All of it is made in a hidden folder beside the place and gets its name by one rename at the end.
 *
 * @throws FailureError track.not-found, export.file-exists, export.no-folder, export.too-large, audio.missing, disk.full, disk.read-only; AbortError
 */
export const handOff = async (parts: HandoffParts, order: HandoffPayload, jobId: string, work: WorkContext): Promise<void> => {
  const { audio, library, store, marksOf, influencesOf, appVersion } = parts
  const { trackId, folder, target, force } = order
  requireAudio(store, (await findSong(library, trackId)).take.audioSha256)
  await requireFolder(dirname(folder))
  // named after what it becomes, so that a run after a crash begins by removing what the crash left
  const made = join(dirname(folder), `.segno-${createHash('sha256').update(`${trackId} ${folder}`).digest('hex').slice(0, 16)}`)
  await bringBack(made, folder)
  if ((await lookAt(folder, force, jobId)) === 'done') return
  let heardUntil = 0
  const beat = await parts.beatOf(trackId, {
    ...work,
    progress(fraction, stage) {
      heardUntil = LISTENING
      work.progress(LISTENING * fraction, stage)
    },
  })
  const context: WorkContext = { ...work, progress: subProgress(work.progress, heardUntil, 1) }
  // only now: what was heard says where its bars lie
  const named = await findSong(library, trackId)
  const { track, take, lineage } = named
  const projects = projectFilesFor(target)
  const placement = placeOnBars(take)
  const written = take.scoreSha256 && (await library.findScore(take.scoreSha256))
  const score = written ? shiftScore(withSongWords(written, await parts.wordsOf?.(trackId)), placement.shiftBars) : undefined
  const kept = await marksOf(trackId)
  const stems = await bestStems(parts, take)
  const lengthFrames = take.lengthFrames + placement.padFrames
  const base = safeFileName(track.title)
  const tags = songTags(track, lineage, { lyrics: await lyricsText(parts, named) }, await influencesOf?.(trackId))

  const raw = join(made, '.stems')
  try {
    await rm(made, { recursive: true, force: true })
    const soundBytes = ((stems?.names.length ?? 0) + 1) * lengthFrames * FRAME_BYTES
    if (projects.includes('dawproject') && soundBytes > MOST_ZIP_BYTES) throw zipTooLarge()
    await requireSpace(dirname(folder), soundBytes * (projects.includes('dawproject') ? 2 : 1) + (stems?.bytes ?? 0))
    await mkdir(raw, { recursive: true })
    await mkdir(join(made, 'MIDI'))

    const files = stems ? await stems.make(raw, { ...context, progress: subProgress(context.progress, 0, 0.6) }) : []
    if (files.length > 0) await mkdir(join(made, 'Stems'))
    const cues: Cue[] = handoffSong({ title: track.title, artist: track.artist, comment: '', beat }, take, placement, undefined, kept, []).marks.map(
      ({ name, atSeconds, untilSeconds }) => ({ name, atSeconds, untilSeconds }),
    )
    const tracks: AudioTrack[] = []
    const sounds = [
      ...files.map(({ name, path }, index) => ({
        name,
        source: path,
        path: `Stems/${stemFileName(name, index)}`,
        title: `${track.title}: ${name}`,
        isMuted: false,
      })),
      {
        name: files.length > 0 ? 'Mix (for comparison)' : 'Mix',
        source: store.pathOf(take.audioSha256),
        path: `${base}.wav`,
        title: track.title,
        isMuted: files.length > 0,
      },
    ]
    for (const [index, { name, source, path, title, isMuted }] of sounds.entries()) {
      const progress = subProgress(context.progress, 0.6 + (0.25 * index) / sounds.length, 0.6 + (0.25 * (index + 1)) / sounds.length)
      const { channelCount, lengthFrames: frames } = await audio.encode(
        { source, target: join(made, path), format: 'wav', bits: 24, padFrames: placement.padFrames, tags: { ...tags, title }, cues },
        { ...context, progress },
      )
      if (frames !== lengthFrames) throw new Error(`${name} has ${frames} frames where the song has ${lengthFrames}`)
      tracks.push({ name, path, isMuted, channelCount })
    }
    await rm(raw, { recursive: true, force: true })
    context.signal.throwIfAborted()

    const words = { title: track.title, artist: track.artist, comment: commentOf(track, lineage), beat }
    const song = handoffSong(words, take, placement, score, kept, tracks)
    if (score) {
      await writeDurably(join(made, 'MIDI', `${base}.mid`), scoreToMidi(score, track.title))
      await writeDurably(join(made, `${base}.musicxml`), scoreToMusicXml(score, { title: track.title, artist: track.artist }))
    }
    await writeDurably(join(made, 'MIDI', `${base} - tempo.mid`), tempoMidi(song))
    for (const [index, kind] of projects.entries()) {
      const progress = subProgress(context.progress, 0.86 + (0.13 * index) / projects.length, 0.86 + (0.13 * (index + 1)) / projects.length)
      progress(0, 'writing the projects')
      await writeProject(kind, join(made, `${base}.${kind}`), made, song, appVersion, { ...context, progress })
    }
    const provenance = await parts.provenanceOf(trackId)
    if (provenance !== undefined) await writeDurably(join(made, 'provenance.json'), provenance)
    await writeDurably(join(made, 'READ ME.txt'), readMe(song, track, lineage, { base, projects, hasScore: score !== undefined }))
    await writeDurably(join(made, NOTES), generationNotes(song, track, lineage, jobId))
    context.signal.throwIfAborted()
    // somebody may have put something there meanwhile
    await publishFolder(made, folder, await lookAt(folder, force, jobId))
    context.progress(1, 'done')
  } catch (cause) {
    throw failureOfSystemError(cause, folder) ?? cause
  } finally {
    await rm(made, { recursive: true, force: true }).catch(() => undefined)
  }
}

export const createHandoffJob = (parts: HandoffParts): HandoffJob => ({
  kind: 'handoff',
  payload: HandoffPayload,
  lane: 'cpu',
  afterCrash: 'restart',
  async run(order, context) {
    await handOff(parts, order, context.jobId, context)
    parts.events.emit('mixdown.finished', { jobId: context.jobId, trackId: order.trackId, fileName: basename(order.folder) })
  },
})
