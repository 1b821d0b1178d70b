import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeWav24 } from '../src-main/audio/index.ts'
import { clicks, pulse, RATE_HZ } from '../src-shared/dsp/music-for-tests.ts'
import { expect, test } from './launch.ts'

const SECONDS = 40
/** Clicks with a lead-in: bar 1 begins at 1.3 s. */
const clickFile = async (folder: string, tempoBpm: number): Promise<string> => {
  await mkdir(folder, { recursive: true })
  const path = join(folder, 'click track.wav')
  await writeWav24(
    path,
    [
      clicks(
        pulse(() => tempoBpm, SECONDS, 1.3),
        SECONDS,
      ),
    ],
    RATE_HZ,
  )
  return path
}
const panel = (page: Page) => page.getByRole('button', { name: 'Grid', exact: true })
const tempo = (page: Page) => page.getByLabel(/^Tempo/).first()

test('a file is listened to by itself, its bars are shown and corrected, and corrections last', async ({ studio, openStudio, home }, testInfo) => {
  const { app, page } = studio
  const path = await clickFile(join(home, 'to import'), 104)
  await app.evaluate(({ dialog }, file) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [file] })
  }, path)
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page
    .getByRole('button', { name: /^Import/ })
    .first()
    .click()
  const row = page.getByRole('row').filter({ hasText: 'click track' })
  await expect(row).toBeVisible({ timeout: 30_000 })
  await row.click()
  await page.keyboard.press('e')
  await panel(page).click()
  // the background work begins when the studio has been quiet for some seconds
  const facts = page.getByLabel('What the studio hears')
  await expect(facts).toContainText('104 bpm', { timeout: 60_000 })
  await expect(facts).toContainText('sure')
  await expect(tempo(page)).toHaveValue('104')

  await page.getByRole('button', { name: 'Double the tempo' }).click()
  await expect(tempo(page)).toHaveValue('208')
  await page.keyboard.press('ControlOrMeta+z')
  await expect(tempo(page)).toHaveValue('104')

  const flag = page.getByRole('button', { name: /^Bar \d+ begins at .* Drag/ })
  const before = await flag.getAttribute('aria-label')
  const box = await flag.boundingBox()
  if (!box) throw new Error('the flag has no place')
  await page.mouse.move(box.x + box.width / 2, box.y + 120)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width / 2 + 30, box.y + 120, { steps: 5 })
  await page.mouse.up()
  await expect(flag).not.toHaveAttribute('aria-label', before ?? '')

  // one bar line alone: the others stay, and undo brings it back
  const lineOf = (bar: number) => page.getByRole('button', { name: new RegExp(`^Only the line of bar ${bar},`) })
  const labels = await Promise.all([4, 5, 6].map((bar) => lineOf(bar).getAttribute('aria-label')))
  const handle = await lineOf(5).boundingBox()
  if (!handle) throw new Error('the bar line has no handle')
  await page.mouse.move(handle.x + handle.width / 2, handle.y + 7)
  await page.mouse.down()
  await page.mouse.move(handle.x + handle.width / 2 + 8, handle.y + 7, { steps: 4 })
  await page.mouse.up()
  await expect(lineOf(5)).not.toHaveAttribute('aria-label', labels[1] ?? '')
  for (const [place, bar] of [4, undefined, 6].entries()) if (bar) await expect(lineOf(bar)).toHaveAttribute('aria-label', labels[place] ?? '')
  await testInfo.attach('one bar line moved', { body: await page.screenshot(), contentType: 'image/png' })
  await page.keyboard.press('ControlOrMeta+z')
  await expect(lineOf(5)).toHaveAttribute('aria-label', labels[1] ?? '')

  await page.locator('canvas').first().focus()
  for (let i = 0; i < 6; i++) {
    await page.keyboard.press('t')
    await page.waitForTimeout(400)
  }
  // how fast exactly depends on how busy the machine is
  await expect(tempo(page)).not.toHaveValue('104')
  const tapped = await tempo(page).inputValue()
  expect(Number(tapped)).toBeGreaterThan(40)
  expect(Number(tapped)).toBeLessThan(160)
  await testInfo.attach('the Grid panel', { body: await page.screenshot(), contentType: 'image/png' })
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await expect(page.getByRole('button', { name: /^Tap the tempo: / })).toBeVisible()
  await expect(page.getByRole('button', { name: 'Move the bar lines' })).toBeVisible()

  await studio.quit()
  const again = await openStudio()
  await again.page.getByRole('button', { name: 'Library', exact: true }).click()
  await again.page.getByRole('row').filter({ hasText: 'click track' }).click()
  await again.page.keyboard.press('e')
  await panel(again.page).click()
  await expect(tempo(again.page)).toHaveValue(tapped)
  await again.page.getByRole('button', { name: 'Back to what the studio hears' }).click()
  await expect(tempo(again.page)).toHaveValue('104')
})
