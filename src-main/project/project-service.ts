import { type Failure, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { ProjectCommand } from '../../src-shared/project/commands.ts'
import type { HistoryEntry, ProjectView } from '../../src-shared/project/contract.ts'
import type { ProjectDocument } from '../../src-shared/project/document.ts'
import { applyCommand, brokenInvariants, type EditFailure } from '../../src-shared/project/edits/index.ts'
import type { Database, Queries, Tx } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { applySteps } from './document-json.ts'
import { type LoadedProject, loadProject } from './load-project.ts'
import { appendHistory, listDiffs, listHistory, saveProject, truncateHistory } from './project-repository.ts'
import type { SongShelf } from './song-ports.ts'

type OpenFailure = Failure<'track.not-found' | 'project.damaged'>
type Actor = HistoryEntry['actor']

/**
 * The one writer of songs' documents, for the window, the command line, agents and pipelines alike. It keeps nothing in memory: every call
 * reads the database, so that two processes on one library never disagree. Each change is one transaction together with what the library
 * shows of the song, and ends with `project.changed`.
 */
export type ProjectService = {
  open(trackId: TrackId): Promise<Result<ProjectView, OpenFailure>>
  /** @param revision the one the sender saw; undefined: whatever is there */
  apply(
    trackId: TrackId,
    command: ProjectCommand,
    by?: { readonly revision?: number | undefined; readonly actor?: Actor | undefined },
  ): Promise<Result<ProjectView, OpenFailure | EditFailure | Failure<'project.stale'>>>
  undo(trackId: TrackId): Promise<Result<ProjectView, OpenFailure | Failure<'history.nothing-to-undo'>>>
  redo(trackId: TrackId): Promise<Result<ProjectView, OpenFailure | Failure<'history.nothing-to-redo'>>>
  goTo(trackId: TrackId, index: number): Promise<Result<ProjectView, OpenFailure | Failure<'history.not-found'>>>
  /** Tells everyone how the song stands after something beside the document changed: a take was added, another process wrote. */
  announce(trackId: TrackId): Promise<void>
}

export type ProjectParts = { readonly database: Database; readonly songs: SongShelf; readonly events: Events; readonly now: () => number }

/** A change that was made: the project as it now stands, and whether the library shows the song differently now. */
type Changed = { readonly view: ProjectView; readonly isShownDifferently: boolean }

export const createProjectService = ({ database, songs, events, now }: ProjectParts): ProjectService => {
  const viewOf = async (via: Queries, loaded: LoadedProject, state: Pick<LoadedProject, 'document' | 'revision' | 'historyPosition'>): Promise<ProjectView> => {
    const rows = await listHistory(via, state.document.trackId)
    const history = rows.map(({ idx, label, actor, at }) => ({ index: idx, label, actor, at, isUndone: idx > state.historyPosition }))
    return { document: state.document, revision: state.revision, title: loaded.song.title, takes: [...loaded.song.takes], history }
  }

  /** Saves a new state of the document with what the library shows of it. */
  const save = async (tx: Tx, loaded: LoadedProject, document: ProjectDocument, historyPosition: number): Promise<Changed> => {
    const revision = loaded.revision + 1
    await saveProject(tx, document.trackId, { document, revision, historyPosition })
    const isOtherTake = document.currentTakeId !== loaded.song.currentTakeId
    const take = loaded.takes.get(document.currentTakeId)
    if (isOtherTake && take) await songs.setCurrentTake(take, tx)
    const isCorrected = JSON.stringify(document.correction) !== JSON.stringify(loaded.document.correction)
    if (!isCorrected) return { view: await viewOf(tx, loaded, { document, revision, historyPosition }), isShownDifferently: isOtherTake }
    // takes say where their bars lie: read again, they follow the correction
    await songs.refreshColumns(document.trackId, tx)
    const song = (await songs.findSong(document.trackId, tx)) ?? loaded.song
    return { view: await viewOf(tx, { ...loaded, song }, { document, revision, historyPosition }), isShownDifferently: true }
  }

  /** Makes a rebuilt document last; where the history could not be walked again its diffs are worthless and go. */
  const mend = async (tx: Tx, loaded: LoadedProject): Promise<LoadedProject> => {
    if (!loaded.mended) return loaded
    if (loaded.mended === 'from-takes') await truncateHistory(tx, loaded.document.trackId, -1)
    const { view } = await save(tx, loaded, loaded.document, loaded.historyPosition)
    return { ...loaded, revision: view.revision, mended: undefined }
  }

  /** Loads, changes and saves in one transaction; tells everyone afterwards. A failure changes nothing. */
  const change = async <F extends Failure>(
    trackId: TrackId,
    work: (tx: Tx, loaded: LoadedProject) => Promise<Result<Changed, F>>,
  ): Promise<Result<ProjectView, OpenFailure | F>> => {
    const result = await database.transaction(async (tx): Promise<Result<Changed, OpenFailure | F>> => {
      const loaded = await loadProject(songs, tx, trackId)
      return loaded.ok ? work(tx, await mend(tx, loaded.value)) : loaded
    })
    if (!result.ok) return result
    events.emit('project.changed', result.value.view)
    if (result.value.isShownDifferently) events.emit('library.changed', { trackIds: [trackId] })
    return ok(result.value.view)
  }

  /** Walks from the present to just after entry `target` (-1: before the first), one diff at a time. */
  const walk = async (tx: Tx, loaded: LoadedProject, target: number): Promise<Result<Changed, OpenFailure>> => {
    const { historyPosition: from, takes } = loaded
    const { trackId } = loaded.document
    const isBack = target < from
    const rows = await listDiffs(tx, trackId, Math.min(from, target) + 1, Math.max(from, target))
    const isWhole = rows.length === Math.abs(target - from)
    const steps = (isBack ? rows.reverse() : rows).map((row) => (isBack ? row.backward_json : row.forward_json))
    const document = isWhole ? applySteps(loaded.document, steps) : undefined
    if (!document || brokenInvariants({ document, takes }).length > 0) {
      const message = 'This step of the history cannot be read. The song as it is now is unharmed and every take is kept: accept the take you want instead.'
      return err(failure('project.damaged', message, { trackId, index: target }))
    }
    return ok(await save(tx, loaded, document, target))
  }

  const newestIndex = async (tx: Tx, trackId: TrackId): Promise<number> => (await listHistory(tx, trackId)).at(-1)?.idx ?? -1

  return {
    async open(trackId) {
      const loaded = await loadProject(songs, database.query, trackId)
      if (!loaded.ok) return loaded
      if (!loaded.value.mended) return ok(await viewOf(database.query, loaded.value, loaded.value))
      return change(trackId, async (tx, mended) => ok({ view: await viewOf(tx, mended, mended), isShownDifferently: false }))
    },
    apply: (trackId, command, by = {}) =>
      change<EditFailure | Failure<'project.stale'>>(trackId, async (tx, loaded) => {
        if (by.revision !== undefined && by.revision !== loaded.revision) {
          const message = 'The song was changed elsewhere in the meantime. Look at it as it is now, then try again.'
          return err(failure('project.stale', message, { revision: loaded.revision }))
        }
        const edit = applyCommand(loaded.document, loaded.takes, command)
        if (!edit.ok) return edit
        const index = loaded.historyPosition + 1
        const { document, label, forward, backward } = edit.value
        await saveProject(tx, trackId, { document, revision: loaded.revision, historyPosition: index })
        await truncateHistory(tx, trackId, loaded.historyPosition)
        await appendHistory(tx, trackId, { index, label, actor: by.actor ?? 'person', at: now(), forward, backward })
        return ok(await save(tx, loaded, document, index))
      }),
    undo: (trackId) =>
      change<OpenFailure | Failure<'history.nothing-to-undo'>>(trackId, async (tx, loaded) =>
        loaded.historyPosition < 0
          ? err(failure('history.nothing-to-undo', 'There is nothing to undo: the song is as it was at first.'))
          : walk(tx, loaded, loaded.historyPosition - 1),
      ),
    redo: (trackId) =>
      change<OpenFailure | Failure<'history.nothing-to-redo'>>(trackId, async (tx, loaded) =>
        loaded.historyPosition >= (await newestIndex(tx, trackId))
          ? err(failure('history.nothing-to-redo', 'There is nothing to redo.'))
          : walk(tx, loaded, loaded.historyPosition + 1),
      ),
    goTo: (trackId, index) =>
      change<OpenFailure | Failure<'history.not-found'>>(trackId, async (tx, loaded) => {
        const newest = await newestIndex(tx, trackId)
        if (index < -1 || index > newest) return err(failure('history.not-found', 'This step is no longer in the history.', { index, newest }))
        return walk(tx, loaded, index)
      }),
    async announce(trackId) {
      const loaded = await loadProject(songs, database.query, trackId)
      if (loaded.ok) events.emit('project.changed', await viewOf(database.query, loaded.value, loaded.value))
    },
  }
}
