import { getLogger } from '@logtape/logtape'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { ProjectDocument } from '../../src-shared/project/document.ts'
import { type TakesById, takesById } from '../../src-shared/project/edits/index.ts'
import type { Queries } from '../platform/database/index.ts'
import { readDocument } from './document-json.ts'
import { findProjectRow, listDiffs } from './project-repository.ts'
import { firstDocument, replayHistory, salvageDocument } from './recover-document.ts'
import type { Song, SongShelf } from './song-ports.ts'

const log = getLogger(['segno', 'project'])

/** A song's project as it was found. `mended` says that it was damaged and what was rebuilt; saving it makes that last. */
export type LoadedProject = {
  readonly song: Song
  readonly takes: TakesById
  readonly document: ProjectDocument
  readonly revision: number
  readonly historyPosition: number
  readonly mended: 'from-history' | 'from-takes' | undefined
}

export const trackNotFound = (trackId: TrackId) =>
  err(failure('track.not-found', 'This song is not in the library any more. It may have been removed from the trash.', { trackId }))

const damaged = (trackId: TrackId) =>
  err(
    failure(
      'project.damaged',
      'The takes of this song cannot be read, so its edits cannot be rebuilt. Its sound is still in the studio’s folder: restore a backup of the library.',
      {
        trackId,
      },
    ),
  )

const findReadableSong = async (shelf: SongShelf, via: Queries, trackId: TrackId): Promise<Song | undefined | 'unreadable'> => {
  try {
    return await shelf.findSong(trackId, via)
  } catch (cause) {
    if (!(cause instanceof FailureError) || cause.failure.code !== 'library.damaged-entry') throw cause
    log.error('the takes of {trackId} cannot be read', { trackId, cause })
    return 'unreadable'
  }
}

/**
 * Reads a project, rebuilding it where it is damaged: first by walking the history again (nothing is lost), else from the takes and
 * whatever marks are still whole (the history is lost, the sound is not). The damaged text goes to the log.
 */
export const loadProject = async (
  shelf: SongShelf,
  via: Queries,
  trackId: TrackId,
): Promise<Result<LoadedProject, ReturnType<typeof trackNotFound>['error'] | ReturnType<typeof damaged>['error']>> => {
  const song = await findReadableSong(shelf, via, trackId)
  if (song === 'unreadable') return damaged(trackId)
  if (!song) return trackNotFound(trackId)
  const takes = takesById(song.takes)
  const row = await findProjectRow(via, trackId)
  if (!row) {
    if (!takes.has(song.currentTakeId)) return damaged(trackId)
    return ok({ song, takes, document: firstDocument(trackId, song.currentTakeId), revision: 0, historyPosition: -1, mended: undefined })
  }
  const found = { song, takes, revision: row.revision, historyPosition: row.history_position }
  const document = readDocument(row.document_json, takes)
  if (document) return ok({ ...found, document, mended: undefined })

  log.warn('project of {trackId} is damaged and is being rebuilt', { trackId, documentJson: row.document_json })
  const diffs = await listDiffs(via, trackId, 0, row.history_position)
  const first = song.takes.find((take) => !take.parentTakeId)
  const replayed =
    first &&
    diffs.length === row.history_position + 1 &&
    replayHistory(
      trackId,
      first,
      diffs.map(({ forward_json }) => forward_json),
      takes,
    )
  if (replayed) return ok({ ...found, document: replayed, mended: 'from-history' })
  const salvaged = salvageDocument(trackId, row.document_json, song, takes)
  return salvaged ? ok({ ...found, document: salvaged, historyPosition: -1, mended: 'from-takes' }) : damaged(trackId)
}
