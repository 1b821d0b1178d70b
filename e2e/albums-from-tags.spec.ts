import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from './launch.ts'
import { seedFiles } from './seed-files.ts'

/** Songs that share one sound: for what is about their rows. */
const LONG = 400

const putLongAlbum = (home: string): void => {
  const sqlite = new Sqlite(join(home, 'studio.sqlite'))
  sqlite.exec(`
    INSERT INTO albums (id, title, created_at) VALUES ('alb_00000000long', 'Everything', 1);
    CREATE TEMP TABLE one AS SELECT * FROM tracks LIMIT 1;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${LONG})
    INSERT INTO tracks (id, title, title_key, origin, engine, engine_version, prompt, licence, is_favourite, created_at, updated_at, current_take_id, audio_sha256, seconds, sample_rate_hz, channel_count)
    SELECT printf('trk_%022d', i), 'Song ' || i, 'song ' || i, origin, engine, engine_version, '', licence, 0, i, i, current_take_id, audio_sha256, seconds, sample_rate_hz, channel_count FROM n, one;
    INSERT INTO album_tracks (album_id, track_id, position) SELECT 'alb_00000000long', id, 1000 * row FROM tracks WHERE title LIKE 'Song %';
  `)
  sqlite.close()
}

test('album tags become an album, seen first, and one undo takes it back; a long album is drawn as far as it is seen', async ({ openStudio, home }) => {
  await seedFiles(home)
  putLongAlbum(home)
  const { page } = await openStudio()
  await page.getByRole('button', { name: 'Albums', exact: true }).click()
  const shelf = page.getByRole('navigation', { name: 'Albums' })
  await shelf.getByText('Everything').click()
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Play / }) })
  await expect(rows.first()).toContainText('Song 1')
  await expect(page.getByRole('grid', { name: 'Songs of Everything' })).toHaveAttribute('aria-rowcount', String(LONG + 1))
  // it drew every row of an album: one of 14,000 songs took four seconds a frame
  expect(await page.locator('[role="row"]').count()).toBeLessThan(80)

  await page.getByRole('button', { name: 'From album tags…' }).click()
  const plan = page.getByRole('dialog', { name: 'Albums from album tags' })
  await expect(plan).toContainText('Grey Mornings')
  await expect(plan).toContainText('The Windows')
  await plan.getByRole('button', { name: /^Make/ }).click()
  await expect(shelf).toContainText('Grey Mornings3 songs')
  await page.getByRole('listitem').filter({ hasText: 'album' }).getByRole('button', { name: 'Undo' }).click()
  await expect(shelf).not.toContainText('Grey Mornings')
})
