import { sql } from 'kysely'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Bulk, Database, LibraryStepRow, Tx } from '../platform/database/index.ts'
import { forgetStep } from './forget-steps.ts'
import { extendWritten, type GrowingWritten, joinWritten, NOTHING_WRITTEN, type Written, writeChanges } from './write-changes.ts'
import { writerOf } from './writer-of.ts'

/** Changes written in one transaction, at most and at least, and how long one should take, so that lists and other writers have their turn. */
export const CHUNK = 2_000
const LEAST = 50
const FIRST = 500
const MILLISECONDS = 25
/** In a thread of their own a transaction may be long: each writes every page of twenty indexes that it touches, so few long ones cost a fraction of many short ones. */
export const MILLISECONDS_BESIDE = 700

export type Walk = {
  readonly database: Database
  readonly owner: string
  readonly now: () => number
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((step: LibraryStepRow) => void) | undefined
}

const busy = (label: string): Failure<'history.busy'> =>
  failure('history.busy', `“${label}” is still being done. Wait until it is finished, or stop it, then try again.`)

/** Letters of albums' lists written in one transaction, and albums in it at most. */
const ALBUM_LETTERS = 50_000
const ALBUMS = 50

/** How far a step gets in one transaction: a song is one row, an album a whole list of them. */
const next = async (tx: Tx, { id, applied, target }: LibraryStepRow, most: number): Promise<number> => {
  const isForward = target > applied
  const [from, to] = isForward ? [applied, Math.min(target, applied + most)] : [Math.max(target, applied - most), applied]
  const { rows } = await sql<{ n: number; letters: number }>`
    SELECT n, ifnull(length(before_json), 0) + ifnull(length(after_json), 0) AS letters FROM library_changes
    WHERE step = ${id} AND n >= ${from} AND n < ${to} AND kind <> 'song'`.execute(tx)
  rows.sort((a, b) => (isForward ? a.n - b.n : b.n - a.n))
  let weight = 0
  for (const { n, letters } of rows) {
    weight += Math.max(letters / ALBUM_LETTERS, 1 / ALBUMS)
    if (weight >= 1) return isForward ? n + 1 : n
  }
  return isForward ? to : from
}

/** One transaction: as much of the step as fits, and the claim on it while there is more. */
const stride = (
  walk: Walk,
  { isBeside, transaction }: Bulk,
  id: number,
  target: (step: LibraryStepRow) => number,
  most: number,
  signal: AbortSignal | undefined,
): Promise<{ step: LibraryStepRow; written: GrowingWritten } | undefined> =>
  transaction(async (tx) => {
    const until = performance.now() + (isBeside ? MILLISECONDS_BESIDE : 0)
    const found = await tx.selectFrom('library_steps').selectAll().where('id', '=', id).executeTakeFirst()
    if (!found) return undefined
    if (found.owner !== null && found.owner !== walk.owner) throw new FailureError(busy(found.label))
    const wanted = { ...found, target: target(found) }
    let written: GrowingWritten = { ...NOTHING_WRITTEN, trackIds: [] }
    let { applied } = found
    do {
      const reached = await next(tx, { ...wanted, applied }, most)
      if (reached !== applied) written = extendWritten(written, await writeChanges(tx, { ...found, applied }, reached, walk.now()))
      applied = reached
    } while (applied !== wanted.target && performance.now() < until && !signal?.aborted)
    const step = { ...wanted, applied, owner: applied === wanted.target ? null : walk.owner }
    await tx.updateTable('library_steps').set({ target: step.target, owner: step.owner }).where('id', '=', id).execute()
    return { step, written }
  })

const toEnd = async (walk: Walk, id: number, target: (step: LibraryStepRow) => number, signal?: AbortSignal): Promise<Written | undefined> => {
  const { total } = (await walk.database.query.selectFrom('library_steps').select('total').where('id', '=', id).executeTakeFirst()) ?? { total: 0 }
  const bulk = writerOf(walk.database, total)
  let written: GrowingWritten | undefined
  let most = bulk.isBeside ? CHUNK : FIRST
  for (;;) {
    signal?.throwIfAborted()
    const begunAt = performance.now()
    const done = await stride(walk, bulk, id, target, most, signal)
    // a row costs ten times more in a library of a million songs than in one of ten thousand
    const wanted = (most * MILLISECONDS) / Math.max(1, performance.now() - begunAt)
    if (!bulk.isBeside) most = Math.round(Math.min(CHUNK, Math.max(LEAST, most / 2, Math.min(wanted, most * 2))))
    if (!done) return written
    written = extendWritten(written ?? { ...NOTHING_WRITTEN, trackIds: [] }, done.written)
    if (done.step.owner === null) {
      await bulk.flush()
      return written
    }
    walk.onProgress?.(done.step)
    // whoever waits for the database or for this thread has a turn
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

/**
 * Does or undoes a step, chunk by chunk; whole or not at all. When it is stopped or fails, what was written is written back; when the process
 * dies, or the disk is too full even for that, `recoverSteps` does it later.
 * @throws FailureError history.busy: another process is at it; the abort where it was stopped; what kept it from being done, or from going back
 */
export const walkStep = async (walk: Walk, id: number, direction: 'do' | 'undo'): Promise<Written | undefined> => {
  try {
    return await toEnd(walk, id, ({ total }) => (direction === 'do' ? total : 0), walk.signal)
  } catch (cause) {
    const isOthers = cause instanceof FailureError && cause.failure.code === 'history.busy'
    if (!isOthers) await toEnd(walk, id, ({ total }) => (direction === 'do' ? 0 : total))
    throw cause
  }
}

/** Brings steps that a dead process left half done back to where they began, and forgets those that it was still preparing. */
export const recoverSteps = async (walk: Walk, isAlive: (owner: string) => Promise<boolean>): Promise<Written> => {
  let written = NOTHING_WRITTEN
  const left = await walk.database.query.selectFrom('library_steps').selectAll().where('owner', 'is not', null).execute()
  for (const step of left) {
    if (step.owner === null || (await isAlive(step.owner))) continue
    const isMine = await walk.database.transaction(async (tx) => {
      const { numUpdatedRows } = await tx
        .updateTable('library_steps')
        .set({ owner: walk.owner })
        .where('id', '=', step.id)
        .where('owner', '=', step.owner)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    })
    if (!isMine) continue
    const isPreparing = step.applied === 0 && step.target === 0
    if (isPreparing) await forgetStep(walk.database, step.id)
    else {
      const back = await toEnd(walk, step.id, ({ total }) => (step.target === 0 ? total : 0))
      written = joinWritten(written, back ?? NOTHING_WRITTEN)
    }
  }
  return written
}
