import type { Page } from '@playwright/test'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

const SONGS = [
  { prompt: 'lo-fi beat, rainy', seconds: 24, seed: 1, style: 'lofi' },
  { prompt: 'lo-fi beat, dusty', seconds: 24, seed: 2, style: 'lofi' },
  { prompt: 'house workout', seconds: 24, seed: 3, style: 'house' },
] as const
const library = (page: Page) => page.getByRole('button', { name: 'Library', exact: true }).click()
const found = (page: Page) => page.getByRole('list', { name: 'Songs like it' })

test('songs like a song, and like some bars of it, and like some words, best first; the chip leads back', async ({ home, openStudio }, testInfo) => {
  test.setTimeout(180_000)
  await seedLibrary(home, SONGS)
  const { page } = await openStudio()
  await library(page)
  const rows = page.getByRole('row').filter({ hasText: 'Lo-fi' })
  await expect(rows).toHaveCount(2)
  await rows.first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Find what sounds like this' }).click()
  await expect(page.getByText(/^Like: /)).toBeVisible()
  await expect(page.getByText(/and by measured sound/)).toBeVisible({ timeout: 30_000 })
  // the background work describes the songs and the list fills by itself
  await expect(found(page).getByRole('listitem')).toHaveCount(2, { timeout: 90_000 })
  const alike = (await found(page).getByRole('listitem').allTextContents()).map((words) => Number(/\d\.\d\d$/.exec(words)?.[0]))
  expect(alike).toEqual(alike.toSorted((a, b) => b - a))

  await testInfo.attach('songs that sound like it', { body: await page.screenshot(), contentType: 'image/png' })
  await page.getByRole('button', { name: /^Stop looking for songs like/ }).click()
  await expect(found(page)).toBeHidden()
  await page.getByRole('button', { name: /^Search by meaning/ }).click()
  await page.getByRole('searchbox').fill('dusty')
  await page.keyboard.press('Enter')
  await expect(found(page).getByRole('listitem').first()).toBeVisible()
  await page.getByRole('button', { name: /^Search by meaning/ }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Lo-fi' })).toHaveCount(2)

  await page.getByRole('row').filter({ hasText: 'House' }).click()
  await page.keyboard.press('e')
  const wave = page.locator('canvas').first()
  await expect(wave).toHaveAttribute('aria-label', /bars/)
  await wave.click({ button: 'right', position: { x: 300, y: 200 } })
  await page.getByRole('menuitem', { name: 'Find songs like this region' }).click()
  await expect(page.getByText(/^Like: .*, bar/)).toBeVisible()
  await expect(found(page).getByRole('listitem')).toHaveCount(2, { timeout: 30_000 })
})
