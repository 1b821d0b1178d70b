import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../platform/database/index.ts'
import { createAudioStore } from '../platform/files/index.ts'
import { putManySongs } from './batch-edit/fixture.many-songs.ts'
import { emptyTrash, sweepAfterCrash } from './trash.ts'

test('what a purge that died did not delete any more is deleted by whoever comes next, however young; other young files stay', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-purge-'))
  const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const audio = createAudioStore(join(folder, 'audio'), Date.now)
  const songs = await putManySongs(database, 3)
  const put = async (name: string) => {
    const path = join(folder, name)
    writeFileSync(path, name)
    return (await audio.adopt(path)).sha256
  }
  const [gone, shared, incoming] = [await put('gone'), await put('shared'), await put('incoming')]
  await database.transaction(async (tx) => {
    for (const [i, sha256] of [shared, gone, shared].entries()) {
      await sql`INSERT OR IGNORE INTO audio_files (sha256, bytes, length_frames, sample_rate_hz, channel_count, created_at) VALUES (${sha256}, 1, 10000, 1000, 2, 1)`.execute(
        tx,
      )
      await sql`INSERT INTO takes (id, track_id, kind, group_id, number, audio_sha256, sample_rate_hz, channel_count, length_frames, first_bar_frame, prompt, engine, strategy, reason, created_at, facts_json)
        VALUES (${`tak_00000000010${i}`}, ${songs[i]}, 'imported', 'g', 1, ${sha256}, 1000, 2, 10000, 0, '', 'import', 'import', '', 1, '{"sections":[]}')`.execute(
        tx,
      )
    }
    await sql`UPDATE tracks SET trashed_at = 1 WHERE id IN (${songs[1]}, ${songs[2]})`.execute(tx)
  })
  const dying = {
    ...audio,
    remove: () => {
      throw new Error('the process dies here')
    },
  }
  await expect(emptyTrash(database, dying)).rejects.toThrow('dies')
  expect(await database.query.selectFrom('tracks').select('id').execute()).toEqual([{ id: songs[0] }])
  expect(existsSync(audio.pathOf(gone))).toBe(true)
  await sweepAfterCrash(database, audio)
  expect([gone, shared, incoming].map((sha256) => existsSync(audio.pathOf(sha256)))).toEqual([false, true, true])
  // done with: nothing is looked for again
  expect(await sql`SELECT value_json FROM settings WHERE name = 'library.purging'`.execute(database.query)).toMatchObject({ rows: [{ value_json: 'false' }] })
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})
