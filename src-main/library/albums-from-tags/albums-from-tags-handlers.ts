import type { Actor } from '../../../src-shared/history/contract.ts'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { AlbumId, IdSource, TrackId } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import { type albumsFromTags, MOST_PLANNED_ALBUMS, type PlannedAlbum } from '../../../src-shared/library/albums-from-tags.ts'
import { type HistoryService, type Notes, songsOfAlbum } from '../../history/index.ts'
import type { Database, Queries } from '../../platform/database/index.ts'
import { type KeptSelection, type KeptSelections, selectionOf } from '../selections/kept-selections.ts'
import { type AlbumPlan, planAlbums } from './plan-albums.ts'
import { readTaggedSongs } from './read-tagged-songs.ts'
import { createTagGroups, inTagOrder } from './tag-groups.ts'

export type AlbumsFromTagsParts = {
  readonly database: Database
  /** for what reads the whole library */
  readonly reading: Queries
  readonly history: Pick<HistoryService, 'perform'>
  readonly selections: KeptSelections
  readonly ids: Pick<IdSource, 'album'>
  readonly now: () => number
  readonly actor?: Actor
}

/** Albums noted in one transaction. */
const PART = 50

const forgotten = () => err(failure('edit.selection-forgotten', 'These songs were chosen a while ago. Choose them again.'))

/** All songs of an album in the order of their tags; undefined: they are not all of one tag. */
const tagOrderOf = async (db: Queries, trackIds: readonly TrackId[]): Promise<readonly TrackId[] | undefined> => {
  const gathered = createTagGroups()
  for await (const page of readTaggedSongs(db, selectionOf(trackIds))) for (const song of page) gathered.add(song)
  const [group, ...others] = gathered.all()
  return group && others.length === 0 && group.songs.length === trackIds.length ? inTagOrder(group.songs) : undefined
}

/** Where the songs of an album stand as their tags say, new ones go to their places; in an order of the musician's own they go behind. */
const joinedEnds = async (db: Queries, albumId: AlbumId, { trackIds, key }: AlbumPlan, tagKey: string | null) => {
  const before = (await songsOfAlbum(db, albumId)) as TrackId[]
  const there = new Set(before)
  const added = trackIds.filter((id) => !there.has(id))
  if (added.length === 0) return undefined
  const ordered = before.length > 0 ? await tagOrderOf(db, [...before, ...added]) : undefined
  const [was, is] = tagKey === key ? [{}, {}] : [{ row: { tag_key: tagKey } }, { row: { tag_key: key } }]
  return ordered && ordered.filter((id) => there.has(id)).join() === before.join()
    ? { before: { ...was, trackIds: before }, after: { ...is, trackIds: [...ordered] } }
    : { before: { ...was, without: added }, after: { ...is, with: added } }
}

export const albumsFromTagsHandlers = ({
  database,
  reading,
  history,
  selections,
  ids,
  now,
  actor = 'person',
}: AlbumsFromTagsParts): Handlers<typeof albumsFromTags> => {
  const chosen = (selectionId: string | undefined) => (selectionId === undefined ? undefined : selections.find(selectionId))

  const noteAlbum = async (notes: Notes, plan: AlbumPlan): Promise<void> => {
    if (plan.albumId === undefined) {
      const id = ids.album()
      await notes.album(id, undefined, { row: { id, title: plan.title, created_at: now(), tag_key: plan.key }, trackIds: [...plan.trackIds] })
      return
    }
    const album = await notes.db.selectFrom('albums').select('tag_key').where('id', '=', plan.albumId).executeTakeFirst()
    const ends = album && (await joinedEnds(notes.db, plan.albumId, plan, album.tag_key))
    if (ends) await notes.album(plan.albumId, ends.before, ends.after)
  }

  /** what is shown beside a title: the first song's picture */
  const pictured = async ({ title, by, albumId, songs, added, trackIds }: AlbumPlan): Promise<PlannedAlbum> => {
    const first = await database.query
      .selectFrom('tracks')
      .select(['cover_sha256', 'audio_sha256'])
      .where('id', '=', trackIds[0] ?? ('' as TrackId))
      .executeTakeFirst()
    return {
      title,
      ...(by !== undefined && { by }),
      ...(albumId !== undefined && { albumId }),
      songs,
      added: added.length,
      ...(first?.cover_sha256 && { coverSha256: first.cover_sha256 }),
      ...(first && { firstAudioSha256: first.audio_sha256 }),
    }
  }

  const make = async (selection: KeptSelection | undefined, withSingles: boolean) => {
    const { counts, albums } = await planAlbums(reading, selection, withSingles)
    const parts: ((notes: Notes) => Promise<void>)[] = []
    for (let at = 0; at < albums.length; at += PART)
      parts.push(async (notes) => {
        for (const plan of albums.slice(at, at + PART)) await noteAlbum(notes, plan)
      })
    const label = (count: number) => `Make ${count === 1 ? 'an album' : `${count.toLocaleString('en')} albums`} from album tags`
    const done = albums.length > 0 ? await history.perform({ actor }, label, parts) : undefined
    return { counts, ...(done && { stepId: done.stepId }) }
  }
  // one after the other: the second one finds what the first one made
  let last: Promise<unknown> = Promise.resolve()

  return {
    async planAlbumsFromTags({ selectionId, withSingles }) {
      const selection = chosen(selectionId)
      if (selectionId !== undefined && !selection) return forgotten()
      const { counts, albums } = await planAlbums(reading, selection, withSingles)
      const shown: PlannedAlbum[] = []
      for (const plan of albums.slice(0, MOST_PLANNED_ALBUMS)) shown.push(await pictured(plan))
      return ok({ counts, albums: shown })
    },

    async makeAlbumsFromTags({ selectionId, withSingles }) {
      const selection = chosen(selectionId)
      if (selectionId !== undefined && !selection) return forgotten()
      const mine = last.then(() => make(selection, withSingles))
      last = mine.catch(() => undefined)
      try {
        return ok(await mine)
      } catch (cause) {
        if (cause instanceof FailureError && cause.failure.code === 'history.stopped') return err(failure('edit.stopped', cause.failure.message))
        throw cause
      }
    },
  }
}
