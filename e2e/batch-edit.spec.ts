import type { Page } from '@playwright/test'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })

test('stars, tags, many songs edited with one undo, and a comment that becomes a task', async ({ openStudio, home }, info) => {
  test.setTimeout(180_000)
  await seedLibrary(home, [
    { prompt: 'calm lo-fi piano, 80 bpm', seconds: 12, seed: 1 },
    { prompt: 'hard house, 126 bpm', seconds: 12, seed: 2 },
    { prompt: 'slow ambient pad, 70 bpm', seconds: 12, seed: 3 },
  ])
  const { page } = await openStudio()
  const shoot = async (name: string) => {
    if (process.env.SEGNO_SHOTS) await page.screenshot({ path: `${process.env.SEGNO_SHOTS}/${name}.png` })
  }
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Play / }) })
  await expect(rows).toHaveCount(3)

  // stars by key, and back
  await rows.first().click()
  await page.keyboard.press('4')
  await expect(rows.first().getByRole('slider', { name: /^Stars of / })).toHaveAttribute('aria-valuenow', '4')
  await page.keyboard.press('Control+z')
  await expect(rows.first().getByRole('slider', { name: /^Stars of / })).toHaveAttribute('aria-valuenow', '0')

  // a tag for all
  await page.keyboard.press('Control+a')
  // pressed at once: all of them are meant, though their names are still asked for
  await page.keyboard.press('t')
  const tags = page.getByRole('dialog', { name: 'Tags and mood of 3 songs' })
  await tags.getByLabel('Add a tag').fill('night')
  await page.keyboard.press('Enter')
  await expect(tags.getByRole('list', { name: 'Every tag' })).toContainText('3 songs')
  await shoot('tags')
  await tags.getByRole('button', { name: 'Done' }).click()

  // many at once: seen first, one step, one undo
  await page.getByRole('button', { name: 'Edit all 3 songs of this list' }).click()
  const batch = page.getByRole('dialog', { name: 'Edit 3 songs' })
  await batch.getByLabel('Find', { exact: true }).fill('^')
  await batch.getByLabel('Replace with').fill('Demo: ')
  await batch.getByLabel('Match case').check()
  await batch.getByLabel('Pattern').check()
  await expect(batch.getByText('3 songs would change.')).toBeVisible()
  await expect(batch.getByRole('region', { name: 'What would change' }).locator('ins').first()).toContainText('Demo: ')
  await shoot('batch')
  await batch.getByLabel('Replace with').press('Control+Enter')
  await expect(row(page, 'Demo: ')).toHaveCount(3)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(row(page, 'Demo: ')).toHaveCount(0)

  // what was done is listed, the undone step too
  await page.keyboard.press('Control+Shift+h')
  const history = page.getByRole('dialog', { name: 'History' })
  await expect(history.getByRole('button', { name: /^Edit 3 songs: title, .*undone$/ })).toBeVisible()
  await expect(history.getByRole('button', { name: 'Tag “night” on 3 songs' })).toBeVisible()
  await shoot('history')
  await page.keyboard.press('Escape')

  // a comment pinned to the song becomes a task; accepting its take resolves it
  await rows.first().dblclick()
  await page.getByRole('application').waitFor()
  await page.getByRole('application').focus()
  await page.keyboard.press('Shift+I')
  await page.getByLabel(/^Comment at 0:0/).fill('sparser drums here')
  await page.keyboard.press('Enter')
  const comments = page.getByRole('list', { name: 'Comments' })
  await expect(comments).toContainText('sparser drums here')
  await expect(page.getByRole('button', { name: /^Comment at 0:0.*: sparser drums here/ })).toBeVisible()
  await shoot('comment')
  await comments.getByRole('button', { name: /^Make a task/ }).click()
  await expect(comments.getByRole('button', { name: 'Hear the takes' })).toBeVisible({ timeout: 90_000 })
  await shoot('task')
  await comments.getByRole('button', { name: 'Hear the takes' }).click()
  await page
    .getByRole('button', { name: /^Accept/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Comments', exact: true }).click()
  await expect(comments).toContainText('Resolved', { timeout: 15_000 })
  await shoot('resolved')
  expect(info.errors).toEqual([])
})
