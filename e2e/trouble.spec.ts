import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

test('a second start brings the first window to the front and ends', async ({ studio: { home, page } }) => {
  const executable = process.env.SEGNO_TEST_ELECTRON ?? 'electron'
  const second = spawn(executable, [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), join(import.meta.dirname, '..')], {
    env: { ...process.env, SEGNO_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  second.stderr.on('data', (chunk) => {
    said += String(chunk)
  })
  expect(await new Promise((resolve) => second.once('exit', resolve))).toBe(0)
  expect(said).toContain('already open')
  await expect(page.getByLabel('What should it sound like?')).toBeVisible()
})

test('without its SoundFont the studio says what is missing and what to do, and loses nothing', async ({ openStudio, home }) => {
  const { page } = await openStudio({ env: { SEGNO_SOUNDFONT: join(home, 'nowhere.sf3') } })
  await page.getByLabel('What should it sound like?').fill('lo-fi piano, 80 bpm')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/SoundFont/).first()).toBeVisible({ timeout: 30_000 })
  await page.getByRole('button', { name: 'Jobs', exact: true }).click()
  await expect(page.getByText(/SoundFont/).first()).toBeVisible()
})

test('a damaged library file is put aside, never deleted, and the backup comes back when asked for', async ({ openStudio, home }) => {
  test.setTimeout(120_000)
  await seedLibrary(home, [{ prompt: 'lo-fi piano, 80 bpm', seconds: 10, seed: 1 }])
  const first = await openStudio()
  // the day's backup is made once the window is up
  await expect.poll(() => readdir(join(home, 'backups')).then((names) => names.length), { timeout: 20_000 }).toBeGreaterThan(0)
  await first.quit()
  const path = join(home, 'studio.sqlite')
  const damaged = Buffer.concat([Buffer.from('not a database at all'), (await readFile(path)).subarray(21)])
  await writeFile(path, damaged)
  for (const companion of ['-wal', '-shm']) await writeFile(path + companion, '').catch(() => {})

  const again = await openStudio({ args: ['--restore-backup'] })
  await again.page.getByRole('button', { name: 'Library', exact: true }).click()
  await expect(again.page.getByRole('row').filter({ hasText: '80 bpm' })).toHaveCount(1)
  expect((await readdir(join(home, 'damaged'))).length).toBe(1)
})
