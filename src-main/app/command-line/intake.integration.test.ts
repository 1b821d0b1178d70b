import { mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { writeWav24 } from '../../audio/index.ts'
import { startSegno, succeed } from './segno-for-tests.ts'

const FILES = 5

test('killed in the middle of a first look, everything is there after the next one, once', async (task) => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-intake-'))
  task.onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const home = join(folder, 'home')
  const music = join(folder, 'mu"sic\n 🎹')
  mkdirSync(music)
  for (let i = 0; i < FILES; i++) {
    const path = join(music, `${i}.wav`)
    await writeWav24(path, [Float32Array.from({ length: 44_100 }, (_, n) => 0.3 * Math.sin(n * (0.03 + i / 300)))], 22_050)
    utimesSync(path, 1_700_000_000, 1_700_000_000)
  }
  const killed = startSegno(home, ['library', 'watch', 'add', music])
  await killed.says(/[1-9]\d %/)
  killed.child.kill('SIGKILL')
  await killed.ended
  const sqlite = new Sqlite(join(home, 'studio.sqlite'))
  expect(sqlite.pragma('integrity_check', { simple: true })).toBe('ok')
  sqlite.close()

  const { folders } = await succeed(home, 'library', 'watch', 'scan')
  expect(folders[0]).toMatchObject({ files: FILES, gone: 0 })
  expect((await succeed(home, 'tracks', 'list')).total).toBe(FILES)
  expect((await succeed(home, 'library', 'watch', 'list')).folders[0]).toMatchObject({ imported: FILES, waiting: 0, failed: 0 })

  // tags: shown first, written, and the written file is no new song
  const path = join(music, '0.wav')
  const dry = await succeed(home, 'library', 'file-tags', 'write', path, '--title', 'Anew', '--dry-run')
  expect(dry.files[0].differences).toEqual([{ field: 'title', after: 'Anew' }])
  await succeed(home, 'library', 'file-tags', 'write', path, '--title', 'Anew')
  expect((await succeed(home, 'library', 'file-tags', 'read', path)).files[0].title).toBe('Anew')
  expect(await succeed(home, 'library', 'watch', 'scan')).toMatchObject({ imported: 0, folders: [{ unchanged: FILES, fresh: 0 }] })
})
