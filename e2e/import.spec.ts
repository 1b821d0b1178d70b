import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { writeWav24 } from '../src-main/audio/index.ts'
import { expect, test } from './launch.ts'

const answerFolders = (app: ElectronApplication, folder: string) =>
  app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [path] })
  }, folder)

const RATE_HZ = 44_100
/** eight seconds of a melody that `seed` decides */
const melody = (path: string, seed: number, gain = 1) =>
  writeWav24(
    path,
    [
      Float32Array.from({ length: 8 * RATE_HZ }, (_, i) => {
        const hz = 330 * 2 ** (((Math.floor(i / 8_000) * (seed * 2 + 3)) % 12) / 12)
        return (
          gain *
          0.2 *
          (Math.sin((2 * Math.PI * hz * i) / RATE_HZ) + 0.5 * Math.sin((4 * Math.PI * hz * i) / RATE_HZ) + 0.3 * Math.sin((6 * Math.PI * hz * i) / RATE_HZ))
        )
      }),
    ],
    RATE_HZ,
  )
const pictures = process.env.SEGNO_PICTURES
const picture = async (page: Page, name: string) => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) })
}
const openSettings = async (page: Page) => {
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Library' }).click()
}

test('songs come in from a watched folder and from the older studio, and duplicates are found by sound', async ({ studio: { app, page } }) => {
  test.setTimeout(120_000)
  // the studio's own folder is not watched
  const home = await mkdtemp(join(tmpdir(), 'segno import ñ-'))
  const watched = join(home, 'to watch')
  const older = join(home, 'older')
  for (const folder of [watched, join(older, 'metadata'), join(older, 'outputs')]) await mkdir(folder, { recursive: true })
  await melody(join(watched, 'Harbour.wav'), 1)

  await test.step('a folder is watched, and what lies in it comes in', async () => {
    await openSettings(page)
    await answerFolders(app, watched)
    await page.getByRole('button', { name: 'Watch a folder…' }).click()
    await expect(page.getByRole('list', { name: 'Watched folders' })).toContainText('1 song in the library', { timeout: 30_000 })
  })

  await test.step('a file that is put there while the studio is open comes in by itself', async () => {
    await melody(join(watched, 'Lighthouse.wav'), 2)
    await expect(page.getByRole('list', { name: 'Watched folders' })).toContainText('2 songs in the library', { timeout: 30_000 })
  })

  await test.step('the older studio’s songs: what is taken from where, then with prompt and seed', async () => {
    await melody(join(older, 'outputs', 'night.wav'), 4)
    await writeFile(
      join(older, 'metadata', 'night.json'),
      JSON.stringify({ prompt: 'night drive, neon', file: 'night.wav', params: { seed: 7 }, created_at: '2024-03-01T10:00:00Z' }),
    )
    await writeFile(join(older, 'metadata', 'broken.json'), '{')
    await answerFolders(app, older)
    await page.getByRole('button', { name: 'Choose its folder…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Songs of the older studio in “older”' })
    await expect(dialog.getByRole('row', { name: /^Prompt/ })).toContainText('night drive, neon')
    await expect(dialog).toContainText('It is not valid JSON')
    await picture(page, 'older')
    await dialog.getByRole('button', { name: 'Import 1 song' }).click()
    const report = page.getByRole('dialog', { name: '1 file could not be imported' })
    await expect(report).toBeVisible({ timeout: 30_000 })
    await report.getByRole('button', { name: 'Done' }).click()
  })

  await test.step('the same recording in another file is a duplicate; one is kept, the other can be restored', async () => {
    await melody(join(watched, 'Harbour, quieter.wav'), 1, 0.5)
    if (spawnSync('ffmpeg', ['-version']).status === 0)
      spawnSync('ffmpeg', ['-v', 'error', '-i', join(watched, 'Harbour.wav'), '-b:a', '128k', join(watched, 'Harbour 128.mp3')])
    await expect(page.getByRole('group', { name: 'Duplicates' })).toContainText('1 recording in the library more than once', { timeout: 45_000 })
    await picture(page, 'settings')
    await page.getByRole('button', { name: 'Show duplicates…' }).click()
    const dialog = page.getByRole('dialog', { name: 'Duplicates' })
    await expect(dialog.getByRole('radio', { name: /Harbour, quieter/ })).toBeVisible()
    await expect(dialog).not.toContainText('Lighthouse')
    await dialog.getByRole('button', { name: 'Play Harbour', exact: true }).click()
    await picture(page, 'duplicates')
    await dialog.getByRole('radio', { name: /Harbour, quieter/ }).check()
    await dialog.getByRole('button', { name: /to the trash$/ }).click()
    await expect(dialog).toContainText('No two songs sound the same')
    await expect(page.getByText(/songs? moved to the trash/)).toBeVisible()
  })
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1024, 700))
  await page.keyboard.press('Escape')
  await picture(page, 'settings-small')
  await rm(home, { recursive: true, force: true })
})
