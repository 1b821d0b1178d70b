import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { createHistoryService } from '../src-main/history/index.ts'
import { editingOf } from '../src-main/library/batch-edit/fixture.editing.ts'
import { putManySongs } from '../src-main/library/batch-edit/fixture.many-songs.ts'
import { openDatabase } from '../src-main/platform/database/index.ts'
import { createEvents } from '../src-main/platform/events.ts'
import type { EditOperation } from '../src-shared/library/batch-edit.ts'

/** Batch edits with their history beside one UPDATE put straight to SQLite, which keeps none. `--tracks=N`: only that many. */
const asked = process.argv.find((word) => word.startsWith('--tracks='))?.slice(9)
const KINDS: readonly (readonly [string, EditOperation, string])[] = [
  ['stars', { kind: 'rating', rating: 4 }, 'UPDATE tracks SET rating = 3, updated_at = 2'],
  [
    'title (indexed for search)',
    { kind: 'replace', find: '^Song ', replaceWith: 'Piece ', isPattern: true, isCaseSensitive: true },
    "UPDATE tracks SET title = replace(title, 'Piece ', 'Opus '), title_key = replace(title_key, 'piece ', 'opus '), updated_at = 3",
  ],
]

for (const count of asked ? [Number(asked)] : [10_000, 100_000]) {
  const folder = mkdtempSync(join(tmpdir(), 'segno-bench-edit-'))
  const path = join(folder, 'studio.sqlite')
  const database = await openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now })
  await putManySongs(database, count)
  const events = createEvents((cause) => {
    throw cause
  })
  const history = createHistoryService({ database, events, now: Date.now, owner: 'bench' })
  const edit = editingOf(database, history)
  const timed = async (work: () => Promise<unknown>) => {
    const startedAt = performance.now()
    let longest = 0
    let before = startedAt
    const pulse = setInterval(() => {
      longest = Math.max(longest, performance.now() - before)
      before = performance.now()
    }, 1)
    await work()
    clearInterval(pulse)
    return { milliseconds: performance.now() - startedAt, longest }
  }
  console.log(`${count.toLocaleString('en')} songs`)
  for (const [name, operation, statement] of KINDS) {
    const opened = await edit.openSelection({ except: [], query: { sort: 'createdAt', descending: false } })
    if (!opened.ok) throw new Error(opened.error.message)
    const { selectionId } = opened.value
    const operations = [operation]
    const previewed = await timed(() => edit.previewEdit({ selectionId, operations, show: 'changed', offset: 0, limit: 100 }))
    const paged = await timed(() => edit.previewEdit({ selectionId, operations, show: 'changed', offset: Math.floor(count / 2), limit: 100 }))
    const applied = await timed(() => edit.applyEdit({ selectionId, operations }))
    const undone = await timed(() => history.undo())
    await history.redo()
    const sqlite = new Sqlite(path)
    sqlite.pragma('synchronous = full')
    const raw = await timed(async () => sqlite.exec(statement))
    sqlite.close()
    const ms = (value: number) => `${value.toFixed(0).padStart(6)} ms`
    console.log(
      `  ${name.padEnd(28)} preview ${ms(previewed.milliseconds)}, a later page ${ms(paged.milliseconds)}, apply ${ms(applied.milliseconds)}, undo ${ms(undone.milliseconds)}, longest stop of the thread ${ms(Math.max(applied.longest, undone.longest))}; raw UPDATE ${ms(raw.milliseconds)}, ratio ${(applied.milliseconds / raw.milliseconds).toFixed(2)}`,
    )
  }
  await database.close()
  rmSync(folder, { recursive: true, force: true })
}
