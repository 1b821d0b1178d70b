import type { Actor } from '../../../src-shared/history/contract.ts'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { batchEdit, EditCounts, EditOperation, SongDiff } from '../../../src-shared/library/batch-edit.ts'
import { TrackQuery } from '../../../src-shared/library/contract.ts'
import { type HistoryService, songsOfAlbum } from '../../history/index.ts'
import type { Database } from '../../platform/database/index.ts'
import { albumRepository } from '../album-repository.ts'
import { createKeptSelections, type KeptSelection, type KeptSelections } from '../selections/kept-selections.ts'
import { listTrackIds } from '../track-listing.ts'
import { type Album, fieldsOf, PART, patchOf, planPart } from './edit-plan.ts'

export type BatchEditParts = {
  readonly database: Database
  readonly history: Pick<HistoryService, 'perform'>
  readonly now: () => number
  readonly actor?: Actor
  readonly selections?: KeptSelections
}

/** `changed`, `problems`: places in the selection; `doubled`: titles, in lower case, that more than one song ends with */
type Summary = { readonly counts: EditCounts; readonly changed: readonly number[]; readonly problems: readonly number[]; readonly doubled: ReadonlySet<string> }
const MOST_SONGS = 1_000_000
const DOUBLED = 'Another of these songs ends with the same title.'

const pause = () => new Promise<void>((resolve) => setImmediate(resolve))

const WORDS: { readonly [K in EditOperation['kind']]: string } = {
  title: 'title',
  replace: 'title',
  case: 'title',
  number: 'title',
  artist: 'artist',
  style: 'style',
  mood: 'mood',
  rating: 'stars',
  favourite: 'favourite',
  disliked: 'dislike',
  tags: 'tags',
  album: 'album',
}

