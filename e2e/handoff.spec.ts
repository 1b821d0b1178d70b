import { execFileSync, spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

/** Answers the system's dialogs, which no test can click. */
const answerDialogs = (app: ElectronApplication, answers: { folder?: string; save?: string }) =>
  app.evaluate(({ dialog }, { folder, save }) => {
    dialog.showOpenDialog = async () => ({ canceled: folder === undefined, filePaths: folder === undefined ? [] : [folder] })
    dialog.showSaveDialog = async () => ({ canceled: save === undefined, filePath: save ?? '' })
  }, answers)

const SONGS = [
  { prompt: 'calm lo-fi piano, 80 bpm', seconds: 12, seed: 1 },
  { prompt: 'hard house, 126 bpm', seconds: 12, seed: 2 },
]
const hasFfprobe = spawnSync('ffprobe', ['-version']).status === 0
const openLibrary = (page: Page) => page.getByRole('button', { name: 'Library', exact: true }).click()
const songs = (page: Page) => page.getByRole('row').filter({ hasText: 'bpm' })
const isThere = (path: string) =>
  expect
    .poll(
      () =>
        stat(path).then(
          ({ size }) => size > 0,
          () => false,
        ),
      { timeout: 60_000 },
    )
    .toBe(true)

/** Pictures for people who look at the screen, where SEGNO_PICTURES names a folder. */
const picture = async (page: Page, name: string) => {
  const folder = process.env.SEGNO_PICTURES
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled' })
}

test.beforeEach(async ({ home }) => seedLibrary(home, SONGS))

test('a song is exported as chosen, and the choices are remembered', async ({ openStudio, home }) => {
  test.setTimeout(180_000)
  const { app, page, quit } = await openStudio()
  await openLibrary(page)
  await songs(page).first().click()
  await page.keyboard.press('ControlOrMeta+e')
  const dialog = page.getByRole('dialog', { name: /^Export “/ })
  await dialog.getByRole('button', { name: 'FLAC', exact: true }).click()
  await dialog.getByRole('combobox', { name: 'Bit depth' }).click()
  await page.getByRole('option', { name: /^16 bit/ }).click()
  await dialog.getByRole('combobox', { name: 'Sample rate' }).click()
  await page.getByRole('option', { name: '48 kHz' }).click()
  await dialog.getByRole('combobox', { name: 'Loudness' }).click()
  await page.getByRole('option', { name: /^−16 LUFS/ }).click()
  await dialog.getByLabel('Artist').fill('The Testers')
  await dialog.getByLabel('Album').fill('../../Night & <Day>')
  await dialog.getByLabel('ISRC').fill('nonsense')
  await expect(dialog.getByRole('button', { name: 'Export…' })).toBeDisabled()
  await dialog.getByLabel('ISRC').fill('US-RC1-76-07839')
  await expect(dialog.getByRole('status')).toHaveText('16-bit FLAC · 48 kHz · −16 LUFS, peak ≤ −1 dBTP')
  await picture(page, 'export-flac')

  const path = join(home, 'out.flac')
  // the system's dialog is closed: the choices stay on the screen
  await answerDialogs(app, {})
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(dialog).toBeVisible()
  await answerDialogs(app, { save: path })
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await expect(dialog).toBeHidden()
  await isThere(path)
  if (hasFfprobe) {
    const { streams, format } = JSON.parse(execFileSync('ffprobe', ['-v', 'error', '-show_streams', '-show_format', '-of', 'json', path]).toString())
    expect(streams[0]).toMatchObject({ codec_name: 'flac', sample_rate: '48000', bits_per_raw_sample: '16' })
    expect(format.tags).toMatchObject({ ARTIST: 'The Testers', ALBUM: '../../Night & <Day>', ISRC: 'USRC17607839' })
    const loudness = spawnSync('ffmpeg', ['-nostats', '-i', path, '-af', 'ebur128=peak=true', '-f', 'null', '-']).stderr.toString()
    const measured = Number(/I:\s+(-?[\d.]+) LUFS/.exec(loudness.slice(loudness.lastIndexOf('Integrated loudness')))?.[1])
    expect(Math.abs(measured + 16)).toBeLessThanOrEqual(0.2)
  }

  await quit()
  const again = await openStudio()
  await openLibrary(again.page)
  await songs(again.page).first().click()
  await again.page.keyboard.press('ControlOrMeta+e')
  await expect(again.page.getByRole('dialog').getByRole('status')).toHaveText('16-bit FLAC · 48 kHz · −16 LUFS, peak ≤ −1 dBTP')
})

test('many songs go to a folder by a template; what is there stays', async ({ openStudio, home }) => {
  test.setTimeout(180_000)
  const { app, page } = await openStudio()
  const folder = join(home, 'exported')
  await mkdir(folder)
  await writeFile(join(folder, '01.mp3'), 'mine')
  await openLibrary(page)
  await songs(page).first().click()
  await page.keyboard.press('ControlOrMeta+a')
  await page.getByRole('region', { name: 'Selected songs' }).getByRole('button', { name: 'Export…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Export 2 songs' })
  await dialog.getByRole('button', { name: 'MP3', exact: true }).click()
  await dialog.getByRole('textbox', { name: 'File names' }).fill('{number}{nobody}')
  await expect(dialog.getByText('No song has {nobody}.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Choose a folder…' })).toBeDisabled()
  await dialog.getByRole('textbox', { name: 'File names' }).fill('../{number}')
  await expect(dialog.getByText('-01.mp3')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'File names' }).fill('{number}')
  await expect(dialog.getByText('02.mp3')).toBeVisible()
  await picture(page, 'export-many')
  await answerDialogs(app, { folder })
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click()
  await expect(page.getByText('Exported 2 songs to exported')).toBeVisible({ timeout: 60_000 })
  expect((await readdir(folder)).toSorted()).toEqual(['01 2.mp3', '01.mp3', '02.mp3'])
  expect(await readFile(join(folder, '01.mp3'), 'utf8')).toBe('mine')
})

