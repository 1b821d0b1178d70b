import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { expect, type OpenStudio, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'
import { seedLibrary } from './seed.ts'

/** Songs taken apart in the real window, by the band separator of models/fixtures: HTDemucs' shape, no weights, no musical use. */
const fixture = join(import.meta.dirname, '..', 'models', 'fixtures', 'tiny-separator')
const pictures = process.env.SEGNO_PICTURES

let made = ''
let title = ''
test.beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'segno e2e stems-'))
  await seedLibrary(made, [{ prompt: 'house, 124 bpm', seconds: 24, seed: 5 }])
  const sqlite = new Sqlite(join(made, 'studio.sqlite'), { readonly: true })
  title = (sqlite.prepare('SELECT title FROM tracks').get() as { title: string }).title
  sqlite.close()
})
test.afterAll(() => rm(made, { recursive: true, force: true }))

const openSong = async (home: string, openStudio: (options?: { size?: { width: number; height: number } }) => Promise<OpenStudio>, hasModel = true) => {
  await cp(made, home, { recursive: true })
  if (hasModel) await cp(fixture, join(home, 'models', 'tiny-separator'), { recursive: true })
  const studio = await openStudio()
  await new EditorPage(studio.page).open(title)
  return studio
}
const lane = (page: Page, name: string) => page.getByRole('region', { name: 'Stems', exact: true }).getByRole('listitem', { name, exact: true })
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const picture = async (page: Page, name: string) => {
  if (pictures) await page.screenshot({ path: join(pictures, `${name}.png`) })
}
const splitBySeparator = async (page: Page) => {
  await page.keyboard.press('Shift+S')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.getByRole('radio', { name: /Drums, bass, other and vocals/ }).check()
  await picture(page, 'split-dialog')
  await press(page, 'Split the song').click()
  await expect(lane(page, 'Vocals')).toBeVisible({ timeout: 60_000 })
}

test('a song is split, its stems soloed and muted, found again after a restart, removed and brought back', async ({ home, openStudio }) => {
  let { page, quit } = await openSong(home, openStudio)
  await splitBySeparator(page)
  for (const name of ['Drums', 'Bass', 'Other', 'Vocals']) await expect(lane(page, name)).toBeVisible()
  const stems = page.getByRole('region', { name: 'Stems', exact: true })
  await expect(stems).toContainText(/Stems add up to the song exactly; −\d+ dB of it was shared among them/)
  await expect(page.getByRole('button', { name: /^Undo: Split into drums, bass, other, vocals/ })).toBeVisible()
  await picture(page, 'stems')

  await press(page, 'Solo Bass').click()
  await expect(lane(page, 'Bass')).toHaveAttribute('data-heard', 'true')
  await expect(lane(page, 'Drums')).toHaveAttribute('data-heard', 'false')
  await page.keyboard.press('Shift+Digit2')
  await expect(lane(page, 'Drums')).toHaveAttribute('data-heard', 'true')
  await page.keyboard.press('Alt+Digit1')
  await expect(press(page, 'Mute Drums')).toHaveAttribute('aria-pressed', 'true')
  await lane(page, 'Other').getByRole('button', { name: 'Mute Other' }).focus()
  await page.keyboard.press('m')
  await expect(lane(page, 'Other')).toHaveAttribute('data-heard', 'false')
  await picture(page, 'stems-mixed')

  await quit()
  ;({ page, quit } = await openStudio())
  await new EditorPage(page).open(title)
  await expect(press(page, 'Mute Drums')).toHaveAttribute('aria-pressed', 'true')
  await expect(lane(page, 'Bass')).toHaveAttribute('data-heard', 'true')

  await press(page, 'As in the song').click()
  await expect(lane(page, 'Drums')).toHaveAttribute('data-heard', 'true')
  await expect(press(page, 'As in the song')).toBeDisabled()
  await press(page, 'More about these stems').click()
  await page.getByRole('menuitem', { name: 'Remove these stems' }).click()
  await expect(lane(page, 'Drums')).toHaveCount(0)
  await page.keyboard.press('Control+z')
  await expect(lane(page, 'Drums')).toBeVisible()
  // asked for again, they are there at once: nothing is computed twice
  await press(page, 'More about these stems').click()
  await page.getByRole('menuitem', { name: 'Remove these stems' }).click()
  await splitBySeparator(page)
  const sqlite = new Sqlite(join(home, 'studio.sqlite'), { readonly: true })
  expect(sqlite.prepare("SELECT count(*) AS jobs FROM jobs WHERE kind = 'separation.separate'").get()).toEqual({ jobs: 1 })
  sqlite.close()
})

test('what is heard is the mix: in step with the song, silent when every stem is muted, the song again when none is', async ({ home, openStudio }) => {
  const { page } = await openSong(home, openStudio)
  await splitBySeparator(page)
  const meter = page.getByRole('img', { name: 'Loudness and true peak of what plays' })
  await page.getByRole('button', { name: 'Play', exact: true }).first().click()
  await expect(meter).toContainText(/−\d+\.\d LUFS/, { timeout: 10_000 })
  for (const name of ['Drums', 'Bass', 'Other', 'Vocals']) await press(page, `Mute ${name}`).click()
  await expect(meter).toContainText('−∞ LUFS', { timeout: 10_000 })
  await press(page, 'Mute Bass').click()
  await expect(meter).toContainText(/−\d+\.\d LUFS/, { timeout: 10_000 })
  // each stem has a meter of its own: the bass moves, what is muted stands still
  await expect(page.getByRole('img', { name: /^Level of Bass: −\d+\.\d LUFS/ })).toBeVisible({ timeout: 10_000 })
  await expect(page.getByRole('img', { name: 'Level of Drums: −∞ LUFS, −∞ dBTP' })).toBeVisible()
  await picture(page, 'stems-meters')
  await press(page, 'As in the song').click()
  await expect(meter).toContainText(/−\d+\.\d LUFS/, { timeout: 10_000 })
})

