import AxeBuilder from '@axe-core/playwright'
import { expect, test } from './launch.ts'

/** Pictures to be looked at go where this names a folder. */
const pictures = process.env.SEGNO_PICTURES

test('a studio is chosen by keyboard, its song carries its name, and a restart keeps the choice', async ({ openStudio }) => {
  test.setTimeout(120_000)
  const first = await openStudio()
  const { page } = first
  const picker = page.getByRole('combobox', { name: 'Studio' })
  await expect(picker).toHaveText('Open studio')

  // the words name a studio: it is offered
  await page.getByLabel('What should it sound like?').fill('trap with sliding 808s')
  await expect(page.getByText('This sounds like Cypher.')).toBeVisible()

  await picker.focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('option', { name: /Chiptune/ })).toBeVisible()
  if (pictures) await page.screenshot({ path: `${pictures}/studios-list.png` })
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await expect(picker).toHaveText('Chiptune', { timeout: 20_000 })
  await expect(picker).toBeEnabled({ timeout: 20_000 })
  await page.getByLabel('What should it sound like?').fill('heroic overworld')
  await expect(page.getByRole('list', { name: 'Styles' }).getByRole('listitem')).toHaveText(['Chiptune'])
  await expect(page.getByRole('button', { name: /console pulse 1/ })).toBeVisible()

  await page.getByRole('button', { name: 'Who works here' }).click()
  await expect(page.getByText('Writes a form that loops without a seam', { exact: false })).toBeVisible()
  await expect(page.getByText(/Chiptune: loaded, [\d.]+ MB/)).toBeVisible()
  if (pictures) await page.screenshot({ path: `${pictures}/studios-agents.png` })
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  await page.keyboard.press('Escape')

  await page.getByRole('group', { name: 'Variations' }).getByRole('button', { name: '1', exact: true }).click()
  await page.getByRole('group', { name: 'Length' }).getByRole('button', { name: '0:30' }).click()
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByText(/^Chiptune ·/).first()).toBeVisible({ timeout: 60_000 })
  if (pictures) {
    await page.screenshot({ path: `${pictures}/studios-song.png` })
    await first.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setSize(1024, 700))
    await page.waitForFunction(() => window.innerWidth <= 1024)
    await page.screenshot({ path: `${pictures}/studios-small.png` })
  }
  await first.quit()

  const second = await openStudio()
  await expect(second.page.getByRole('combobox', { name: 'Studio' })).toHaveText('Chiptune')
  await second.page.getByRole('button', { name: 'Library', exact: true }).click()
  await expect(second.page.getByRole('row').filter({ hasText: 'Chiptune' })).toHaveCount(1)
})
