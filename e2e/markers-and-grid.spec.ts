import { expect, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'
import { seedLibrary } from './seed.ts'

test('spectrogram, markers and grid: the same song seen in other ways', async ({ home, openStudio }) => {
  await seedLibrary(home, [{ prompt: 'calm lo-fi piano, 80 bpm', seconds: 30, seed: 7 }])
  const { page } = await openStudio()
  const editor = new EditorPage(page)
  await editor.openAny()

  const show = page.getByRole('group', { name: 'Show', exact: true })
  await editor.waveform.focus()
  await page.keyboard.press('v')
  await expect(show.getByRole('button', { name: 'Spectrum' })).toHaveAttribute('aria-pressed', 'true')
  const spectrogram = page.getByRole('application', { name: /^Spectrogram of/ })
  await expect(spectrogram).toBeVisible()
  const legend = page.getByRole('region', { name: /^Levels of the spectrogram/ })
  await expect(legend).toContainText('0 dB')
  await spectrogram.hover({ position: { x: 200, y: 200 } })
  await expect(legend).toContainText(/Hz · /)
  // its tiles come coloured out of their own thread: a level is read off where the music is
  await expect(async () => {
    for (const y of [420, 480, 540]) await spectrogram.hover({ position: { x: 200, y } })
    await expect(legend).toContainText(/Hz · -?\d+/, { timeout: 200 })
  }).toPass({ timeout: 30_000 })
  await editor.dragOver(0.3, 0.6)
  await expect(editor.marked).toContainText(/Bars \d+–\d+/)
  await page.keyboard.press('v')
  await expect(page.getByRole('application', { name: /^Waveform and spectrogram of/ })).toBeVisible()
  await page.keyboard.press('v')
  await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible()

  // a marker at the playhead, moved in the table by typing, removed and undone
  const at = await editor.box()
  await page.mouse.click(at.x + at.width * 0.4, at.y + 13)
  await editor.waveform.focus()
  await page.keyboard.press('Shift+N')
  const table = page.getByRole('table', { name: 'Markers and regions' })
  const row = table.getByRole('row').filter({ has: page.getByRole('button', { name: /^Marker Marker 1/ }) })
  await expect(row).toHaveCount(1)
  const start = table.getByRole('textbox', { name: 'Start of Marker 1' })
  await start.fill('3.2')
  await start.press('Enter')
  await expect(editor.undo).toHaveAccessibleName('Undo: Move Marker 1 to bar 3.2')
  await expect(start).toHaveValue('3.2')
  await start.fill('0:05.000')
  await start.press('Enter')
  await expect(row).toContainText('0:05.000')
  await start.fill('99:00')
  await start.press('Enter')
  await expect(page.getByText('That lies outside the song. Nothing was changed.')).toBeVisible()

  await table.getByRole('button', { name: 'Marker Marker 1, go there' }).focus()
  await page.keyboard.press('Delete')
  await expect(table).toHaveCount(0)
  await editor.undo.click()
  await expect(row).toHaveCount(1)
  // dragged in the ruler, from line to line
  const isGrabbed = async (px: number) => {
    await page.mouse.move(at.x + px, at.y + 13)
    return (await editor.waveform.evaluate((canvas) => (canvas as HTMLElement).style.cursor)) === 'grab'
  }
  let flag = Math.round(at.width * 0.1)
  while (!(await isGrabbed(flag)) && flag < at.width / 2) flag += 6
  await page.mouse.down()
  await page.mouse.move(at.x + at.width * 0.5, at.y + 13, { steps: 5 })
  await page.mouse.up()
  await expect(start).toHaveValue(/^\d+\.1$/)

  // finer lines by key, and back to whole bars
  await page.getByRole('combobox', { name: 'Snap to' }).click()
  await page.getByRole('option', { name: '1/8 triplet' }).click()
  await editor.dragOver(0.31, 0.47)
  await editor.waveform.focus()
  await page.keyboard.press('s')
  await expect(page.getByRole('combobox', { name: 'Snap to' })).toContainText('1/16')
  await page.keyboard.press('Shift+R')
  await editor.showPanel('Change')
  await expect(editor.marked).toContainText(/Bars? \d+(–\d+)?/)
})
