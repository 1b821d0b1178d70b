import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { HistoryEntry } from '../../src-shared/project/contract.ts'
import { DocumentDiff, takesById } from '../../src-shared/project/edits/index.ts'
import type { Queries, Tx } from '../platform/database/index.ts'
import { readDocument } from './document-json.ts'
import { appendHistory, findProjectRow, listDiffs, listHistory, saveProject } from './project-repository.ts'
import { replayHistory, salvageDocument } from './recover-document.ts'
import type { Song } from './song-ports.ts'

/** Document and history as they are stored: texts, because a copy is read where it may be damaged. */
export type ProjectCopy = {
  readonly documentJson: string
  readonly historyPosition: number
  readonly history: readonly (Pick<HistoryEntry, 'index' | 'label' | 'actor' | 'at'> & { readonly forwardJson: string; readonly backwardJson: string })[]
}

export const readProjectCopy = async (db: Queries, trackId: TrackId): Promise<ProjectCopy | undefined> => {
  const row = await findProjectRow(db, trackId)
  if (!row) return undefined
  const entries = await listHistory(db, trackId)
  const diffs = new Map((await listDiffs(db, trackId, 0, entries.length)).map((diff) => [diff.idx, diff]))
  const history = entries.flatMap(({ idx, label, actor, at }) => {
    const diff = diffs.get(idx)
    return diff ? [{ index: idx, label, actor, at, forwardJson: diff.forward_json, backwardJson: diff.backward_json }] : []
  })
  return { documentJson: row.document_json, historyPosition: row.history_position, history }
}

/** `whole`: as it was. `from-history`: the document was made again by walking the history. `from-takes`: takes and marks only, no history. */
export type Adopted = 'whole' | 'from-history' | 'from-takes'

const parseDiff = (text: string): DocumentDiff | undefined => {
  try {
    return DocumentDiff.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

/** Makes a copy the project of a song that is in the library already, mending what does not fit the takes that came along. */
export const adoptProject = async (tx: Tx, trackId: TrackId, song: Song, copy: ProjectCopy | undefined): Promise<Adopted> => {
  const takes = takesById(song.takes)
  const read = (copy?.history ?? []).map((entry) => ({ ...entry, forward: parseDiff(entry.forwardJson), backward: parseDiff(entry.backwardJson) }))
  const isHistoryWhole =
    copy !== undefined &&
    copy.historyPosition >= -1 &&
    copy.historyPosition < read.length &&
    read.every(({ index, forward, backward }, at) => index === at && forward && backward)
  const done = (copy?.history ?? []).slice(0, (copy?.historyPosition ?? -1) + 1).map(({ forwardJson }) => forwardJson)
  const first = song.takes.find(({ parentTakeId }) => !parentTakeId)
  const asItWas = copy && readDocument(copy.documentJson, takes)
  const document = asItWas ?? (isHistoryWhole && first ? replayHistory(trackId, first, done, takes) : undefined)
  if (!(document && isHistoryWhole)) {
    const salvaged = document ?? salvageDocument(trackId, copy?.documentJson ?? '', song, takes)
    if (!salvaged) throw new RangeError('a song without a take has no project')
    await saveProject(tx, trackId, { document: salvaged, revision: 0, historyPosition: -1 })
    return 'from-takes'
  }
  await saveProject(tx, trackId, { document, revision: 0, historyPosition: copy.historyPosition })
  for (const { index, label, actor, at, forward = [], backward = [] } of read) await appendHistory(tx, trackId, { index, label, actor, at, forward, backward })
  return asItWas ? 'whole' : 'from-history'
}
