import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { writeWav24 } from '../../audio/index.ts'
import { refuse, startSegno, succeed } from './segno-for-tests.ts'

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

  // the same from the song’s side, and back into it
  const [song] = (await succeed(home, 'tracks', 'search', '0')).tracks
  const seen = await succeed(home, 'library', 'file-tags', 'to-songs', song.trackId, '--dry-run')
  expect(seen.songs[0].differences).toEqual([{ field: 'title', before: '0', after: 'Anew' }])
  expect(await succeed(home, 'library', 'file-tags', 'to-songs', song.trackId)).toMatchObject({ changed: 1, stepId: expect.any(Number), errors: [] })
  await succeed(home, 'library', 'rate', '4', song.trackId)
  const stars = await succeed(home, 'library', 'file-tags', 'to-files', song.trackId, '--field', 'rating', '--dry-run')
  expect(stars.songs[0]).toMatchObject({ differences: [], notKept: ['rating'] })

  // favourites, an album’s cover, other words in a comment
  expect(await succeed(home, 'library', 'favourite', song.trackId)).toMatchObject({ changed: 1 })
  expect((await succeed(home, 'tracks', 'list', '--view', 'favourites')).total).toBe(1)
  expect(await succeed(home, 'library', 'favourite', '--off', song.trackId)).toMatchObject({ changed: 1 })
  await succeed(home, 'library', 'albums', 'create', 'Tapes', song.trackId)
  const picture = join(folder, 'cover.png')
  writeFileSync(picture, Buffer.from('89504e470d0a1a0a0000000d49484452000000080000000808020000004b6d29dc0000', 'hex'))
  expect((await succeed(home, 'library', 'albums', 'cover', 'Tapes', picture)).coverSha256).toMatch(/^[0-9a-f]{64}$/)
  expect(await succeed(home, 'library', 'albums', 'cover', 'Tapes')).not.toHaveProperty('coverSha256')
  expect((await refuse(home, ['library', 'albums', 'cover', 'Tapes', path])).code).toBe('cover.not-a-picture')
  await succeed(home, 'comments', 'add', song.trackId, '0:01', 'too loud')
  await succeed(home, 'comments', 'edit', song.trackId, '1', 'a little too loud')
  expect((await succeed(home, 'comments', 'list', song.trackId)).comments[0].body).toBe('a little too loud')
})
