import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { expect, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'

const FIXTURE = join(import.meta.dirname, '../models/fixtures/musicgen-tiny')
const results = (page: Page) => page.getByRole('region', { name: 'Results' })
const transportBar = (page: Page) => page.getByRole('region', { name: 'Transport' })

/** As someone does who has the files: a folder in the data folder. */
const install = async (home: string): Promise<void> => {
  await mkdir(join(home, 'models'), { recursive: true })
  await cp(FIXTURE, join(home, 'models', 'musicgen-tiny'), { recursive: true })
}

const chooseEngine = async (page: Page, name: RegExp): Promise<void> => {
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('combobox', { name: 'Engine' }).click()
  await page.getByRole('option', { name }).click()
}

const chooseLength = (page: Page, label: string) =>
  page
    .getByRole('group', { name: 'Length' })
    .or(page.getByRole('radiogroup', { name: 'Length' }))
    .getByText(label, { exact: true })
    .click()

test('a model that is installed makes a song, which plays and goes on; what it may be used for is said before', async ({ openStudio, home }) => {
  test.setTimeout(240_000)
  await install(home)
  const { page } = await openStudio()

  await test.step('choose the engine and read what it is', async () => {
    await chooseEngine(page, /MusicGen tiny/)
    const about = page.getByRole('region', { name: /^About MusicGen tiny/ })
    await expect(about).toContainText('May I sell it?')
    await expect(about).toContainText('mono at 32 kHz')
    // styles belong to the other engine
    await expect(page.getByRole('list', { name: 'Styles' })).toHaveCount(0)
    await page.getByRole('button', { name: 'More', exact: true }).click()
    await expect(page.getByRole('slider', { name: 'Temperature' })).toBeVisible()
    await page.screenshot({ path: 'test-results/neural-create.png' })
    await page.getByRole('button', { name: 'More', exact: true }).click()
  })

  await test.step('generate and hear it', async () => {
    await page.getByLabel('What should it sound like?').fill('Slow piano, rain on a window')
    await chooseLength(page, '0:30')
    await page
      .getByRole('radiogroup', { name: 'Variations' })
      .or(page.getByRole('group', { name: 'Variations' }))
      .getByText('1', { exact: true })
      .click()
    await page.keyboard.press('Control+Enter')
    const play = results(page).getByRole('button', { name: 'Play Slow piano' })
    await expect(play).toBeVisible({ timeout: 90_000 })
    await play.click()
    await expect(transportBar(page)).toHaveAttribute('data-status', 'playing')
    await expect(page.getByRole('img', { name: 'Loudness and true peak of what plays' })).toContainText(/−\d+/, { timeout: 15_000 })
    await transportBar(page).getByRole('button', { name: 'Pause' }).click()
    await results(page).getByRole('button', { name: 'Plan of Slow piano' }).click()
    await expect(page.getByRole('region', { name: 'Plan of Slow piano' })).toContainText('no plan and no score')
    await page.screenshot({ path: 'test-results/neural-result.png' })
  })

  await test.step('extend it: the take is longer and says how it was made', async () => {
    const editor = new EditorPage(page)
    await editor.open('Slow piano')
    await page.keyboard.press('Shift+G')
    await page.getByRole('button', { name: /^Extend by/ }).click()
    await editor.seeTakes(1)
    await expect(editor.takes).toContainText('went on after hearing', { timeout: 60_000 })
    await page.screenshot({ path: 'test-results/neural-editor.png' })
  })
})

test('a model that comes while the studio is open is offered at once; one that is missing leads to Models', async ({ openStudio, home }) => {
  const { page } = await openStudio({ size: { width: 1024, height: 700 } })
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('button', { name: 'Get MusicGen small…' }).click()
  await expect(page.getByText('MusicGen small').first()).toBeVisible()
  await install(home)
  await page.reload()
  await page.locator('nav').first().waitFor()
  await chooseEngine(page, /MusicGen tiny/)
  await page.getByLabel('What should it sound like?').fill('bells')
  await page.screenshot({ path: 'test-results/neural-small.png' })
})
