import { create } from 'zustand'
import type { EditCounts, EditOperation, SongDiff } from '../../../src-shared/library/batch-edit.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../history/index.ts'
import { notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'
import { type Chosen, nameChosen } from '../chosen-songs.ts'

export type Show = 'changed' | 'all' | 'problems'
type Batch = {
  readonly selectionId: string | undefined
  readonly count: number
  readonly operations: readonly EditOperation[]
  readonly counts: EditCounts | undefined
  readonly show: Show
  readonly shown: number
  /** rows by their place in the list; pages come as they are looked at */
  readonly rows: ReadonlyMap<number, SongDiff>
  readonly error: string | undefined
  readonly isApplying: boolean
}

const EMPTY: Batch = {
  selectionId: undefined,
  count: 0,
  operations: [],
  counts: undefined,
  show: 'changed',
  shown: 0,
  rows: new Map(),
  error: undefined,
  isApplying: false,
}
const PAGE = 100
export const useBatch = create<Batch>()(() => EMPTY)

export const openBatchEdit = async (chosen: Chosen): Promise<void> => {
  const named = await nameChosen(chosen)
  if (named) useBatch.setState({ ...EMPTY, ...named })
}
export const closeBatchEdit = (): void => useBatch.setState(EMPTY)

let turn = 0
const read = async (offset: number): Promise<void> => {
  const { selectionId, operations, show } = useBatch.getState()
  if (!selectionId || operations.length === 0) return
  const mine = turn
  const reply = await studio.library.previewEdit({ selectionId, operations: [...operations], show, offset, limit: PAGE })
  if (mine !== turn) return
  if (!reply.ok) return useBatch.setState({ error: reply.error.message, counts: undefined, rows: new Map(), shown: 0 })
  const { counts, shown, rows } = reply.value
  useBatch.setState((old) => {
    const all = new Map(old.rows)
    for (const [index, row] of rows.entries()) all.set(offset + index, row)
    return { counts, shown, rows: all, error: undefined }
  })
}

const asked = new Set<number>()
export const preview = (next: Partial<Pick<Batch, 'operations' | 'show'>>): void => {
  turn += 1
  asked.clear()
  useBatch.setState({ ...next, rows: new Map(), ...(next.operations?.length === 0 ? { counts: undefined, shown: 0, error: undefined } : {}) })
  asked.add(0)
  void read(0)
}
/** the page that a place of the list lies on, where it is not here yet */
export const reach = (place: number): void => {
  const page = Math.floor(place / PAGE) * PAGE
  if (asked.has(page)) return
  asked.add(page)
  void read(page)
}

export const applyBatchEdit = async (): Promise<void> => {
  const { selectionId, operations } = useBatch.getState()
  if (!selectionId) return
  useBatch.setState({ isApplying: true })
  const reply = await studio.library.applyEdit({ selectionId, operations: [...operations] })
  useBatch.setState({ isApplying: false })
  if (!reply.ok) return notifyFailure(reply.error)
  closeBatchEdit()
  notifyWithUndo(`${counted(reply.value.changed, 'song')} changed`, reply.value.stepId)
}
