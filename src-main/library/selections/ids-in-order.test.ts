import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { fillLibrary } from '../../../bench/library/fill-library.ts'
import { TrackQuery } from '../../../src-shared/library/contract.ts'
import { openDatabase } from '../../platform/database/index.ts'
import { createLibraryQuestions } from '../questions/library-questions.ts'
import { unpackIds } from './packed-ids.ts'

const NOW = Date.UTC(2026, 5, 1)

test('very many songs are found in the order of their list, without one statement for all of them', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-ids-'))
  const database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  fillLibrary(database.path, 12_000, NOW)
  await sql`INSERT INTO albums (id, title, created_at) VALUES ('alb_000000000001', 'All', 1)`.execute(database.query)
  // places that are the same, too
  await sql`INSERT INTO album_tracks (album_id, track_id, position) SELECT 'alb_000000000001', id, (row * 7919) % 6000 FROM tracks WHERE row % 10 <> 3`.execute(
    database.query,
  )
  const questions = createLibraryQuestions(database.query, () => NOW)
  const packed = async (words: object, except: readonly string[] = []) => {
    const { count, pieces, asTheyLie = [] } = await questions.packedIds({ query: TrackQuery.parse({ ...words, limit: 100 }), except: except as never })
    const ids = unpackIds({ count, pieces }, 0, count)
    expect(ids).toHaveLength(count)
    expect(unpackIds({ count, pieces: asTheyLie }, 0, count)).toEqual(ids.toSorted())
    return ids
  }
  const listed = (words: object) => questions.listIds({ ...TrackQuery.parse(words), limit: 100_000, offset: 0 })
  for (const words of [
    { sort: 'createdAt', descending: true },
    { sort: 'title', descending: false },
    { sort: 'mood', descending: true },
    { sort: 'artist', filters: { ratingAtLeast: 0 } },
    { text: 'soft', sort: 'key', descending: false },
    { albumId: 'alb_000000000001', sort: 'title' },
  ]) {
    const ids = await packed(words)
    expect(ids.length).toBeGreaterThan(5_000)
    expect(ids).toEqual(await listed(words))
    expect(await packed(words, [ids[3] as string, ids[7_000] as string])).toEqual(ids.filter((_, place) => place !== 3 && place !== 7_000))
  }
  const placed = { albumId: 'alb_000000000001', sort: 'albumOrder', descending: false }
  const ids = await packed(placed)
  expect(ids).toEqual(await listed(placed))
  expect(await packed({ ...placed, descending: true })).toEqual(ids.toReversed())

  await sql`UPDATE tracks SET trashed_at = 5 WHERE row > 3000`.execute(database.query)
  const trash = await packed({ view: 'trash', sort: 'title' })
  expect(trash.toSorted()).toEqual((await listed({ view: 'trash', sort: 'title' })).toSorted())
  const gone = new AbortController()
  const asked = questions.packedIds({ query: TrackQuery.parse({ view: 'trash' }), except: [] }, gone.signal)
  setImmediate(() => gone.abort())
  await expect(asked).rejects.toMatchObject({ name: 'AbortError' })
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})