test('the instruments of the score need no model, and one of them becomes a song of its own', async ({ home, openStudio }) => {
  const { page } = await openSong(home, openStudio, false)
  await page.keyboard.press('Shift+S')
  await page.getByRole('radio', { name: /Every instrument of its score/ }).check()
  await press(page, 'Split the song').click()
  const stems = page.getByRole('region', { name: 'Stems', exact: true })
  await expect(stems.getByRole('listitem').first()).toBeVisible({ timeout: 60_000 })
  await expect(stems).toContainText('played from the score')
  await picture(page, 'stems-score')
  await stems
    .getByRole('button', { name: /^More about / })
    .nth(1)
    .click()
  await page.getByRole('menuitem', { name: 'Open as a song of its own' }).click()
  await expect(page.getByText('is a song of its own in the library')).toBeVisible()

  await test.step('one instrument plays the marked bars anew, everybody else plays on', async () => {
    const editor = new EditorPage(page)
    await editor.open(title)
    await expect(lane(page, 'Sub bass')).toBeVisible()
    await editor.dragOver(0.3, 0.5, 0.3)
    await expect(editor.marked).toContainText(/Bar/)
    await lane(page, 'Sub bass').getByRole('button', { name: 'More about Sub bass' }).click()
    await page.getByRole('menuitem', { name: 'Play it anew in the marked bars' }).click()
    await editor.seeTakes(1)
    await expect(editor.take(1)).toContainText('identical')
    await expect(page.getByText(/only Sub bass plays new notes/).first()).toBeVisible()
  })

  await test.step('its stem follows the accepted take, with the mix as it was; undo brings the older stems back', async () => {
    const editor = new EditorPage(page)
    await press(page, 'Mute Sub bass').click()
    await expect(lane(page, 'Sub bass')).toHaveAttribute('data-heard', 'false')
    await editor
      .take(1)
      .getByRole('button', { name: /^Accept/ })
      .click()
    await expect(page.getByText('Of an older take')).toHaveCount(0)
    await picture(page, 'stems-following')
    await expect(lane(page, 'Sub bass')).toHaveAttribute('data-heard', 'false', { timeout: 60_000 })
    const sqlite = new Sqlite(join(home, 'studio.sqlite'), { readonly: true })
    const files = sqlite
      .prepare('SELECT s.audio_sha256 AS sha, s.name AS name, t.follows AS follows FROM stems s JOIN stem_sets t ON t.id = s.set_id')
      .all() as {
      sha: string
      name: string
      follows: string | null
    }[]
    sqlite.close()
    const old = new Map(files.filter(({ follows }) => follows === null).map(({ name, sha }) => [name, sha]))
    const fresh = files.filter(({ follows }) => follows !== null)
    // only who plays something else was played again
    expect(fresh.filter(({ name, sha }) => old.get(name) !== sha).map(({ name }) => name)).toEqual(['Sub bass'])
    await expect(editor.undo).toHaveAccessibleName(/^Undo: Accept/)
    await editor.undo.click()
    await expect(lane(page, 'Sub bass')).toHaveAttribute('data-heard', 'false')
    await picture(page, 'stems-followed')
  })
})

test('marked bars alone, by vocals and the rest; it fits a small window', async ({ home, openStudio }) => {
  await cp(made, home, { recursive: true })
  await cp(fixture, join(home, 'models', 'tiny-separator'), { recursive: true })
  const { page } = await openStudio({ size: { width: 1024, height: 700 } })
  const editor = new EditorPage(page)
  await editor.open(title)
  await editor.dragOver(0.3, 0.6, 0.5)
  await expect(editor.marked).toContainText(/Bars \d+–\d+/)
  await page.keyboard.press('Shift+S')
  await page.getByRole('radio', { name: /Vocals and everything else/ }).check()
  await page.getByRole('button', { name: /^Only bars/i }).click()
  await picture(page, 'split-dialog-small')
  await page.getByRole('button', { name: /^Split bars/i }).click()
  await expect(lane(page, 'Rest of the song')).toBeVisible({ timeout: 60_000 })
  await expect(lane(page, 'All but vocals')).toBeVisible()
  await picture(page, 'stems-small')
})

test('without a model and without a score it says what to install', async ({ home, openStudio }) => {
  await cp(made, home, { recursive: true })
  const sqlite = new Sqlite(join(home, 'studio.sqlite'))
  sqlite.prepare('UPDATE takes SET score_sha256 = NULL').run()
  sqlite.close()
  const { page } = await openStudio()
  await new EditorPage(page).open(title)
  await page.keyboard.press('Shift+S')
  await expect(page.getByRole('dialog')).toContainText('none is installed')
  await picture(page, 'split-no-model')
  await press(page, 'Open Models').click()
  await expect(page.locator('main[data-place="models"]')).toBeVisible()
})
