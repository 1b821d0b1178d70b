import { join } from 'node:path'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

test('meters: loudness, peak and correlation of what plays, kept to a target', async ({ openStudio, home }) => {
  await seedLibrary(home, [{ prompt: 'hard house, 126 bpm', seconds: 12, seed: 2 }])
  const { page } = await openStudio({ size: { width: 1024, height: 700 } })
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page.getByRole('row').filter({ hasText: 'bpm' }).first().click()
  await page.keyboard.press('Shift+M')
  const meters = page.getByRole('region', { name: 'Meters' })
  await expect(meters.getByText('Press play to measure')).toBeVisible()
  // the meters stand beside the work: its keys go on
  await page.getByRole('row').filter({ hasText: 'bpm' }).first().click()
  await page.keyboard.press('Enter')
  await expect(meters.getByRole('row', { name: /^Integrated −1[0-9]\.\d LUFS/ })).toBeVisible({ timeout: 20_000 })
  await expect(meters.getByRole('row', { name: /^Correlation \+0\.\d/ })).toBeVisible()
  await meters.getByRole('button', { name: '−23' }).click()
  await expect(meters.getByRole('row', { name: /Integrated .* \+\d+\.\d LU to target/ })).toBeVisible()
  await expect(meters.getByRole('row', { name: /^Range \d+\.\d LU/ })).toBeVisible({ timeout: 20_000 })
  const folder = process.env.SEGNO_PICTURES
  if (folder) await page.screenshot({ path: join(folder, 'meters.png'), animations: 'disabled' })

  await test.step('J, K and L shuttle: back at two speeds, still, and on; a media key plays', async () => {
    const seconds = async () => {
      const [, minutes, rest] = /(\d+):(\d+) \/ /.exec(await page.getByRole('region', { name: 'Transport' }).innerText()) ?? []
      return Number(minutes) * 60 + Number(rest)
    }
    await page.keyboard.press('Shift+M')
    await expect(meters).toHaveCount(0)
    await page.keyboard.press('Home')
    await page.keyboard.press('k')
    await page.keyboard.press('l')
    await expect.poll(seconds, { timeout: 30_000 }).toBeGreaterThan(4)
    await page.keyboard.press('k')
    await expect(page.getByRole('button', { name: 'Play', exact: true }).last()).toBeVisible()
    const stopped = await seconds()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect(page.getByText('2× back')).toBeVisible()
    await expect.poll(seconds).toBeLessThan(stopped - 1)
    await page.keyboard.press('l')
    await expect(page.getByText('1×', { exact: true })).toBeVisible()
    await page.keyboard.press('k')
    const here = await seconds()
    await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'MediaPlayPause', code: 'MediaPlayPause', cancelable: true })))
    await expect.poll(seconds).toBeGreaterThan(here)
  })
})
