import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../platform/database/index.ts'
import { putManySongs } from '../batch-edit/fixture.many-songs.ts'
import { createTrackReader } from '../track-reader.ts'
import { createDuplicateHandlers } from './duplicate-handlers.ts'

test('a chain of songs is cut: none is offered beside a song that it is not like', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-chains-'))
  const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const songs = await putManySongs(database, 5)
  await database.transaction(async (tx) => {
    for (const [i, id] of songs.entries()) {
      const sha = String(i).repeat(64)
      await sql`INSERT INTO audio_files (sha256, bytes, length_frames, sample_rate_hz, channel_count, created_at) VALUES (${sha}, 1, 20000, 1000, 2, 1)`.execute(
        tx,
      )
      await sql`UPDATE tracks SET audio_sha256 = ${sha}, rating = ${i === 0 ? 5 : 0} WHERE id = ${id}`.execute(tx)
      await sql`INSERT INTO fingerprints (row, audio_sha256, version, made_at, words) VALUES (${i}, ${sha}, 1, 1, x'00000000')`.execute(tx)
    }
    // 0 is like 1, 1 like 2, 2 like 3, 3 like 4: a chain
    for (const a of [0, 1, 2, 3])
      await sql`INSERT INTO sound_matches (a_row, b_row, error, offset_seconds, overlap_seconds) VALUES (${a}, ${a + 1}, 0.1, 0, 18)`.execute(tx)
  })
  const handlers = createDuplicateHandlers({
    database,
    jobs: { enqueue: async () => Promise.reject(new Error('nothing is asked of the queue')) },
    fingerprintJob: {} as never,
    library: createTrackReader(database.query),
  })
  const groups = async () => {
    const reply = await handlers.list({}, new AbortController().signal)
    if (!reply.ok) throw new Error('no list')
    return reply.value.groups.map(({ tracks, keepId, pairs }) => ({
      kept: songs.indexOf(keepId),
      all: tracks.map(({ id }) => songs.indexOf(id)).toSorted(),
      pairs: pairs.length,
    }))
  }
  // 0 has the most stars; of the rest, 2 is the oldest; 4 is only like 3, which is like 2
  expect(await groups()).toEqual([
    { kept: 0, all: [0, 1], pairs: 1 },
    { kept: 2, all: [2, 3], pairs: 1 },
  ])
  // when the double is gone, what only it was like is a song of its own; when it stays, the two are shown
  await sql`UPDATE tracks SET trashed_at = 1 WHERE id IN (${songs[0]}, ${songs[2]})`.execute(database.query)
  expect(await groups()).toEqual([{ kept: 3, all: [3, 4], pairs: 1 }])
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})
