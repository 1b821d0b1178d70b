import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { expect, type OpenStudio, test } from './launch.ts'
import { stillBox } from './pages/still-box.ts'

const PROMPT = 'Late-night lo-fi with felt piano and upright bass, 84 bpm in A minor'

const generate = async ({ page }: OpenStudio, prompt: string, lengthLabel: string) => {
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByLabel('What should it sound like?').fill(prompt)
  const plan = page.getByRole('region', { name: 'Plan' })
  await expect(plan).toContainText('84 bpm')
  await expect(plan).toContainText('A minor')
  await page
    .getByRole('group', { name: 'Length' })
    .or(page.getByRole('radiogroup', { name: 'Length' }))
    .getByText(lengthLabel, { exact: true })
    .click()
  await page.keyboard.press('Control+Enter')
}

const results = (page: Page) => page.getByRole('region', { name: 'Results' })
const openButtons = (page: Page) => results(page).getByRole('button', { name: /^Open .* in the editor$/ })
const takes = (page: Page) => page.getByRole('region', { name: 'Takes', exact: true })
const transportBar = (page: Page) => page.getByRole('region', { name: 'Transport' })

/** "2:10" as the transport shows it */
const shownLength = async (page: Page): Promise<string> => /\/\s*(\d+:\d\d)/.exec(await transportBar(page).innerText())?.[1] ?? ''

/** Drags over the waveform from one fraction of its width to another. */
const dragOver = async (page: Page, from: number, to: number) => {
  await expect(page.getByText('Drawing the waveform…')).toHaveCount(0)
  const wave = page.getByRole('application', { name: /^Waveform of/ })
  const box = await stillBox(wave)
  const y = box.y + box.height / 2
  await page.mouse.move(box.x + box.width * from, y)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * ((from + to) / 2), y, { steps: 5 })
  await page.mouse.move(box.x + box.width * to, y, { steps: 5 })
  await page.mouse.up()
  return { x: box.x + box.width * ((from + to) / 2), y }
}

