import { sql } from 'kysely'
import type { Actor } from '../../src-shared/history/contract.ts'
import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import type { AlbumId, IdSource, Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Album, Track } from '../../src-shared/library/contract.ts'
import type { Changed } from '../../src-shared/library/marking.ts'
import {
  type AlbumEnd,
  announceWritten,
  type Notes,
  placeBefore,
  placeInAlbum,
  recordStep,
  type SongField,
  type SongPatch,
  type StepLabel,
  songsInAlbum,
  songsOfAlbum,
  wholeAlbum,
} from '../history/index.ts'
import type { Database, Queries, Tx } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { albumRepository, coverJson } from './album-repository.ts'
import { cleanTitle, titleKey, trackOfRow } from './track-rows.ts'

export type ChangeParts = {
  readonly database: Database
  readonly events: Events
  readonly ids: IdSource
  readonly now: () => number
  /** who changes the library through these */
  readonly actor: Actor
  /** for what counts a whole album; where none is named, `database` */
  readonly reading?: Queries
}

type NoTrack = Failure<'track.not-found'>
type NoAlbum = Failure<'album.not-found'>

const noTrack = () => err(failure('track.not-found', 'This song is not in the library any more.'))
const noAlbum = () => err(failure('album.not-found', 'This album is not there any more.'))

/** Songs taken off an album whose places are remembered one by one. */
const MOST_PLACED = 200

/** "“Rainy night”" or "3 songs" */
export const songsInWords = (count: number, title: string | undefined): string =>
  count === 1 && title !== undefined ? `“${title}”` : `${count.toLocaleString('en')} songs`

