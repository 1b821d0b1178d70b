import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { putManySongs } from '../batch-edit/fixture.many-songs.ts'
import { fingerprintRepository } from './fingerprint-repository.ts'

const open = async (): Promise<Database> => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-lengths-'))
  const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  onTestFinished(async () => {
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  return database
}

test('a song of 20 seconds inside one of 52 is no double of it; the same song with other silence at its end is', async () => {
  const database = await open()
  const songs = await putManySongs(database, 4)
  const lengths = [20, 52, 53.5, 20.4]
  await database.transaction(async (tx) => {
    for (const [i, seconds] of lengths.entries()) {
      const sha = String(i).repeat(64)
      await sql`INSERT INTO audio_files (sha256, bytes, length_frames, sample_rate_hz, channel_count, created_at) VALUES (${sha}, 1, ${Math.round(seconds * 1_000)}, 1000, 2, 1)`.execute(
        tx,
      )
      await sql`UPDATE tracks SET audio_sha256 = ${sha} WHERE id = ${songs[i]}`.execute(tx)
      await sql`INSERT INTO fingerprints (row, audio_sha256, version, made_at, words) VALUES (${i}, ${sha}, 1, 1, x'00000000')`.execute(tx)
    }
    for (const a of [0, 1, 2])
      for (let b = a + 1; b < 4; b++)
        await sql`INSERT INTO sound_matches (a_row, b_row, error, offset_seconds, overlap_seconds) VALUES (${a}, ${b}, 0, 0, 18)`.execute(tx)
  })
  const pairs = await fingerprintRepository(database.query).pairs()
  expect(pairs.map(({ a, b }) => `${a[0]} ${b[0]}`).toSorted()).toEqual(['0 3', '1 2'])
})
