import type { Actor } from '../../../src-shared/history/contract.ts'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { batchEdit, EditCounts, EditOperation, SongDiff } from '../../../src-shared/library/batch-edit.ts'
import { type HistoryService, songsOfAlbum } from '../../history/index.ts'
import type { Database, Queries } from '../../platform/database/index.ts'
import { albumRepository } from '../album-repository.ts'
import type { KeptSelection, KeptSelections } from '../selections/kept-selections.ts'
import { type Album, fieldsOf, PART, patchOf, planPart } from './edit-plan.ts'

export type BatchEditParts = {
  readonly database: Database
  readonly history: Pick<HistoryService, 'perform'>
  readonly actor?: Actor
  readonly selections: KeptSelections
  /** what previews are read from; where none is named, `database` */
  readonly reading?: Queries
}

/** `changed`, `problems`: places in the selection; `doubled`: titles, in lower case, that more than one song ends with */
type Summary = { readonly counts: EditCounts; readonly changed: readonly number[]; readonly problems: readonly number[]; readonly doubled: ReadonlySet<string> }
/** Titles compared before others have their turn. */
const COMPARED = 20_000
const DOUBLED = 'Another of these songs ends with the same title.'

/** Operations whose outcome depends on the order of the songs. */
const ORDERED: ReadonlySet<EditOperation['kind']> = new Set(['number', 'album'])

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
  selections,
  reading = database.query,
  actor = 'person',
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
    const { count } = selection
    const changed: number[] = []
    const problems: number[] = []
    const titles = new Map<string, number>()
    let unchanged = 0
    const doubted: string[] = []
    for (let at = 0; at < count; at += PART) {
      const part = selection.slice(at, at + PART)
      const places = new Map(part.map((id, place) => [id, at + place]))
      for (const { trackId, before, after, diff } of await planPart(reading, part, at, operations, albums)) {
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
    const doubled = new Set<string>()
    let warnings = 0
    for (const [index, title] of doubted.entries()) {
      if (index % COMPARED === COMPARED - 1) await pause()
      if ((titles.get(title) ?? 0) < 2) continue
      doubled.add(title)
      warnings += 1
    }
    const gone = count - changed.length - problems.length - unchanged
    const counts = { total: count - gone, changed: changed.length, unchanged, problems: problems.length, warnings }
    const value = { counts, changed, problems, doubled }
    summaries.set(selection, { key, value })
    return value
  }

  /** rows of the list; neighbours in the selection are read together, because numbering counts from a place */
  const rowsAt = async (
    selection: KeptSelection,
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
      for (const { before, after, diff } of await planPart(reading, selection.slice(first, first + length), first, operations, albums)) {
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
    async previewEdit({ selectionId, operations, show, offset, limit }) {
      const selection = selections.find(selectionId)
      if (!selection) return forgotten()
      try {
        const albums = await albumsOf(operations)
        const summary = await summarise(selection, operations, albums)
        const shown = show === 'all' ? selection.count : summary[show].length
        const asked = Math.max(0, Math.min(limit, shown - offset))
        const places = show === 'all' ? Array.from({ length: asked }, (_, i) => offset + i) : summary[show].slice(offset, offset + limit)
        return ok({ counts: summary.counts, shown, rows: await rowsAt(selection, places, operations, albums, summary) })
      } catch (cause) {
        return refused(cause)
      }
    },

    async applyEdit({ selectionId, operations }) {
      const selection = selections.find(selectionId)
      if (!selection) return forgotten()
      const fields = fieldsOf(operations)
      let changed = 0
      try {
        const albums = await albumsOf(operations)
        const joining = albums.map(() => [] as TrackId[])
        const parts: Parameters<HistoryService['perform']>[2][number][] = []
        const slice = operations.some(({ kind }) => ORDERED.has(kind)) ? selection.slice : selection.quickSlice
        for (let at = 0; at < selection.count; at += PART)
          parts.push(async (notes) => {
            const planned = await planPart(notes.db, slice(at, at + PART), at, operations, albums)
            const good = planned.filter(({ diff }) => diff.diffs.length > 0 && !diff.problem)
            changed += good.length
            for (const [index, { has }] of albums.entries()) joining[index]?.push(...good.flatMap(({ trackId }) => (has.has(trackId) ? [] : [trackId])))
            const own = good.filter(({ diff }) => diff.diffs.some(({ field }) => field !== 'album'))
            if (fields.length > 0) await notes.each(own.map(({ trackId, after }) => ({ trackId, after: patchOf(after, fields) })))
          })
        // how many join is known when all songs were looked at; at most all of them
        for (const [index, { id }] of albums.entries())
          for (let at = 0; at < selection.count; at += PART)
            parts.push(async (notes) => {
              const added = (joining[index] ?? []).slice(at, at + PART)
              if (added.length > 0) await notes.album(id, { without: added }, { with: added })
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
