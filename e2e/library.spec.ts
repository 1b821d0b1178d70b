import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ElectronApplication, Page } from '@playwright/test'
import { chordWav } from './chord-wav.ts'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

/** Answers the system's dialogs, which no test can click. */
const answerDialogs = (app: ElectronApplication, answers: { open?: readonly string[]; save?: string }) =>
  app.evaluate(({ dialog }, { open, save }) => {
    dialog.showOpenDialog = async () => ({ canceled: open === undefined, filePaths: [...(open ?? [])] })
    dialog.showSaveDialog = async () => ({ canceled: save === undefined, filePath: save ?? '' })
  }, answers)

const openLibrary = (page: Page) => page.getByRole('button', { name: 'Library', exact: true }).click()
const row = (page: Page, title: string) => page.getByRole('row').filter({ hasText: title })

test('import by dialog: good files come in, a bad one is explained, nothing else happens', async ({ studio: { app, page, home } }) => {
  const folder = join(home, 'to import')
  await mkdir(folder)
  const good = join(folder, 'Ma "chanson" 🎹 ..\\.. née.wav')
  await chordWav(good)
  await writeFile(join(folder, 'text.wav'), 'this is a letter, not a sound')
  await writeFile(join(folder, 'empty.flac'), '')
  await answerDialogs(app, { open: [good, join(folder, 'text.wav'), join(folder, 'empty.flac')] })
  await openLibrary(page)
  await page
    .getByRole('button', { name: /^Import/ })
    .first()
    .click()
  const report = page.getByRole('dialog', { name: '2 files could not be imported' })
  await expect(report).toContainText('1 song imported', { timeout: 30_000 })
  await expect(report).toContainText('This file is not a sound file')
  await expect(report).toContainText('This file is empty')
  await report.getByRole('button', { name: 'Done' }).click()
  await expect(row(page, 'Ma "chanson" 🎹')).toBeVisible()
})

