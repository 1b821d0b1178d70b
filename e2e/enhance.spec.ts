import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { copyFile, cp, mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createWavWriter, readWavSpan } from '../src-main/audio/index.ts'
import { cutOff } from '../src-main/inference/tasks/super-resolution/sound-for-tests.ts'
import { expect, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'

const root = join(import.meta.dirname, '..')
const weights = join(root, '..', 'shared', 'models', 'flashsr_lite.onnx')
test.skip(!existsSync(weights), 'the weights of FlashSR are not beside this repository (../shared/models)')

const segno = (home: string, ...words: string[]): Record<string, unknown> =>
  JSON.parse(
    execFileSync(process.execPath, [join(root, 'src-main', 'cli.ts'), ...words, '--json'], {
      env: { ...process.env, SEGNO_HOME: home },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as Record<string, unknown>

/** A song of our own as an old MP3 has it, in a library that also holds it whole; FlashSR taken in from a folder. */
let made: { readonly folder: string; readonly wholeTitle: string }
const DULL = 'Dull song'
const RATE = 44_100

test.beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'segno e2e treble-'))
  const generated = segno(folder, 'generate', '--prompt', 'house with bright hats and piano, 124 bpm', '--seconds', '20', '--seed', '5', '--variations', '1')
  const { tracks } = generated as { tracks: { path: string; title?: string; plan: { title: string } }[] }
  const [song] = tracks
  if (!song) throw new Error('no song was made')
  const path = join(folder, `${DULL}.wav`)
  const channels = await readWavSpan(song.path, 8 * RATE, 12 * RATE)
  const writer = await createWavWriter(path, { sampleRateHz: RATE, channelCount: channels.length })
  await writer.write(channels.map((samples) => cutOff(samples, RATE, 9_000)))
  await writer.finish()
  segno(folder, 'import', path)
  const models = join(folder, 'to-import')
  await mkdir(models)
  await copyFile(weights, join(models, 'flashsr_lite.onnx'))
  segno(folder, 'models', 'import', models)
  made = { folder, wholeTitle: song.plan.title }
})
test.afterAll(() => rm(made.folder, { recursive: true, force: true }))

test('a dull song gets its treble back as a take that says what it did; a whole one is left alone', async ({ home, openStudio }) => {
  test.setTimeout(240_000)
  await cp(made.folder, home, { recursive: true })
  const { page } = await openStudio()
  const editor = new EditorPage(page)
  await editor.open(DULL)
  await page.getByRole('button', { name: 'Restore the treble' }).click()
  const dialog = page.getByRole('dialog', { name: `Restore the treble of “${DULL}”` })
  await expect(dialog.getByRole('radio', { name: /^FlashSR lite/ })).toBeChecked()
  await expect(dialog.getByRole('radio', { name: /^AudioSR/ })).toBeDisabled()
  await page.screenshot({ path: test.info().outputPath('restore-dialog.png') })
  await dialog.getByRole('button', { name: 'Restore the song' }).click()
  await expect(editor.take(1)).toBeVisible({ timeout: 180_000 })
  await expect(editor.take(1)).toContainText(/9\.\d → (19|2\d)\.\d kHz · above it .+ · below it unchanged \(−\d+ dB\)/)
  await page.screenshot({ path: test.info().outputPath('restored-take.png') })

  await page.keyboard.press('1')
  await expect(editor.take(1)).toHaveAttribute('data-heard', 'true')
  await editor.take(1).getByRole('button', { name: 'Accept' }).click()
  await expect(editor.undo).toHaveAttribute('aria-label', /^Undo: Accept take 1: treble restored/i)
  await page.keyboard.press('Control+z')
  await expect(editor.undo).toHaveAttribute('aria-label', 'Nothing to undo')

  await editor.open(made.wholeTitle)
  await page.getByRole('button', { name: 'Restore the treble' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Restore the song' }).click()
  await expect(page.getByText(/no treble is missing that would be heard/)).toBeVisible({ timeout: 60_000 })
  await expect(editor.take(1)).toHaveCount(0)
})

test('marked bars alone: the rest stays identical, and a restore can be cancelled', async ({ home, openStudio }) => {
  test.setTimeout(240_000)
  await cp(made.folder, home, { recursive: true })
  const { page } = await openStudio()
  const editor = new EditorPage(page)
  await editor.open(DULL)
  const middle = await editor.dragOver(0.3, 0.6)
  await editor.chooseFromMenu(middle, /^Restore the treble of/)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Restore/ })
    .click()
  await expect(editor.take(1)).toBeVisible({ timeout: 180_000 })
  await expect(editor.take(1)).toContainText('Outside identical')

  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Restore the treble' }).click()
  await page
    .getByRole('dialog')
    .getByText('The whole song')
    .click({ timeout: 3_000 })
    .catch(() => undefined)
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Restore/ })
    .click()
  const cancel = page.getByRole('button', { name: /^Cancel restore the treble/i }).first()
  await cancel.click({ timeout: 30_000 })
  await expect(cancel).toHaveCount(0, { timeout: 3_000 })
})
