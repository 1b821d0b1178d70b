import { join } from 'node:path'
import { createHistoryService } from '../../history/index.ts'
import { openDatabase } from '../../platform/database/index.ts'
import { createEvents } from '../../platform/events.ts'
import { editingOf } from './fixture.editing.ts'

/** Edits every song of the library in the given folder, or undoes the newest step, and says how far it is; to be killed on the way. */
const [, , folder = '', what = 'edit'] = process.argv
const events = createEvents((cause) => {
  throw cause
})
events.on('history.progressed', ({ fraction }) => process.stdout.write(`${fraction}\n`))
const path = join(folder, 'studio.sqlite')
const opened = await openDatabase({ path, backupsFolder: join(folder, 'backups'), now: Date.now, writesInThread: true })
// in the thread, but with the short transactions that there are without it, so that there is much to kill
const database = { ...opened, bulk: { ...opened.bulk, isBeside: false } }
const history = createHistoryService({ database, events, now: Date.now, owner: 'the one that dies' })
if (what === 'undo') await history.undo()
else {
  const edit = editingOf(database, history)
  const chosen = await edit.openSelection({ except: [], query: { sort: 'createdAt', descending: false } })
  if (chosen.ok)
    await edit.applyEdit({
      selectionId: chosen.value.selectionId,
      operations: [
        { kind: 'replace', find: '^Song (\\d+)$', replaceWith: 'Nocturne $1', isPattern: true, isCaseSensitive: true },
        { kind: 'rating', rating: 5 },
      ],
    })
}
process.stdout.write('done\n')
await database.close()