test('handed off from the editor: a folder with everything, from a menu, the keyboard or the palette', async ({ openStudio, home }) => {
  test.setTimeout(240_000)
  const { app, page } = await openStudio({ size: { width: 1024, height: 700 } })
  const folder = join(home, 'studio next door')
  await mkdir(folder)
  await answerDialogs(app, { folder })
  await openLibrary(page)
  await songs(page).first().click()
  await page.keyboard.press('ControlOrMeta+e')
  await expect(page.getByRole('dialog', { name: /^Export “/ })).toBeVisible()
  await picture(page, 'export-narrow')
  await page.keyboard.press('Escape')
  await page.keyboard.press('e')
  await page.getByRole('button', { name: 'Export or hand off' }).click()
  await picture(page, 'editor-menu')
  await page.getByRole('menuitem', { name: 'Hand off to a DAW…' }).click()
  const dialog = page.getByRole('dialog', { name: /^Hand off “.*” to a DAW$/ })
  await expect(dialog).toBeVisible()
  await picture(page, 'handoff-narrow')
  await page.keyboard.press('Escape')
  await page.keyboard.press('ControlOrMeta+k')
  await page.getByPlaceholder('Search songs and actions').fill('hand off')
  await page.getByRole('option', { name: /^Hand off to a DAW/ }).click()
  await expect(dialog).toBeVisible()
  await dialog.getByRole('button', { name: 'Choose a folder…' }).click()
  await expect(page.getByText(/^Exported .* hand-off$/)).toBeVisible({ timeout: 120_000 })
  const [made = ''] = await readdir(folder)
  expect(made).toMatch(/ hand-off$/)
  const files = await readdir(join(folder, made), { recursive: true })
  for (const ending of [/\.dawproject$/, /\.rpp$/, /\.als$/, /\.musicxml$/, /^MIDI.* - tempo\.mid$/, /^READ ME\.txt$/, /^Stems.01 .*\.wav$/])
    expect(files.some((file) => ending.test(file))).toBe(true)
  const stems = files.filter((file) => /^Stems.*\.wav$/.test(file))
  const sizes = new Set(await Promise.all(stems.map((file) => soundBytes(join(folder, made, file)))))
  expect(sizes.size).toBe(1)

  await test.step('some bars are dragged out as sound and as notes, or saved by keyboard', async () => {
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (contents) contents.startDrag = ({ file }) => Reflect.set(globalThis, 'draggedFile', file)
    })
    const dragged = () => app.evaluate(() => String(Reflect.get(globalThis, 'draggedFile')))
    await page.getByRole('application', { name: /^Waveform of/ }).focus()
    await page.keyboard.press('Shift+ArrowRight')
    const sound = page.getByRole('button', { name: /^Bar.* as WAV/ })
    await sound.dispatchEvent('dragstart')
    await expect.poll(dragged).toMatch(/bar.*\.wav$/i)
    const whole = (await stat(join(folder, made, stems[0] ?? ''))).size
    expect((await stat(await dragged())).size).toBeLessThan(whole / 2)
    await page.getByRole('button', { name: /^Bar.* as MIDI/ }).dispatchEvent('dragstart')
    await expect.poll(dragged).toMatch(/bar.*\.mid$/i)
    expect((await readFile(await dragged())).toString('latin1', 0, 4)).toBe('MThd')
    const saved = join(home, 'two bars.wav')
    await answerDialogs(app, { save: saved })
    await sound.press('Enter')
    await isThere(saved)
    await picture(page, 'editor-marked-narrow')
  })
})

test('the whole song as one file, opened again beside itself; what it is made of stands in a dialog', async ({ openStudio, home }) => {
  test.setTimeout(120_000)
  const { app, page } = await openStudio()
  const path = join(home, 'whole.segno')
  await openLibrary(page)
  await songs(page).first().click()
  await page.keyboard.press('ControlOrMeta+e')
  const dialog = page.getByRole('dialog', { name: /^Export “/ })
  await dialog.getByRole('button', { name: 'Project', exact: true }).click()
  await expect(dialog.getByText(/with all its takes, stems and history, for another/)).toBeVisible()
  await picture(page, 'export-project')
  await answerDialogs(app, { save: path })
  await dialog.getByRole('button', { name: 'Export…' }).click()
  await isThere(path)
  await app.evaluate(({ dialog: system }, chosen) => {
    system.showOpenDialog = async () => ({ canceled: false, filePaths: [chosen] })
  }, path)
  await page.keyboard.press('ControlOrMeta+o')
  await expect(songs(page)).toHaveCount(3, { timeout: 30_000 })

  await songs(page).first().click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Rights and origin…' }).click()
  const rights = page.getByRole('dialog', { name: /^Rights and origin of “/ })
  await expect(rights.getByText('You may sell it')).toBeVisible()
  await expect(rights.getByRole('row', { name: /FluidR3 Mono MIT/ })).toBeVisible()
  await picture(page, 'rights')
  await answerDialogs(app, { save: join(home, 'provenance.json') })
  await rights.getByRole('button', { name: 'Save the manifest…' }).click()
  await isThere(join(home, 'provenance.json'))
})

/** the size of the data chunk */
const soundBytes = async (path: string): Promise<number> => {
  const bytes = await readFile(path)
  return bytes.readUInt32LE(bytes.indexOf('data', 36, 'latin1') + 4)
}