/** Every small change to songs and albums: each one transaction, and one step of the history. */
export const libraryChanges = ({ database, events, ids, now, actor, reading = database.query }: ChangeParts) => {
  const record = async (fields: readonly SongField[], label: StepLabel, note: (notes: Notes, tx: Tx) => Promise<unknown>): Promise<Changed> => {
    const done = await database.transaction((tx) => recordStep(tx, { actor, at: now(), fields }, label, (notes) => note(notes, tx)))
    if (!done) return { changed: 0 }
    announceWritten(events, done)
    return { changed: done.trackIds.length, stepId: done.stepId }
  }

  /** One step that depends on what is there: `change` looks, and records or not. Answers the step's id, undefined where nothing changed. */
  const recordIn = async (
    change: (record: (label: StepLabel, note: (notes: Notes) => Promise<unknown>) => ReturnType<typeof recordStep>, tx: Tx) => ReturnType<typeof recordStep>,
  ): Promise<number | undefined> => {
    const done = await database.transaction((tx) => change((label, note) => recordStep(tx, { actor, at: now() }, label, note), tx))
    if (done) announceWritten(events, done)
    return done?.stepId
  }

  const titleOf = async (trackIds: readonly TrackId[]): Promise<string | undefined> => {
    const [only] = trackIds
    if (only === undefined || trackIds.length > 1) return undefined
    return (await database.query.selectFrom('tracks').select('title').where('id', '=', only).executeTakeFirst())?.title
  }

  /** the same for many songs; `say` gets the songs in words */
  const setForSongs = async (trackIds: readonly TrackId[], patch: SongPatch, say: (songs: string) => string, when = sql<boolean>`1`): Promise<Changed> => {
    const title = await titleOf(trackIds)
    return record(
      Object.keys(patch) as SongField[],
      (count) => say(songsInWords(count, title)),
      (notes) => notes.same(trackIds, patch, when),
    )
  }

  /** a change of an album that is there; undefined ends: its songs or title as they were */
  const changeAlbum = async (
    albumId: AlbumId,
    label: (title: string) => string,
    change: (tx: Tx) => Promise<{ readonly before: AlbumEnd; readonly after: AlbumEnd | undefined } | undefined>,
  ): Promise<Result<Album & { readonly stepId?: number }, NoAlbum>> => {
    const done = await database.transaction(async (tx) => {
      const old = await tx.selectFrom('albums').select(['title', 'created_at']).where('id', '=', albumId).executeTakeFirst()
      if (!old) return undefined
      const ends = await change(tx)
      const step = ends && (await recordStep(tx, { actor, at: now() }, label(old.title), (notes) => notes.album(albumId, ends.before, ends.after)))
      return { step, old }
    })
    if (!done) return noAlbum()
    if (done.step) announceWritten(events, done.step)
    // one that was deleted is as nothing was in it
    const gone: Album = { id: albumId, title: done.old.title, trackCount: 0, seconds: 0, createdAt: done.old.created_at }
    const album = (await albumRepository(reading).find(albumId)) ?? gone
    return ok(done.step ? { ...album, stepId: done.step.stepId } : album)
  }

  return {
    record,
    recordIn,
    setForSongs,

    async rename(trackId: TrackId, wanted: string): Promise<Result<Track, NoTrack>> {
      const title = cleanTitle(wanted)
      const before = await titleOf([trackId])
      if (before === undefined) return noTrack()
      await record(['title', 'title_key'], `Rename “${before}” to “${title}”`, (notes) => notes.same([trackId], { title, title_key: titleKey(title) }))
      const row = await database.query.selectFrom('tracks').selectAll().where('id', '=', trackId).executeTakeFirst()
      return row ? ok(trackOfRow(row)) : noTrack()
    },

    setFavourite: (trackIds: readonly TrackId[], isFavourite: boolean) =>
      setForSongs(trackIds, { is_favourite: isFavourite ? 1 : 0 }, (songs) =>
        isFavourite ? `Add ${songs} to the favourites` : `Remove ${songs} from the favourites`,
      ),

    trash: (trackIds: readonly TrackId[]) =>
      setForSongs(trackIds, { trashed_at: now() }, (songs) => `Move ${songs} to the trash`, sql<boolean>`trashed_at IS NULL`),

    restore: (trackIds: readonly TrackId[]) => setForSongs(trackIds, { trashed_at: null }, (songs) => `Restore ${songs} from the trash`),

    async createAlbum(wanted: string, trackIds: readonly TrackId[]): Promise<Album> {
      const albumId = ids.album()
      const title = cleanTitle(wanted)
      const row = { id: albumId, title, created_at: now() }
      const done = await database.transaction(async (tx) => {
        const step = await recordStep(tx, { actor, at: now() }, `Make the album “${title}”`, (notes) =>
          notes.album(albumId, undefined, { row, trackIds: [...trackIds] }),
        )
        return { step, album: await albumRepository(tx).find(albumId) }
      })
      if (!done.album || !done.step) throw new Error(`album ${albumId} is not there right after it was written`)
      announceWritten(events, done.step)
      return done.album
    },

    renameAlbum(albumId: AlbumId, wanted: string) {
      const title = cleanTitle(wanted)
      return changeAlbum(
        albumId,
        (old) => `Rename the album “${old}” to “${title}”`,
        async (tx) => {
          const before = (await tx.selectFrom('albums').select('title').where('id', '=', albumId).executeTakeFirst())?.title
          return before === undefined || before === title ? undefined : { before: { row: { title: before } }, after: { row: { title } } }
        },
      )
    },

    /** undefined: the cover is drawn from the songs again */
    setAlbumCover: (albumId: AlbumId, sha256: Sha256 | undefined) =>
      changeAlbum(
        albumId,
        (title) => `${sha256 === undefined ? 'Take the cover off' : 'Give a cover to'} the album “${title}”`,
        async (tx) => {
          const before = (await albumRepository(tx).find(albumId))?.coverSha256
          return before === sha256 ? undefined : { before: { row: { cover_json: coverJson(before) } }, after: { row: { cover_json: coverJson(sha256) } } }
        },
      ),

    async deleteAlbum(albumId: AlbumId): Promise<Result<{ stepId?: number }, NoAlbum>> {
      const done = await changeAlbum(
        albumId,
        (title) => `Delete the album “${title}”`,
        async (tx) => {
          const before = await wholeAlbum(tx, albumId)
          return before && { before, after: undefined }
        },
      )
      return done.ok ? ok(done.value.stepId === undefined ? {} : { stepId: done.value.stepId }) : done
    },

    addToAlbum: (albumId: AlbumId, trackIds: readonly TrackId[]) =>
      changeAlbum(
        albumId,
        (title) => `Add ${trackIds.length === 1 ? 'a song' : `${trackIds.length} songs`} to the album “${title}”`,
        async (tx) => {
          const there = new Set(await songsInAlbum(tx, albumId, trackIds))
          const added = [...new Set(trackIds)].filter((id) => !there.has(id))
          return added.length === 0 ? undefined : { before: { without: added }, after: { with: added } }
        },
      ),

    removeFromAlbum: (albumId: AlbumId, trackIds: readonly TrackId[]) =>
      changeAlbum(
        albumId,
        (title) => `Take ${trackIds.length === 1 ? 'a song' : `${trackIds.length} songs`} off the album “${title}”`,
        async (tx) => {
          const removed = await songsInAlbum(tx, albumId, trackIds)
          if (removed.length === 0) return undefined
          // of few songs the places are enough, however long the album is
          if (removed.length > MOST_PLACED) return { before: { trackIds: await songsOfAlbum(tx, albumId) }, after: { without: removed } }
          const placed: NonNullable<AlbumEnd['placed']> = []
          for (const trackId of removed) {
            const place = await placeInAlbum(tx, albumId, trackId)
            if (place) placed.push({ trackId, ...place })
          }
          return { before: { placed }, after: { without: removed } }
        },
      ),

    /** right before another of its songs, or behind the last one; a song or a neighbour that is not in it moves nothing */
    async moveInAlbum(albumId: AlbumId, trackId: TrackId, nextId: TrackId | undefined): Promise<Result<{ stepId?: number }, NoAlbum>> {
      const done = await database.transaction(async (tx) => {
        const album = await tx.selectFrom('albums').select('title').where('id', '=', albumId).executeTakeFirst()
        const was = await placeInAlbum(tx, albumId, trackId)
        const is = nextId === trackId ? was : await placeBefore(tx, albumId, trackId, nextId)
        if (!album || !was || !is || (was.behind === is.behind && was.before === is.before)) return { album, step: undefined }
        const step = await recordStep(tx, { actor, at: now() }, `Move a song in the album “${album.title}”`, (notes) =>
          notes.album(albumId, { moved: { trackId, ...was } }, { moved: { trackId, ...is } }),
        )
        return { album, step }
      })
      if (!done.album) return noAlbum()
      if (done.step) announceWritten(events, done.step)
      return ok(done.step ? { stepId: done.step.stepId } : {})
    },

    /** songs that the given order does not name keep their order behind it */
    reorderAlbum: (albumId: AlbumId, trackIds: readonly TrackId[]) =>
      changeAlbum(
        albumId,
        (title) => `Put the album “${title}” in another order`,
        async (tx) => {
          const before = await songsOfAlbum(tx, albumId)
          const known = new Set(before)
          const after = [...new Set([...trackIds.filter((id) => known.has(id)), ...before])]
          return after.join() === before.join() ? undefined : { before: { trackIds: before }, after: { trackIds: after } }
        },
      ),
  }
}
export type LibraryChanges = ReturnType<typeof libraryChanges>
