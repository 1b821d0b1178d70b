import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { HistoryEntry } from '../../src-shared/project/contract.ts'
import type { ProjectDocument } from '../../src-shared/project/document.ts'
import type { DocumentDiff } from '../../src-shared/project/edits/index.ts'
import type { HistoryRow, ProjectRow, Queries, Tx } from '../platform/database/index.ts'

export type SavedState = { readonly document: ProjectDocument; readonly revision: number; readonly historyPosition: number }
export type NewHistoryEntry = Pick<HistoryEntry, 'index' | 'label' | 'actor' | 'at'> & { readonly forward: DocumentDiff; readonly backward: DocumentDiff }

/** The projects and history tables. Rows come out as they are; the service parses them, because it knows what to do when they do not parse. */
export const findProjectRow = (via: Queries, trackId: TrackId): Promise<ProjectRow | undefined> =>
  via.selectFrom('projects').selectAll().where('track_id', '=', trackId).executeTakeFirst()

export const listHistory = (via: Queries, trackId: TrackId): Promise<Pick<HistoryRow, 'idx' | 'label' | 'actor' | 'at'>[]> =>
  via.selectFrom('history').select(['idx', 'label', 'actor', 'at']).where('track_id', '=', trackId).orderBy('idx').execute()

/** Entries `from`..`to` (both included), in order. */
export const listDiffs = (via: Queries, trackId: TrackId, from: number, to: number): Promise<Pick<HistoryRow, 'idx' | 'forward_json' | 'backward_json'>[]> =>
  via
    .selectFrom('history')
    .select(['idx', 'forward_json', 'backward_json'])
    .where('track_id', '=', trackId)
    .where('idx', '>=', from)
    .where('idx', '<=', to)
    .orderBy('idx')
    .execute()

export const saveProject = async (tx: Tx, trackId: TrackId, { document, revision, historyPosition }: SavedState): Promise<void> => {
  const row = { revision, document_json: JSON.stringify(document), history_position: historyPosition }
  await tx
    .insertInto('projects')
    .values({ track_id: trackId, ...row })
    .onConflict((conflict) => conflict.column('track_id').doUpdateSet(row))
    .execute()
}

/** Forgets the entries after `position`: what a new edit does to the redo tail. */
export const truncateHistory = async (tx: Tx, trackId: TrackId, position: number): Promise<void> => {
  await tx.deleteFrom('history').where('track_id', '=', trackId).where('idx', '>', position).execute()
}

export const appendHistory = async (tx: Tx, trackId: TrackId, entry: NewHistoryEntry): Promise<void> => {
  await tx
    .insertInto('history')
    .values({
      track_id: trackId,
      idx: entry.index,
      label: entry.label,
      actor: entry.actor,
      at: entry.at,
      forward_json: JSON.stringify(entry.forward),
      backward_json: JSON.stringify(entry.backward),
    })
    .execute()
}