export const batchEditHandlers = ({
  database,
  history,
  now,
  actor = 'person',
  selections = createKeptSelections(),
}: BatchEditParts): Handlers<typeof batchEdit> => {
  /** of each selection the newest one; forgotten with it */
  const summaries = new WeakMap<KeptSelection, { readonly key: string; readonly value: Summary }>()

  const albumsOf = async (operations: readonly EditOperation[]): Promise<Album[]> => {
    const albums: Album[] = []
    for (const operation of operations) {
      if (operation.kind !== 'album') continue
      const album = await albumRepository(database.query).find(operation.albumId)
      if (!album) throw new FailureError(failure('album.not-found', 'This album is not there any more.'))
      albums.push({ id: album.id, title: album.title, has: new Set(await songsOfAlbum(database.query, album.id)) })
    }
    return albums
  }

  /** computes the whole selection once; the pages of a list are then cheap */
  const summarise = async (selection: KeptSelection, operations: readonly EditOperation[], albums: readonly Album[]): Promise<Summary> => {
    const key = JSON.stringify(operations)
    const known = summaries.get(selection)
    if (known?.key === key) return known.value
    const { trackIds } = selection
    const changed: number[] = []
    const problems: number[] = []
    const titles = new Map<string, number>()
    let unchanged = 0
    const doubted: string[] = []
    const places = new Map(trackIds.map((id, place) => [id, place]))
    for (let at = 0; at < trackIds.length; at += PART) {
      for (const { trackId, before, after, diff } of await planPart(database.query, trackIds.slice(at, at + PART), at, operations, albums)) {
        const place = places.get(trackId) ?? 0
        const title = after.title.toLowerCase()
        titles.set(title, (titles.get(title) ?? 0) + 1)
        if (diff.problem) problems.push(place)
        else if (diff.diffs.length === 0) unchanged += 1
        else {
          changed.push(place)
          if (before.title !== after.title) doubted.push(title)
        }
      }
      await pause()
    }
    const doubled = new Set(doubted.filter((title) => (titles.get(title) ?? 0) > 1))
    const warnings = doubted.filter((title) => doubled.has(title)).length
    const gone = trackIds.length - changed.length - problems.length - unchanged
    const counts = { total: trackIds.length - gone, changed: changed.length, unchanged, problems: problems.length, warnings }
    const value = { counts, changed, problems, doubled }
    summaries.set(selection, { key, value })
    return value
  }

  /** rows of the list; neighbours in the selection are read together, because numbering counts from a place */
  const rowsAt = async (
    { trackIds }: KeptSelection,
    places: readonly number[],
    operations: readonly EditOperation[],
    albums: readonly Album[],
    { doubled }: Summary,
  ): Promise<SongDiff[]> => {
    const rows: SongDiff[] = []
    for (let i = 0; i < places.length; ) {
      const first = places[i] as number
      let length = 1
      while (places[i + length] === first + length) length++
      for (const { before, after, diff } of await planPart(database.query, trackIds.slice(first, first + length), first, operations, albums)) {
        const isDoubled = !diff.problem && before.title !== after.title && doubled.has(after.title.toLowerCase())
        rows.push(isDoubled ? { ...diff, warning: DOUBLED } : diff)
      }
      i += length
    }
    return rows
  }

  const forgotten = () => err(failure('edit.selection-forgotten', 'These songs were chosen a while ago. Choose them again.'))

  const refused = (cause: unknown) => {
    if (!(cause instanceof FailureError)) throw cause
    const { code, message } = cause.failure
    if (code === 'edit.bad-pattern' || code === 'album.not-found') return err(failure(code, message))
    throw cause
  }

  return {
    async openSelection({ trackIds, query }) {
      let ids = trackIds ?? []
      if (query) {
        const parsed = TrackQuery.omit({ cursor: true, limit: true }).safeParse(query)
        if (!parsed.success) return err(failure('edit.bad-query', 'This search cannot be read. Choose the songs again.'))
        ids = await listTrackIds(database.query, { ...parsed.data, limit: MOST_SONGS, offset: 0 }, now())
      }
      const selectionId = selections.keep([...new Set(ids)])
      return ok({ selectionId, count: ids.length })
    },

    async previewEdit({ selectionId, operations, show, offset, limit }) {
      const selection = selections.find(selectionId)
      if (!selection) return forgotten()
      try {
        const albums = await albumsOf(operations)
        const summary = await summarise(selection, operations, albums)
        const every = show === 'all' ? selection.trackIds.map((_, place) => place) : show === 'problems' ? summary.problems : summary.changed
        const rows = await rowsAt(selection, every.slice(offset, offset + limit), operations, albums, summary)
        return ok({ counts: summary.counts, shown: every.length, rows })
      } catch (cause) {
        return refused(cause)
      }
    },

    async applyEdit({ selectionId, operations }) {
      const selection = selections.find(selectionId)
      if (!selection) return forgotten()
      const { trackIds } = selection
      const fields = fieldsOf(operations)
      let changed = 0
      try {
        const albums = await albumsOf(operations)
        const joining = albums.map(() => [] as TrackId[])
        const parts: Parameters<HistoryService['perform']>[2][number][] = []
        for (let at = 0; at < trackIds.length; at += PART)
          parts.push(async (notes) => {
            const planned = await planPart(notes.db, trackIds.slice(at, at + PART), at, operations, albums)
            const good = planned.filter(({ diff }) => diff.diffs.length > 0 && !diff.problem)
            changed += good.length
            for (const [index, { has }] of albums.entries()) joining[index]?.push(...good.flatMap(({ trackId }) => (has.has(trackId) ? [] : [trackId])))
            const own = good.filter(({ diff }) => diff.diffs.some(({ field }) => field !== 'album'))
            if (fields.length > 0) await notes.each(own.map(({ trackId, after }) => ({ trackId, after: patchOf(after, fields) })))
          })
        if (albums.length > 0)
          parts.push(async (notes) => {
            for (const [index, { id }] of albums.entries()) {
              const added = joining[index] ?? []
              if (added.length > 0) await notes.album(id, { without: added }, { with: added })
            }
          })
        const what = [...new Set(operations.map(({ kind }) => WORDS[kind]))].join(', ')
        const label = () => `Edit ${changed === 1 ? 'a song' : `${changed.toLocaleString('en')} songs`}: ${what}`
        const done = await history.perform({ actor, fields }, label, parts)
        summaries.delete(selection)
        return ok(done ? { changed, stepId: done.stepId } : { changed: 0 })
      } catch (cause) {
        if (cause instanceof FailureError && cause.failure.code === 'history.stopped') return err(failure('edit.stopped', cause.failure.message))
        return refused(cause)
      }
    },
  }
}