test('search, favourite, trash and restore, album, export, drag out', async ({ openStudio, home }) => {
  test.setTimeout(120_000)
  await seedLibrary(home, [
    { prompt: 'calm lo-fi piano, 80 bpm', seconds: 12, seed: 1 },
    { prompt: 'hard house, 126 bpm', seconds: 12, seed: 2 },
  ])
  const { app, page } = await openStudio()
  await openLibrary(page)
  const songs = page.getByRole('row').filter({ hasText: 'bpm' })
  await expect(songs).toHaveCount(2)

  await test.step('search as you type, with words that are operators elsewhere', async () => {
    const search = page.getByPlaceholder('Title, prompt, style, artist')
    await search.fill('hous')
    await expect(songs).toHaveCount(1)
    // the keyboard goes down to what was found, and from part to part of the window
    await search.press('ArrowDown')
    await expect(page.getByRole('grid')).toBeFocused()
    await page.keyboard.press('F6')
    expect(await page.evaluate(() => document.activeElement?.closest('[aria-label]:not(button)')?.getAttribute('aria-label'))).toBe('Transport')
    await page.keyboard.press('Shift+F6')
    await expect(page.getByRole('grid')).toBeFocused()
    const isSameGrid = () => page.evaluate(() => document.querySelector('[role="grid"]')?.hasAttribute('data-before'))
    await page.evaluate(() => document.querySelector('[role="grid"]')?.setAttribute('data-before', ''))
    await search.fill('"NEAR( OR * ')
    await expect(songs).toHaveCount(0)
    await expect(page.getByRole('heading', { name: /^No song matches/ })).toBeVisible()
    // nobody is told of a grid without rows, and its elements are there for the next letter
    await expect(page.getByRole('grid')).toHaveCount(0)
    expect(await isSameGrid()).toBe(true)
    await page.getByRole('button', { name: 'Clear the search' }).click()
    await expect(songs).toHaveCount(2)
    expect(await isSameGrid()).toBe(true)
  })

  const lofi = row(page, 'calm lo-fi piano')
  const title = (await lofi.getByRole('button', { name: /^Play / }).getAttribute('aria-label'))?.replace('Play ', '') ?? ''

  await test.step('favourite', async () => {
    await lofi.getByRole('button', { name: /to favourites$/ }).click()
    await page.getByText('Favourites', { exact: true }).first().click()
    await expect(songs).toHaveCount(1)
    await page.getByText('All songs', { exact: true }).click()
  })

  await test.step('trash and restore', async () => {
    await lofi.click()
    await page.keyboard.press('Delete')
    await expect(songs).toHaveCount(1)
    await page.getByText('Trash', { exact: true }).first().click()
    await expect(lofi).toBeVisible()
    // pressed at once: the menu is there before the press
    await lofi.getByRole('button', { name: /^More for/ }).click()
    await page.getByRole('menuitem', { name: 'Restore' }).click()
    await page.getByText('All songs', { exact: true }).click()
    await expect(songs).toHaveCount(2)
  })

  await test.step('filters with counts, covers, and a search that is kept as a smart album', async () => {
    await page.getByRole('button', { name: /^Filter by/ }).click()
    const filters = page.getByRole('complementary', { name: 'Filters' })
    await filters.getByRole('button', { name: '110–130 bpm, 1 song' }).click()
    await expect(songs).toHaveCount(1)
    await expect(filters.getByRole('button', { name: '70–90 bpm, 1 song' })).toBeVisible()
    await page.getByRole('button', { name: /^View/ }).click()
    await page.getByText('Grid', { exact: true }).click()
    await page.keyboard.press('Escape')
    await expect(page.getByRole('gridcell')).toHaveCount(1)
    await page.getByRole('button', { name: 'Save…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('Fast')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Clear all filters' }).click()
    await expect(page.getByRole('gridcell')).toHaveCount(2)
    await page.getByRole('button', { name: /^View/ }).click()
    await page.getByText('List', { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: 'Hide the filters' }).click()
    await page.getByRole('button', { name: 'Albums', exact: true }).click()
    await expect(page.getByRole('navigation', { name: 'Albums' })).toContainText('Fast1 song')
    await expect(songs).toHaveCount(1)
    await page.getByRole('button', { name: 'Delete the smart album' }).click()
    // an older notice has an Undo, too
    await page.getByRole('listitem').filter({ hasText: 'Fast was deleted' }).getByRole('button', { name: 'Undo' }).click()
    await expect(page.getByRole('heading', { name: 'Fast' })).toBeVisible()
    await openLibrary(page)
  })

  await test.step('an album: its cover, and no gap between its songs', async () => {
    await songs.first().click()
    await page.keyboard.press('Control+a')
    await songs.first().click({ button: 'right' })
    await page.getByRole('menuitem', { name: 'Add to a new album' }).click()
    await expect(songs).toHaveCount(2)
    const picture = page.getByLabel('Picture for the cover')
    await picture.setInputFiles({ name: 'cover.png', mimeType: 'image/png', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') })
    await expect(page.getByText('This file is not a picture that can be a cover.')).toBeVisible()
    await picture.setInputFiles({ name: 'cover.png', mimeType: 'image/png', buffer: await page.screenshot() })
    const cover = page.getByRole('button', { name: /^Change the cover of/ }).getByRole('img')
    await expect.poll(() => cover.evaluate((image) => (image instanceof HTMLImageElement ? image.naturalWidth : 0))).toBeGreaterThan(500)

    await page.evaluate(() => {
      const pieces: { at: number; frames: number }[] = []
      Reflect.set(window, 'pieces', pieces)
      const { start } = AudioBufferSourceNode.prototype
      AudioBufferSourceNode.prototype.start = function (at = 0, offset = 0) {
        const { sampleRate } = this.context
        pieces.push({ at: Math.round(at * sampleRate), frames: (this.buffer?.length ?? 0) - Math.round(offset * sampleRate) })
        return start.call(this, at, offset)
      }
    })
    const playing = async () =>
      (await page
        .getByRole('button', { name: /^Pause / })
        .first()
        .getAttribute('aria-label')) ?? ''
    await page.getByRole('button', { name: 'Play album' }).click()
    const first = await playing()
    await expect.poll(playing, { timeout: 60_000 }).not.toBe(first)
    await page.keyboard.press('Space')
    const pieces = (await page.evaluate(() => Reflect.get(window, 'pieces'))) as { at: number; frames: number }[]
    const gaps = pieces.slice(1).map(({ at }, i) => at - (pieces[i]?.at ?? 0) - (pieces[i]?.frames ?? 0))
    expect(pieces.reduce((sum, { frames }) => sum + frames, 0)).toBeGreaterThan(13 * 44_100)
    expect(gaps.every((gap) => gap === 0)).toBe(true)
    await openLibrary(page)
    await page.keyboard.press('Escape')
  })

  await test.step('export as MP3 and MIDI', async () => {
    for (const [format, magic] of [
      ['MP3', /^(ID3|\xff[\xe2-\xff])/],
      ['MIDI', /^MThd/],
    ] as const) {
      const path = join(home, `out.${format === 'MIDI' ? 'mid' : 'mp3'}`)
      await answerDialogs(app, { save: path })
      await lofi.click({ button: 'right' })
      await page.getByRole('menuitem', { name: /^Export…/ }).click()
      const dialog = page.getByRole('dialog', { name: `Export “${title}”` })
      await dialog.getByRole('button', { name: format, exact: true }).click()
      await dialog.getByRole('button', { name: 'Export…' }).click()
      await expect
        .poll(
          () =>
            stat(path).then(
              ({ size }) => size > 100,
              () => false,
            ),
          { timeout: 30_000 },
        )
        .toBe(true)
      expect((await readFile(path)).toString('latin1', 0, 8)).toMatch(magic)
    }
  })

  await test.step('drag out gives a real file with the song’s name', async () => {
    await app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents
      if (contents) contents.startDrag = ({ file }) => Reflect.set(globalThis, 'draggedFile', file)
    })
    await lofi.dispatchEvent('dragstart')
    await expect.poll(() => app.evaluate(() => String(Reflect.get(globalThis, 'draggedFile')))).toMatch(new RegExp(`${title}\\.wav$`))
    const dragged = await app.evaluate(() => String(Reflect.get(globalThis, 'draggedFile')))
    await copyFile(dragged, join(home, 'dragged.wav'))
    expect((await readFile(join(home, 'dragged.wav'))).toString('latin1', 0, 4)).toBe('RIFF')
  })

  await test.step('one song of the trash is deleted for good, after a question', async () => {
    await lofi.click()
    await page.keyboard.press('Delete')
    await page.getByText('Trash', { exact: true }).first().click()
    await expect(lofi).toContainText('30 days')
    await lofi.click()
    await page.keyboard.press('Delete')
    const question = page.getByRole('dialog', { name: `Delete “${title}” for good?` })
    await question.getByRole('button', { name: 'Delete for good' }).click()
    await expect(page.getByText('The trash is empty')).toBeVisible()
    await page.getByText('All songs', { exact: true }).click()
    await expect(songs).toHaveCount(1)
  })
})

