import { setImmediate as nextTurn } from 'node:timers/promises'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { Database } from '../../platform/database/index.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import type { WalkedFolder } from './walk-folder.ts'
import { type FileFacts, type KnownFile, watchedRepository } from './watched-repository.ts'

export type ScanCounts = {
  readonly path: string
  readonly isMissing: boolean
  readonly files: number
  readonly unchanged: number
  readonly fresh: number
  readonly moved: number
  readonly gone: number
  readonly unreadable: number
  readonly milliseconds: number
}
export type ScannedFolder = { readonly counts: ScanCounts; readonly folders: readonly string[] }
export type ScanParts = { readonly database: Database; readonly pool: Pick<ThreadPool, 'run'>; readonly now: () => number }

const PAGE_ROWS = 2_000

/** in turns, so that the window goes on meanwhile */
const filesByPath = async ({ chunks }: WalkedFolder): Promise<Map<string, FileFacts>> => {
  const found = new Map<string, FileFacts>()
  for (const { paths, facts } of chunks) {
    for (const [i, path] of paths.split('\0').entries())
      found.set(path, { path, bytes: facts[3 * i] ?? 0, changedAt: facts[3 * i + 1] ?? 0, inode: facts[3 * i + 2] ?? 0 })
    await nextTurn()
  }
  return found
}

const isSame = (known: KnownFile, file: FileFacts): boolean => known.bytes === file.bytes && known.changed_at === file.changedAt && known.inode === file.inode
const bodyOf = (bytes: number, changedAt: number, inode: number): string => `${bytes} ${changedAt} ${inode}`

/**
 * Looks through a watched folder and writes down what changed since the last time; an unchanged file costs a stat. A file that only has a new
 * name (same inode, size and time) takes its song along. Nothing is written about a folder whose drive is away, nor about what lies below a
 * folder that could not be read. @throws AbortError; FailureError disk.full, database.…
 */
export const scanFolder = async ({ database, pool, now }: ScanParts, path: string, context: WorkContext): Promise<ScannedFolder> => {
  const startedAt = performance.now()
  const repository = watchedRepository(database.query)
  const nothing = { path, files: 0, unchanged: 0, fresh: 0, moved: 0, gone: 0, unreadable: 0 }
  const walked = await pool.run<WalkedFolder>('walkFolder', { path }, context)
  const folder = await repository.find(path)
  const { device } = walked
  const found = await filesByPath(walked)
  // an empty mount point stands where the drive was
  const isUnmounted = found.size === 0 && folder?.device !== null && folder?.device !== device && folder?.scanned_at !== null
  if (!folder || device === undefined || isUnmounted) {
    await repository.setMissing(path)
    return { counts: { ...nothing, isMissing: true, milliseconds: performance.now() - startedAt }, folders: [] }
  }

  const fresh = new Map(found)
  const absent: KnownFile[] = []
  const back: string[] = []
  const changed: FileFacts[] = []
  let unchanged = 0
  const isBeyondSight = (file: string) =>
    walked.unreadable.some(({ path: dark }) => file === dark || file.startsWith(`${dark}/`) || file.startsWith(`${dark}\\`))
  for (let after = ''; ; ) {
    context.signal.throwIfAborted()
    const page = await repository.page(path, after, PAGE_ROWS)
    for (const known of page) {
      const file = found.get(known.path)
      if (!file) {
        if (!isBeyondSight(known.path)) absent.push(known)
        continue
      }
      fresh.delete(known.path)
      if (!isSame(known, file)) changed.push(file)
      else {
        unchanged++
        if (known.state === 'gone') back.push(known.path)
      }
    }
    const last = page.at(-1)
    if (!last || page.length < PAGE_ROWS) break
    after = last.path
    await nextTurn()
  }

  const byBody = new Map([...fresh.values()].map((file) => [bodyOf(file.bytes, file.changedAt, file.inode), file]))
  const moves: { readonly from: string; readonly to: FileFacts }[] = []
  const gone: string[] = []
  for (const known of absent) {
    const body = bodyOf(known.bytes, known.changed_at, known.inode)
    const to = byBody.get(body)
    if (to) {
      moves.push({ from: known.path, to })
      byBody.delete(body)
      fresh.delete(to.path)
      if (known.state === 'gone') back.push(to.path)
    } else if (known.state !== 'gone') gone.push(known.path)
  }

  await database.transaction(async (tx) => {
    const inside = watchedRepository(tx)
    // another process may have taken the folder off the list meanwhile
    if (!(await inside.find(path))) return
    for (const { from, to } of moves) await inside.move(path, from, to)
    await inside.putWaiting(path, changed)
    await inside.setGone(path, gone)
    await inside.setBack(path, back)
    await inside.setScanned(path, device, now())
  })
  const files = [...fresh.values()]
  for (let i = 0; i < files.length; i += PAGE_ROWS) {
    context.signal.throwIfAborted()
    await database.transaction(async (tx) => {
      const inside = watchedRepository(tx)
      if (await inside.find(path)) await inside.putWaiting(path, files.slice(i, i + PAGE_ROWS))
    })
    await nextTurn()
  }
  const counts: ScanCounts = {
    path,
    isMissing: false,
    files: found.size,
    unchanged,
    fresh: files.length + changed.length,
    moved: moves.length,
    gone: gone.length,
    unreadable: walked.unreadable.length,
    milliseconds: performance.now() - startedAt,
  }
  return { counts, folders: walked.folders }
}
