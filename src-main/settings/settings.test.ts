import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Settings, settings } from '../../src-shared/settings/contract.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents } from '../platform/events.ts'
import { createDataFolder, locateDataFolder } from '../platform/files/index.ts'
import { backupsExist, createSettingsService, diskHasRoom, folderIsWritable, libraryIsSound, setAsideIn, settingsHandlers } from './index.ts'

let root = ''
const open: Database[] = []
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'segno-settings-'))
})
afterEach(async () => {
  for (const database of open.splice(0)) await database.close()
  rmSync(root, { recursive: true, force: true })
})
const folderOf = () => createDataFolder(locateDataFolder({ platform: 'linux', env: { SEGNO_HOME: root }, home: root }))
const start = async () => {
  const folder = folderOf()
  const database = await openDatabase({ path: folder.databasePath, backupsFolder: folder.backups, now: Date.now })
  open.push(database)
  const events = createEvents((cause) => {
    throw cause
  })
  const heard: Settings[] = []
  events.on('settings.changed', (now) => heard.push(now))
  const service = await createSettingsService({ database, events, now: Date.now, setAside: setAsideIn(join(folder.root, 'set-aside')) })
  return {
    folder,
    database,
    service,
    heard,
    handlers: settingsHandlers({ service, examine: async () => [], choosePath: async (name) => join(folder.root, name) }),
  }
}

test('a change that crosses the contract leaves every other setting as it was, and survives', async () => {
  const first = await start()
  await first.handlers.update(settings.update.input.parse({ outputVolume: 0.3, snap: 'off' }))
  await first.handlers.update(settings.update.input.parse({ takes: 4 }))
  const expected = { ...Settings.parse({}), outputVolume: 0.3, snap: 'off', takes: 4 }
  expect(await first.handlers.get({})).toEqual({ ok: true, value: expected })
  expect(first.heard).toHaveLength(2)
  await first.handlers.update({ takes: 4 })
  expect(first.heard).toHaveLength(2)
  expect((await start()).service.current()).toEqual(expected)
})

test('changes asked for at the same time keep one another, and a file of keys has what was chosen before it', async () => {
  const { service, handlers, folder } = await start()
  const keyboard = { ...service.current().keyboard, preset: 'logic' as const, changes: { 'playback.mute': [] } }
  const all = [service.update({ takes: 4 }), service.update({ trashDays: 7 }), service.update({ keyboard })]
  expect(await handlers.saveKeys({})).toEqual({ ok: true, value: { fileName: 'Segno keys.json' } })
  expect(JSON.parse(readFileSync(join(folder.root, 'Segno keys.json'), 'utf8'))).toMatchObject({ preset: 'logic', changes: { 'playback.mute': [] } })
  await Promise.all(all)
  expect(service.current()).toMatchObject({ takes: 4, trashDays: 7, keyboard })
  expect((await start()).service.current()).toEqual(service.current())
})

test('an unreadable setting has its default and spares the others', async () => {
  const { service, database } = await start()
  await service.update({ takes: 3, trashDays: 7 })
  await database.query.updateTable('settings').set({ value_json: '{not json' }).where('name', '=', 'settings.takes').execute()
  await database.query.insertInto('settings').values({ name: 'settings.snap', value_json: '"sometimes"', updated_at: 0 }).execute()
  expect((await start()).service.current()).toEqual({ ...Settings.parse({}), trashDays: 7 })
})

test('keys that cannot be read are kept in a file, said, and replaced only when they are set anew', async () => {
  const first = await start()
  const damaged = '{"preset":"logic","changes":{"playback.mute":["no such chord"]}}'
  await first.database.query.insertInto('settings').values({ name: 'settings.keyboard', value_json: damaged, updated_at: 0 }).execute()
  const second = await start()
  const [found] = second.service.unreadable()
  expect(found?.name).toBe('keyboard')
  expect(readFileSync(found?.path ?? '', 'utf8')).toBe(damaged)
  expect(await second.handlers.unreadable({})).toEqual({ ok: true, value: [found] })
  expect((await start()).service.unreadable()).toEqual([found])
  await second.service.update({ keyboard: second.service.current().keyboard })
  expect(second.service.unreadable()).toEqual([])
  expect((await start()).service.unreadable()).toEqual([])
  expect(readFileSync(found?.path ?? '', 'utf8')).toBe(damaged)
})

test('what another process sets arrives here', async () => {
  const window = await start()
  const terminal = await start()
  await terminal.service.update({ crossfadeMilliseconds: 42 })
  await vi.waitFor(() => expect(window.service.current().crossfadeMilliseconds).toBe(42), { timeout: 10_000 })
  expect(window.heard).toHaveLength(1)
})

test('the checks tell a sound studio from one in trouble', async () => {
  const { folder, database } = await start()
  expect(await libraryIsSound(database)()).toMatchObject({ id: 'database', state: 'ok' })
  expect(await folderIsWritable(folder)()).toMatchObject({ state: 'ok' })
  expect((await diskHasRoom(folder)()).message).toMatch(/GB are free/)
  expect(await backupsExist(folder, Date.now)()).toMatchObject({ state: 'warning' })
  await database.backUp('daily')
  expect(await backupsExist(folder, Date.now)()).toMatchObject({ state: 'ok' })
  expect(await backupsExist(folder, () => Date.now() + 40 * 86_400_000)()).toMatchObject({ state: 'warning' })
  rmSync(folder.logs, { recursive: true })
  expect(await folderIsWritable(folder)()).toMatchObject({ state: 'problem' })
  await database.transaction(async (tx) => {
    await tx
      .insertInto('albums')
      .values({ id: 'alb_00000000' as never, title: 'x', created_at: 0 })
      .execute()
  })
  const { default: Sqlite } = await import('better-sqlite3')
  const raw = new Sqlite(folder.databasePath)
  raw.pragma('foreign_keys = off')
  raw.prepare("INSERT INTO album_tracks VALUES ('alb_00000000', 'trk_missing', 0)").run()
  raw.close()
  expect(await libraryIsSound(database)()).toMatchObject({ state: 'problem' })
})