test('an imported song without a score is regenerated by cut and stitch', async ({ studio: { app, page, home } }) => {
  test.setTimeout(120_000)
  const path = join(home, 'chord.wav')
  await chordWav(path)
  await answerDialogs(app, { open: [path] })
  await openLibrary(page)
  await page
    .getByRole('button', { name: /^Import/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Open chord in the editor' }).click({ timeout: 30_000, force: true })
  const wave = page.getByRole('application', { name: /^Waveform of chord/ })
  await wave.focus()
  // without snapping
  await page.keyboard.down('Alt')
  const box = await wave.boundingBox()
  if (!box) throw new Error('the waveform is not on the screen')
  await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 6 })
  await page.mouse.up()
  await page.keyboard.up('Alt')
  await page
    .getByRole('button', { name: /^Regenerate/ })
    .last()
    .click()
  const takes = page.getByRole('region', { name: 'Takes', exact: true })
  await expect(takes.getByRole('listitem', { name: 'Take 1' })).toBeVisible({ timeout: 60_000 })
  await expect(takes).toContainText('Outside identical')
  await expect(takes).toContainText(/stitch/i)
})

test('a name that is being written, and an open menu, stay with their song while another song comes in above it', async ({ home, openStudio }) => {
  await seedLibrary(home, [{ prompt: 'slow piano', seconds: 8, seed: 1 }])
  const { page } = await openStudio()
  await page.keyboard.press('Control+2')
  const rows = page.locator('[role="row"][id^="row-"]')
  await expect(rows).toHaveCount(1)
  await rows.first().click()
  await page.keyboard.press('F2')
  await page.keyboard.type('Harbour at n')
  await seedLibrary(home, [{ prompt: 'bright chip tune', seconds: 8, seed: 2 }])
  await expect(rows).toHaveCount(2)
  await page.keyboard.type('ight')
  await page.keyboard.press('Enter')
  await expect(rows.nth(1)).toContainText('Harbour at night')
  await expect(rows.nth(0)).not.toContainText('Harbour')

  await rows.nth(1).getByRole('button', { name: 'More for Harbour at night' }).click()
  await expect(page.getByRole('menu')).toBeVisible()
  await seedLibrary(home, [{ prompt: 'dark ambient', seconds: 8, seed: 3 }])
  await expect(rows).toHaveCount(3)
  await expect(rows.nth(2)).toContainText('Harbour at night')
  await page.getByRole('menuitem', { name: 'Add to favourites' }).click()
  await expect(rows.nth(2).getByRole('button', { name: 'Remove Harbour at night from favourites' })).toBeVisible()
})
