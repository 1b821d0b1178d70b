import { renameSync } from 'node:fs'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { readTags } from '../src-main/audio/index.ts'
import { expect, test } from './launch.ts'
import { seedFiles } from './seed-files.ts'

/** Base UI's guards hand the focus on to the popup or out of it; it never rests on them, which axe cannot see. */
const FOCUS_GUARDS = '[data-base-ui-focus-guard]'

test('what files say is shown; tags are written into them and read from them, seen first, with a way back', async ({ openStudio, home }) => {
  test.setTimeout(180_000)
  await seedFiles(home)
  const file = (name: string) => join(home, 'music', name)
  const { page, app } = await openStudio()
  const shoot = async (name: string) => {
    if (!process.env.SEGNO_SHOTS) return
    for (const [width, height] of [
      [1440, 900],
      [1024, 700],
    ] as const) {
      await app.evaluate(({ BrowserWindow }, size) => BrowserWindow.getAllWindows()[0]?.setContentSize(...size), [width, height] as [number, number])
      await page.waitForTimeout(400)
      await page.screenshot({ path: `${process.env.SEGNO_SHOTS}/${name}-${width}.png` })
    }
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1440, 900))
  }
  const clean = async () => {
    const { violations } = await new AxeBuilder({ page }).setLegacyMode().exclude(FOCUS_GUARDS).include('[role=dialog]').analyze()
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([])
  }
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  const rows = page.getByRole('row').filter({ has: page.getByRole('button', { name: /^Play / }) })
  await expect(rows).toHaveCount(3)
  await expect(rows.first()).toContainText('The Windows · Grey Mornings')

  // found by the album's name, with its cover and its facts
  await page
    .getByRole('searchbox')
    .or(page.getByPlaceholder(/Search/))
    .first()
    .fill('grey morn')
  await expect(rows).toHaveCount(3)
  await rows.filter({ hasText: 'Kitchen take 1' }).click({ button: 'right' })
  await page.getByRole('menuitem', { name: 'Facts of the song…' }).click()
  const facts = page.getByRole('dialog', { name: 'Kitchen take 1' })
  for (const text of ['Grey Mornings', '1987', 'USRC17607839', 'taped in the kitchen']) await expect(facts.getByText(text, { exact: true })).toBeVisible()
  await expect.poll(() => facts.locator('img').evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(240)
  await shoot('facts')
  await clean()
  await facts.getByRole('button', { name: 'Close' }).last().click()

  // stars and another artist for all, then into the files: a dry run first
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await expect(page.getByRole('region', { name: 'Selected songs' })).toContainText('3 songs')
  await page.keyboard.press('4')
  await expect(rows.first().getByRole('slider', { name: /^Stars of/, includeHidden: true })).toHaveAttribute('aria-valuenow', '4')
  await shoot('bar')
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Write tags to files…' }).click()
  const write = page.getByRole('dialog', { name: 'Write tags to the files of 3 songs' })
  await expect(write.getByText(/files? would change/)).toBeVisible()
  await expect(write.getByText('Stars cannot be written into 1 WAV or AIFF file: they stay in the library.')).toBeVisible()
  await expect(write.getByRole('region', { name: 'What would change' })).toContainText('★★★★')
  await shoot('write')
  await clean()
  // words: the same as in the files already, but for the times
  await expect(write.getByText('Words “rain on the window”')).toHaveCount(0)
  await write.getByRole('button', { name: 'With the time of each line' }).click()
  await expect(write.getByText(/^Words “rain on the window”, 2 lines →/)).toHaveCount(3)
  await expect(write.locator('ins').getByText('2 lines with times', { exact: true })).toHaveCount(3)
  await shoot('write-words')
  // nothing but the words, into one kind of file after the other
  for (const field of ['Title', 'Artist', 'Album', 'Style', 'Year', 'Tempo', 'Key', 'Comment', 'ISRC', 'Stars', 'Cover'])
    await write.getByRole('button', { name: field, exact: true }).click()
  await write.getByRole('button', { name: 'Write 3 files' }).click()
  await expect(page.getByText('Tags written into 3 files')).toBeVisible({ timeout: 60_000 })
  for (const name of ['Take 1.flac', 'Take 2.mp3', 'Take 3.wav']) {
    const { asWritten, title } = await readTags(file(name))
    expect(asWritten.lyrics).toMatch(/^\[00:00\.\d\d\]rain on the window\n\[00:0\d\.\d\d\]nobody home$/)
    expect(title).toMatch(/^Kitchen take/)
  }
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Write tags to files…' }).click()
  await write.getByRole('button', { name: 'Give 3 files the old tags back' }).click()
  await expect(page.getByText('3 files got the old tags back')).toBeVisible({ timeout: 60_000 })
  await expect(write).toHaveCount(0)
  expect((await readTags(file('Take 1.flac'))).asWritten.lyrics).toBe('rain on the window\nnobody home')

  // nothing but the stars
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Write tags to files…' }).click()
  for (const field of ['Title', 'Artist', 'Album', 'Style', 'Year', 'Tempo', 'Key', 'Comment', 'Words', 'ISRC', 'Cover'])
    await write.getByRole('button', { name: field, exact: true }).click()
  await write.getByRole('button', { name: 'Write 2 files' }).click()
  await expect(page.getByText('Tags written into 2 files')).toBeVisible({ timeout: 60_000 })
  await expect(write).toHaveCount(0)
  expect((await readTags(file('Take 1.flac'))).rating).toBe(4)
  expect((await readTags(file('Take 2.mp3'))).rating).toBe(4)
  expect((await readTags(file('Take 1.flac'))).title).toBe('Kitchen take 1')
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect(page.getByText('2 files got the old tags back')).toBeVisible({ timeout: 60_000 })
  expect((await readTags(file('Take 1.flac'))).rating).toBeUndefined()

  // a title that was changed here comes back from the file; a file that went away is said
  await rows.filter({ hasText: 'Kitchen take 1' }).click()
  await page.keyboard.press('F2')
  await page.keyboard.type('Other')
  await page.keyboard.press('Enter')
  await expect(rows.filter({ hasText: 'Other' })).toHaveCount(1)
  renameSync(file('Take 3.wav'), file('away.wav'))
  await page.getByRole('grid').first().focus()
  await page.keyboard.press('Control+a')
  await page.getByRole('button', { name: 'Files', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Read tags from files…' }).click()
  const read = page.getByRole('dialog', { name: 'Read tags from the files of 3 songs' })
  await expect(read.getByText('1 song would change, 1 is so already, 1 cannot.')).toBeVisible()
  await expect(read.locator('ins')).toHaveText('Kitchen take 1')
  await read.getByRole('button', { name: 'Problems' }).click()
  await expect(read.getByText(/There is no file/)).toBeVisible()
  await shoot('read')
  await clean()
  await read.getByRole('button', { name: 'Change 1 song' }).click()
  await expect(page.getByText('1 song changed by the tags of its file')).toBeVisible({ timeout: 60_000 })
  await expect(rows.filter({ hasText: 'Kitchen take 1' })).toHaveCount(1)
  await page.keyboard.press('Control+z')
  await expect(rows.filter({ hasText: 'Other' })).toHaveCount(1)
})
