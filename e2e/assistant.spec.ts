import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { chordWav } from './chord-wav.ts'
import { expect, test } from './launch.ts'

const FILES = ['Rainy evening walk, piano and upright bass.wav', 'Rainy night walk with brushes.wav', 'Hard workout house, big drop.wav']

test('Blue Note, an enhanced prompt, two influences, a song, and a quieter bridge that is taken back', async ({ home, openStudio }) => {
  test.setTimeout(180_000)
  const { page, app } = await openStudio()
  // a library of one's own files, through the window
  const mine = join(home, 'my music')
  await mkdir(mine)
  for (const [index, name] of FILES.entries()) await chordWav(join(mine, name), 180 + 50 * index)
  await app.evaluate(
    ({ dialog }, filePaths) => {
      dialog.showOpenDialog = async () => ({ canceled: false, filePaths })
    },
    FILES.map((name) => join(mine, name)),
  )
  await page.keyboard.press('ControlOrMeta+o')
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  for (const name of FILES) await expect(page.getByRole('row').filter({ hasText: name.replace('.wav', '') })).toBeVisible({ timeout: 30_000 })
  const folder = process.env.SEGNO_PICTURES
  const picture = async (name: string) => folder && page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })

  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Memory' }).click()
  const now = page.getByRole('button', { name: 'Read them now' })
  if (await now.isEnabled().catch(() => false)) await now.click()
  await expect(page.getByText('3 of 3 songs')).toBeVisible({ timeout: 30_000 })

  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('combobox', { name: 'Studio' }).click()
  await page.getByRole('option', { name: /Blue Note/ }).click()
  await expect(page.getByRole('combobox', { name: 'Studio' })).toHaveText('Blue Note', { timeout: 30_000 })
  await page.getByLabel('What should it sound like?').fill('a rainy walk home, AABA')
  await expect(page.getByRole('region', { name: 'Leans on' }).getByRole('listitem')).toHaveCount(2)

  // the prompt is only ever added to, and only by what is taken
  await page.getByRole('button', { name: 'Enhance', exact: true }).click()
  const diff = page.getByRole('region', { name: 'Enhanced prompt' })
  const additions = diff.getByRole('list', { name: 'What would be added' }).getByRole('button')
  await expect(additions.first()).toBeVisible()
  const [first = '', second = ''] = await additions.allTextContents()
  await additions.first().click()
  await picture('enhance')
  await diff.getByRole('button', { name: 'Accept' }).click()
  const prompt = await page.getByLabel('What should it sound like?').inputValue()
  expect(prompt).toContain('a rainy walk home, AABA')
  expect(prompt).toContain(second)
  expect(prompt).not.toContain(first)

  await page.getByRole('group', { name: 'Variations' }).getByRole('button', { name: '1', exact: true }).click()
  await page.getByRole('group', { name: 'Length' }).getByRole('button', { name: '0:30' }).click()
  await page.getByRole('button', { name: 'Generate', exact: true }).click()
  await expect(page.getByRole('region', { name: 'Results' }).getByText(/^Blue.Note/)).toBeVisible({ timeout: 90_000 })
  await page
    .getByRole('region', { name: 'Results' })
    .getByRole('button', { name: /in the editor$/ })
    .first()
    .click()
  await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible({ timeout: 20_000 })

  await page.keyboard.press('ControlOrMeta+i')
  const assistant = page.getByRole('complementary', { name: 'Assistant' })
  await assistant.getByLabel('Your wish').fill('make the bridge quieter')
  await page.keyboard.press('Enter')
  const card = assistant.getByRole('region', { name: /^Play .* quieter$/ })
  await expect(card.getByText(/Liveliness from \d+ % to \d+ %/)).toBeVisible({ timeout: 20_000 })
  await picture('assistant')
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([])
  await card.getByRole('button', { name: 'Apply' }).click()
  await expect(card.getByText('Done')).toBeVisible({ timeout: 60_000 })
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await expect(page.getByText(/^Accept take 1/).first()).toBeVisible()
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 700))
  await picture('assistant-small')
  await card.getByRole('button', { name: 'Undo' }).click()
  await expect(card.getByText('Taken back')).toBeVisible()
})
