import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

test('one history for songs, comments and smart albums; stars by a click; dislike for many', async ({ openStudio, home }) => {
  test.setTimeout(120_000)
  await seedLibrary(home, [
    { prompt: 'calm lo-fi piano, 80 bpm', seconds: 12, seed: 1 },
    { prompt: 'hard house, 126 bpm', seconds: 12, seed: 2 },
  ])
  const { app, page } = await openStudio()
  const shoot = async (name: string) => {
    if (!process.env.SEGNO_SHOTS) return
    for (const [width, height] of [
      [1024, 700],
      [1440, 900],
    ] as const) {
      await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(size.width, size.height), { width, height })
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${process.env.SEGNO_SHOTS}/${name}-${width}.png` })
    }
  }
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Play / }) })
  await expect(rows).toHaveCount(2)

  // a click gives stars, the same click takes them away; the row is neither chosen nor opened by it
  const stars = rows.first().getByRole('slider', { name: /^Stars of / })
  const box = await stars.boundingBox()
  if (!box) throw new Error('no stars')
  const star = (n: number) => ({ position: { x: (box.width * (n - 0.5)) / 5, y: box.height / 2 } })
  await stars.hover(star(4))
  await shoot('stars-hover')
  await stars.click(star(4))
  await expect(stars).toHaveAttribute('aria-valuetext', '4 stars')
  await stars.click(star(4))
  await expect(stars).toHaveAttribute('aria-valuetext', 'not rated')
  await stars.click(star(3))
  await expect(stars).toHaveAttribute('aria-valuetext', '3 stars')
  await expect(rows.first()).toHaveAttribute('aria-selected', 'false')
  const lay = async (out: 'List' | 'Grid') => {
    await page.getByRole('button', { name: /^View: list or grid/ }).click()
    await page.getByRole('button', { name: out, exact: true }).click()
    await page.keyboard.press('Escape')
  }
  await lay('Grid')
  const tile = page.getByRole('slider', { name: /^Stars of / }).first()
  await expect(tile).toHaveAttribute('aria-valuetext', '3 stars')
  await shoot('stars-grid')
  await lay('List')

  // dislike for many, seen first
  await rows.first().click()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('region', { name: 'Selected songs' })).toContainText('2 songs')
  await page.keyboard.press('Shift+E')
  const batch = page.getByRole('dialog', { name: 'Edit 2 songs' })
  await batch.getByRole('combobox', { name: 'What to change' }).click()
  await page.getByRole('option', { name: 'Dislike', exact: true }).click()
  await expect(batch.getByText('2 songs would change.')).toBeVisible()
  await shoot('batch-dislike')
  await batch.getByRole('button', { name: 'Cancel' }).click()

  // a step over both songs
  await rows.first().click()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('region', { name: 'Selected songs' })).toContainText('2 songs')
  await page.keyboard.press('5')
  await expect(rows.last().getByRole('slider', { name: /^Stars of / })).toHaveAttribute('aria-valuetext', '5 stars')

  // the song's own list: its sound, its marks and comments, in time order
  await rows.first().dblclick()
  const wave = page.getByRole('application', { name: /^Waveform of/ })
  await wave.waitFor()
  await wave.focus()
  await page.keyboard.press('Shift+N')
  await page.keyboard.press('Escape')
  await wave.focus()
  await page.keyboard.press('Shift+I')
  await page.getByLabel(/^Comment at 0:0/).fill('sparser drums here')
  await page.keyboard.press('Enter')
  const comments = page.getByRole('list', { name: 'Comments' })
  await expect(comments).toContainText('sparser drums here')
  // Undo and Redo in the song mean what was done last, comments too
  await page.keyboard.press('Control+z')
  await expect(page.getByText('sparser drums here')).toHaveCount(0)
  await page.keyboard.press('Control+Shift+z')
  await expect(comments).toContainText('sparser drums here')
  await page.getByRole('button', { name: 'History', exact: true }).click()
  const lines = page.getByRole('list', { name: 'History, newest first' })
  await expect(lines.getByRole('button', { name: /^Comment on/ })).toBeVisible()
  await expect(lines.getByRole('button', { name: /marker/i })).toBeVisible()
  await shoot('this-song')
  await lines.getByRole('button', { name: /^Rate .* 3 stars, / }).click()
  // it cannot be undone for one song alone: that is asked first
  const asked = page.getByRole('dialog', { name: 'Go there with 1 other song?' })
  await expect(asked).toBeVisible()
  await shoot('asked')
  await asked.getByRole('button', { name: 'Go there' }).click()
  await expect(lines.getByRole('button', { name: /^Comment on .*, undone$/ })).toBeVisible()
  // the sound stays where it is
  await expect(lines.getByRole('button', { name: /marker/i })).not.toHaveAttribute('data-undone', 'true')
  // and Undo does not mean the comment, which is undone already, but what stands before it
  await expect(page.getByRole('button', { name: /^Undo: .*marker/i })).toBeVisible()
  await shoot('this-song-back')
  await lines.getByRole('button', { name: /^Comment on/ }).click()
  await asked.getByRole('button', { name: 'Go there' }).click()
  await expect(lines.getByRole('button', { name: /^Comment on .*, undone$/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Comments', exact: true }).click()
  await expect(comments).toContainText('sparser drums here')

  // what is taken out of the song, or off it, offers an undo
  await page.getByRole('button', { name: 'Regions', exact: true }).click()
  await page.getByRole('button', { name: 'Markers and regions' }).click()
  await page.getByRole('button', { name: 'Remove Marker 1', exact: true }).click()
  await shoot('marker-removed')
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(page.getByRole('button', { name: 'Remove Marker 1', exact: true })).toBeVisible()
  // the button is gone; the keyboard is not
  expect(await page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY')

  // smart albums
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page.getByLabel('Search the library').fill('bpm')
  await page.getByRole('button', { name: 'Save this search…' }).click()
  await page.getByLabel('Name', { exact: true }).fill('All of it')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: 'Albums', exact: true }).click()
  await page
    .getByRole('button', { name: /All of it/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Delete the smart album' }).click()
  await expect(page.getByRole('button', { name: /^All of it/ })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(page.getByRole('button', { name: /All of it/ }).first()).toBeVisible()
  await page.keyboard.press('Control+Shift+h')
  const dialog = page.getByRole('dialog', { name: 'History' })
  await expect(dialog.getByRole('button', { name: 'Save the smart album “All of it”' })).toBeVisible()
  await expect(dialog.getByRole('button', { name: /^Delete the smart album “All of it”, .*undone$/ })).toBeVisible()
  await shoot('history')
})
