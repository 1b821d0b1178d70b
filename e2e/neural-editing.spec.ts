import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { createWavWriter } from '../src-main/audio/index.ts'
import { createRandom } from '../src-shared/kernel/random.ts'
import { expect, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'

/** The same architecture as the real one, with random weights: what it makes is noise, everything around it is real. */
const TINY = join(import.meta.dirname, '..', 'models', 'fixtures', 'vampnet-tiny')

/** Ten seconds of struck noise, a little wider than mono. */
const writeRecording = async (path: string): Promise<void> => {
  const random = createRandom(3)
  const rate = 44_100
  const mid = Float32Array.from({ length: rate * 10 }, (_, at) => 0.5 * Math.exp(-6 * ((at / rate) % 0.5)) * (random.next() - 0.5))
  const writer = await createWavWriter(path, { sampleRateHz: rate, channelCount: 2 })
  await writer.write([mid, mid.map((sample, at) => 0.8 * sample + 0.02 * Math.sin(at / 12))])
  await writer.finish()
}

const importRecording = async (app: ElectronApplication, page: Page, path: string): Promise<void> => {
  await app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page
    .getByRole('button', { name: /^Import/ })
    .first()
    .click()
  await expect(page.getByRole('row').filter({ hasText: 'Struck' })).toBeVisible({ timeout: 30_000 })
}

test('a region of a recording is in-painted: the way is shown, the take proves itself, is accepted and undone', async ({ openStudio, home }) => {
  test.setTimeout(120_000)
  await cp(TINY, join(home, 'models', 'vampnet-tiny'), { recursive: true })
  await writeRecording(join(home, 'Struck.wav'))
  const { app, page } = await openStudio()
  await importRecording(app, page, join(home, 'Struck.wav'))
  const editor = new EditorPage(page)
  await editor.open('Struck')
  const way = page.getByRole('region', { name: 'How it is made' })
  await expect(way).toContainText('in-painting')
  await expect(way).toContainText('hears what lies before and after')
  await expect(page.getByText('there is no style to shift to')).toBeVisible()
  await expect(page.getByRole('slider', { name: 'Genre Shift' })).toBeDisabled()
  await expect(page.getByRole('slider', { name: 'Weirdness' })).toBeEnabled()

  await editor.dragOver(0.3, 0.55)
  await page.getByRole('button', { name: /^Regenerate/ }).click()
  await editor.seeTakes(2)
  await expect(editor.takes).toContainText(/Outside identical · seams \d\.\d LU, \d\.\d LU · crossfade \d+ ms/)
  await expect(editor.takes).toContainText('in-painting')
  await expect(editor.takes).toContainText('of the region’s sound was made anew')
  await page.keyboard.press('1')
  await expect(editor.take(1)).toHaveAttribute('data-heard', 'true')
  await page.keyboard.press('Enter')
  await expect(editor.undo).toHaveAttribute('aria-label', /^Undo: Accept take 1/i)
  await page.keyboard.press('Control+z')
  await expect(editor.undo).toHaveAttribute('aria-label', 'Nothing to undo')
})

test('without the model the studio composes and says what would open a better way; a closed way starts nothing', async ({ openStudio, home }) => {
  test.setTimeout(120_000)
  await writeRecording(join(home, 'Struck.wav'))
  const { app, page } = await openStudio()
  await importRecording(app, page, join(home, 'Struck.wav'))
  const editor = new EditorPage(page)
  await editor.open('Struck')
  const way = page.getByRole('region', { name: 'How it is made' })
  await expect(way).toContainText('In-painting was passed over: VampNet is not installed.')
  await editor.dragOver(0.3, 0.5)
  await way.getByRole('combobox', { name: 'How' }).click()
  await page.getByRole('option', { name: /^In-painting/ }).click()
  await expect(way).toContainText('Not available')
  await expect(page.getByRole('button', { name: /^Regenerate/ })).toBeDisabled()
  await way.getByRole('combobox', { name: 'How' }).click()
  await page.getByRole('option', { name: /^Compose/ }).click()
  await expect(page.getByRole('button', { name: /^Regenerate/ })).toBeEnabled()
  await way.getByRole('combobox', { name: 'How' }).click()
  await page.getByRole('option', { name: /^Automatic/ }).click()
  await way.getByRole('button', { name: 'Get VampNet' }).click()
  await expect(page.getByRole('heading', { name: 'Models' }).first()).toBeVisible()
})
