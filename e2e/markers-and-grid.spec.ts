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
  await editor.dragOver(0.3, 0.6)
  await expect(editor.marked).toContainText(/Bars \d+–\d+/)
  await page.keyboard.press('v')
  await expect(page.getByRole('application', { name: /^Waveform and spectrogram of/ })).toBeVisible()
  await page.keyboard.press('v')
  await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible()
})
