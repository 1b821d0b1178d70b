import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Influence } from '../../src-shared/knowledge/contract.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'
import { albumsOfSong, type CoverStore, readSongCopy } from '../library/index.ts'
import type { Queries } from '../platform/database/index.ts'
import { type AudioStore, requireSpace, writeZip, type ZipEntry } from '../platform/files/index.ts'
import { readProjectCopy } from '../project/index.ts'
import { packCovers } from './covers.ts'
import { packHearings } from './hearings.ts'
import { audioName, MANIFEST, type Manifest, type PackedAudio, SPARE_MANIFEST, scoreName } from './manifest.ts'
import { packComments } from './remarks.ts'

export type WriteProjectFileParts = {
  readonly db: Queries
  readonly store: Pick<AudioStore, 'pathOf' | 'has'>
  readonly covers: Pick<CoverStore, 'has' | 'pathOf'>
  readonly stemsOf: (trackId: TrackId) => Promise<readonly StemSet[]>
  readonly influencesOf: (trackId: TrackId) => Promise<readonly Influence[]>
  readonly appVersion: string
  readonly now: () => number
}

const MOST_ALBUMS = 100

/**
 * Writes a song with all its takes, stems, scores, covers and history to `path`, which the caller gives its name. Sound that went missing from the studio's
 * folder is left out together with what it belongs to, pictures too; without the take that plays nothing is written.
 *
 * @throws FailureError track.not-found, audio.missing, file.too-large, disk.full; AbortError
 */
export const writeProjectFile = async (parts: WriteProjectFileParts, trackId: TrackId, path: string, context: WorkContext): Promise<void> => {
  const { db, store, covers, stemsOf, influencesOf, appVersion, now } = parts
  const song = await readSongCopy(db, trackId)
  if (!song) throw new FailureError(failure('track.not-found', 'This song is not in the library any more.'))
  if (!store.has(song.track.audioSha256))
    throw new FailureError(failure('audio.missing', 'The audio file of this song is not in the studio’s folder any more, so there is nothing to save.'))
  const stemSets = (await stemsOf(trackId)).filter(({ stems }) => stems.every(({ audioSha256 }) => store.has(audioSha256)))
  const takes = song.takes.filter(({ audioSha256 }) => store.has(audioSha256))
  const wanted = new Set([...takes.map(({ audioSha256 }) => audioSha256), ...stemSets.flatMap(({ stems }) => stems.map(({ audioSha256 }) => audioSha256))])
  const rows = await Promise.all([...wanted].map((sha256) => db.selectFrom('audio_files').selectAll().where('sha256', '=', sha256).executeTakeFirstOrThrow()))
  const audio: PackedAudio[] = rows.map((row) => ({
    sha256: row.sha256,
    bytes: row.bytes,
    lengthFrames: row.length_frames,
    sampleRateHz: row.sample_rate_hz,
    channelCount: row.channel_count,
  }))
  const albums = (await albumsOfSong(db, trackId)).slice(0, MOST_ALBUMS)
  const pictures = await packCovers(new Set([song.track, ...albums].flatMap(({ coverSha256 }) => coverSha256 ?? [])), covers)
  await requireSpace(
    path,
    [...audio, ...pictures.packed].reduce((sum, { bytes }) => sum + bytes, 0),
  )
  const manifest: Manifest = {
    format: 'segno-project',
    version: 1,
    savedWith: appVersion,
    savedAt: now(),
    track: song.track,
    takes,
    project: (await readProjectCopy(db, trackId)) as Manifest['project'],
    influences: [...(await influencesOf(trackId))],
    albums: [...albums],
    covers: pictures.packed,
    stemSets,
    sleeve: song.sleeve,
    comments: await packComments(db, trackId),
    hearings: await packHearings(db, new Set(takes.map(({ audioSha256 }) => audioSha256))),
    audio,
  }
  const text = JSON.stringify(manifest)
  const entries: ZipEntry[] = [
    { name: MANIFEST, from: { text } },
    ...[...song.scores].map(([sha256, score]) => ({ name: scoreName(sha256), from: { text: JSON.stringify(score) } })),
    ...pictures.entries,
    ...audio.map(({ sha256 }) => ({ name: audioName(sha256), from: { path: store.pathOf(sha256) } })),
    { name: SPARE_MANIFEST, from: { text } },
  ]
  await writeZip(path, entries, context.flags, (done) => context.progress(done, 'packing takes and stems'))
}