test('prompt, hear, mark four bars, regenerate, compare, extend, undo all, quit, come back', async ({ openStudio }) => {
  test.setTimeout(180_000)
  const studio = await openStudio()
  const { page } = studio

  await test.step('type a prompt and hear a piece of music', async () => {
    await generate(studio, PROMPT, '0:30')
    await expect(openButtons(page)).toHaveCount(2, { timeout: 60_000 })
    await results(page)
      .getByRole('button', { name: /^Play / })
      .first()
      .click()
    await expect(transportBar(page)).toHaveAttribute('data-status', 'playing')
    // sound, not silence: the meter of what plays shows a loudness
    await expect(page.getByRole('img', { name: 'Loudness and true peak of what plays' })).toContainText(/−\d+/, { timeout: 10_000 })
    await page.keyboard.press('Escape')
    await transportBar(page).getByRole('button', { name: 'Pause' }).click()
  })

  await test.step('open it in the editor and drag over four bars', async () => {
    await openButtons(page).first().click()
    await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible()
    await expect(page.getByRole('region', { name: 'Marked bars' })).toBeVisible()
  })
  const lengthBefore = await shownLength(page)
  expect(lengthBefore).toBe('0:30')

  await test.step('right-click Regenerate gives two takes', async () => {
    const middle = await dragOver(page, 0.36, 0.62)
    await expect(page.getByRole('region', { name: 'Marked bars' })).toContainText(/Bars? \d+/)
    await page.mouse.click(middle.x, middle.y, { button: 'right' })
    await page.getByRole('menuitem', { name: /^Regenerate/ }).click()
    await expect(takes(page).getByRole('listitem', { name: 'Take 1' })).toBeVisible({ timeout: 60_000 })
    await expect(takes(page).getByRole('listitem', { name: 'Take 2' })).toBeVisible({ timeout: 60_000 })
    await expect(takes(page)).toContainText('Outside identical')
  })

  await test.step('compare the takes in place and accept one', async () => {
    await page.keyboard.press('2')
    await expect(takes(page).locator('[data-take="2"][data-heard="true"]')).toBeVisible()
    await page.keyboard.press('1')
    await expect(takes(page).locator('[data-take="1"][data-heard="true"]')).toBeVisible()
    await takes(page).getByRole('listitem', { name: 'Take 2' }).getByRole('button', { name: 'Accept' }).click()
  })
  const openHistory = async (at: Page) => {
    await at
      .getByRole('radio', { name: 'History' })
      .or(at.getByRole('button', { name: 'History', exact: true }))
      .or(at.getByText('History', { exact: true }))
      .first()
      .click()
    return at.getByRole('list', { name: 'History, newest first' })
  }
  await expect(await openHistory(page)).toContainText(/take 2/i)

  await test.step('extend the ending', async () => {
    await page.getByRole('application', { name: /^Waveform of/ }).focus()
    await page.keyboard.press('Shift+G')
    await page.getByRole('button', { name: /^Extend by/ }).click()
    await expect(takes(page).getByRole('listitem', { name: 'Take 1' })).toBeVisible({ timeout: 60_000 })
    await takes(page).getByRole('listitem', { name: 'Take 1' }).getByRole('button', { name: 'Accept' }).click()
    await expect.poll(() => shownLength(page)).not.toBe(lengthBefore)
  })

  await test.step('undo all of it', async () => {
    const undo = page.getByRole('button', { name: /^(Undo: |Nothing to undo)/ })
    for (let i = 0; i < 10 && (await undo.getAttribute('aria-label'))?.startsWith('Undo'); i++) {
      const before = await undo.getAttribute('aria-label')
      await undo.click()
      await expect(undo).not.toHaveAttribute('aria-label', before ?? '')
    }
    await expect(undo).toHaveAttribute('aria-label', 'Nothing to undo')
    await expect.poll(() => shownLength(page)).toBe(lengthBefore)
  })

  const title = (await page.getByRole('application', { name: /^Waveform of/ }).getAttribute('aria-label'))?.replace(/^Waveform of (.*?),.*$/, '$1') ?? ''

  await test.step('quit, come back and find everything there', async () => {
    await studio.quit()
    const again = await openStudio()
    await again.page.getByRole('button', { name: 'Library', exact: true }).click()
    await expect(again.page.getByRole('row').filter({ hasText: title }).first()).toBeVisible()
    await again.page
      .getByRole('button', { name: `Open ${title} in the editor` })
      .first()
      .click()
    const history = await openHistory(again.page)
    await expect(history).toContainText(/take 2/i)
    await expect(history.getByRole('button', { name: /, undone$/ }).first()).toBeVisible()
    const redo = again.page.getByRole('button', { name: /^Redo: / })
    while (await redo.isVisible()) {
      const before = await redo.getAttribute('aria-label')
      await redo.click()
      await expect(again.page.getByRole('button', { name: before ?? '', exact: true })).toHaveCount(0)
    }
    await expect.poll(() => shownLength(again.page)).not.toBe(lengthBefore)
  })
})

test('kill -9 while it generates loses nothing but the work in flight, and the work starts again', async ({ openStudio, home }) => {
  test.setTimeout(180_000)
  const studio = await openStudio()
  await generate(studio, PROMPT, '0:30')
  await expect(openButtons(studio.page)).toHaveCount(2, { timeout: 60_000 })
  await generate(studio, PROMPT, '5:00')
  await expect(results(studio.page).getByRole('progressbar').first()).toHaveAttribute('aria-valuenow', /^[5-9]$|^\d\d/, { timeout: 60_000 })
  await studio.killHard()

  const database = new Sqlite(join(home, 'studio.sqlite'), { readonly: true })
  expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
  const count = (sql: string) => database.prepare<[], { n: number }>(`SELECT count(*) AS n FROM ${sql}`).get()?.n
  expect(count('tracks')).toBeGreaterThanOrEqual(2)
  expect(count("jobs WHERE state = 'running'")).toBe(1)
  database.close()

  const again = await openStudio()
  await again.page.getByRole('button', { name: 'Library', exact: true }).click()
  await expect(again.page.getByRole('row').filter({ hasText: '5:00' })).toHaveCount(2, { timeout: 120_000 })
  await expect(again.page.getByRole('row').filter({ hasText: '0:30' })).toHaveCount(2)
})
