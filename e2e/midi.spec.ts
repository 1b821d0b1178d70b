import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

test('the notes of a song are heard, adjusted, played and saved as MIDI; removing them can be undone', async ({ home, openStudio }) => {
  test.setTimeout(180_000)
  await seedLibrary(home, [{ prompt: 'solo piano, 90 bpm, in C major', seconds: 10, seed: 4 }])
  const { app, page } = await openStudio()
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page
    .getByRole('button', { name: /^Open .* in the editor$/ })
    .first()
    .click()
  await page.getByText('Notes', { exact: true }).click()
  const panel = page.getByRole('region', { name: 'Audio to MIDI' })
  await panel.getByRole('button', { name: 'Find the notes' }).click()
  const count = panel.getByRole('status').filter({ hasText: 'notes' })
  await expect(count).toHaveText(/^[\d,]+ notes$/, { timeout: 90_000 })
  await expect(page.getByRole('img', { name: /Piano roll/ })).toBeVisible()
  const before = Number.parseInt((await count.textContent()) ?? '', 10)
  expect(before).toBeGreaterThan(5)

  const onset = panel.getByRole('slider', { name: 'Onset threshold' })
  await onset.focus()
  for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight')
  await expect.poll(async () => Number.parseInt((await count.textContent()) ?? '', 10), { timeout: 20_000 }).not.toBe(before)

  await panel.getByRole('button', { name: 'Hear the notes' }).click()
  await expect(page.getByRole('button', { name: /^Pause/ }).first()).toBeVisible({ timeout: 60_000 })

  const path = join(home, 'notes.mid')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = async () => ({ canceled: false, filePath })
  }, path)
  await panel.getByRole('button', { name: 'Save as MIDI…' }).click()
  await expect
    .poll(
      () =>
        readFile(path).then(
          (bytes) => bytes.toString('latin1', 0, 4),
          () => '',
        ),
      { timeout: 10_000 },
    )
    .toBe('MThd')

  await panel.getByRole('button', { name: 'Remove these notes' }).click()
  await expect(count).toBeHidden()
  await page.getByRole('button', { name: 'Undo', exact: true }).click()
  await expect(count).toBeVisible()
})
