import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, type OpenStudio, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

const PLACES = [
  { name: 'create', keys: 'Control+1' },
  { name: 'library', keys: 'Control+2' },
  { name: 'albums', keys: 'Control+3' },
  { name: 'models', keys: 'Control+4' },
  { name: 'settings', keys: 'Control+Comma' },
] as const

/** Base UI's guards hand the focus on to the popup or out of it; it never rests on them, which axe cannot see. */
const FOCUS_GUARDS = '[data-base-ui-focus-guard]'

const findings = async (page: Page, { rules, isGraveOnly = false }: { rules?: readonly string[]; isGraveOnly?: boolean } = {}): Promise<string[]> => {
  const axe = new AxeBuilder({ page }).setLegacyMode().exclude(FOCUS_GUARDS)
  if (rules) axe.withRules([...rules])
  // an open menu belongs to the control that opened it, not to a landmark of the page
  else if ((await page.getByRole('menu').count()) > 0) axe.disableRules(['region'])
  const { violations } = await axe.analyze()
  return violations
    .filter(({ impact }) => !isGraveOnly || impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}

/** What moves has arrived: half-faded words would be measured as pale ones. */
const settled = (page: Page): Promise<unknown> =>
  page.evaluate(() =>
    Promise.allSettled(
      document
        .getAnimations()
        .filter((one) => one.effect?.getTiming().iterations !== Number.POSITIVE_INFINITY)
        .map((one) => one.finished),
    ),
  )

/** Nothing essential outside the window: the page itself never scrolls sideways. */
const overflow = (page: Page): Promise<number> => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)

/** One second of a quiet sine as a 16-bit WAV. */
const smallWav = (): Buffer => {
  const frames = 44_100
  const bytes = Buffer.alloc(44 + frames * 2)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(36 + frames * 2, 4)
  bytes.write('WAVEfmt ', 8)
  bytes.writeUInt32LE(16, 16)
  bytes.writeUInt16LE(1, 20)
  bytes.writeUInt16LE(1, 22)
  bytes.writeUInt32LE(44_100, 24)
  bytes.writeUInt32LE(88_200, 28)
  bytes.writeUInt16LE(2, 32)
  bytes.writeUInt16LE(16, 34)
  bytes.write('data', 36)
  bytes.writeUInt32LE(frames * 2, 40)
  for (let i = 0; i < frames; i++) bytes.writeInt16LE(Math.round(9_000 * Math.sin((i * 2 * Math.PI * 220) / 44_100)), 44 + i * 2)
  return bytes
}

/** Drops files on the window as the system does. */
const dropFiles = async ({ app, page }: OpenStudio, files: readonly string[]) => {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...files], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) await session.send('Input.dispatchDragEvent', { type, x: 500, y: 300, data })
  await session.detach()
  expect(app.windows()).toHaveLength(1)
}

for (const size of [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
]) {
  test(`every place is whole and accessible at ${size.width}x${size.height}`, async ({ openStudio }, testInfo) => {
    const { page } = await openStudio({ size })
    for (const { name, keys } of PLACES) {
      await page.keyboard.press(keys)
      await expect(page.locator(`main[data-place="${name}"]`)).toBeVisible()
      expect(await findings(page), name).toEqual([])
      expect(await overflow(page), name).toBeLessThanOrEqual(0)
      await testInfo.attach(`${name}-empty`, { body: await page.screenshot(), contentType: 'image/png' })
    }
    await page.getByRole('tab', { name: 'Hardware' }).click()
    await expect(page.getByText('Run models on').first()).toBeVisible({ timeout: 60_000 })
    expect(await findings(page), 'hardware').toEqual([])
    expect(await overflow(page), 'hardware').toBeLessThanOrEqual(0)
    await testInfo.attach('settings-hardware', { body: await page.screenshot(), contentType: 'image/png' })
    await page.keyboard.press('Control+j')
    await expect(page.getByRole('complementary', { name: 'Jobs' })).toBeVisible()
    const edge = page.getByRole('separator', { name: 'Resize the jobs' })
    const before = Number(await edge.getAttribute('aria-valuenow'))
    await edge.focus()
    await page.keyboard.press('ArrowRight')
    await expect(edge).toHaveAttribute('aria-valuenow', String(before - 16))
    await page.reload()
    await page.getByRole('button', { name: /^Jobs/ }).click()
    await expect(edge).toHaveAttribute('aria-valuenow', String(before - 16))
    await page.keyboard.press('Shift+?')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible()
    expect(await findings(page), 'keys').toEqual([])
    await testInfo.attach('keys', { body: await page.screenshot(), contentType: 'image/png' })
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toHaveCount(0)
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search songs and actions').fill('fold')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('button', { name: 'Unfold the rail' })).toBeVisible()
    // the largest words: nothing beside the window
    await page.keyboard.press('Control+Comma')
    await page.getByRole('tab', { name: 'Appearance' }).click()
    await page.getByRole('slider', { name: 'Text size' }).focus()
    await page.keyboard.press('End')
    for (const { name, keys } of PLACES) {
      await page.keyboard.press(keys)
      await expect(page.locator(`main[data-place="${name}"]`)).toBeVisible()
      expect(await overflow(page), `${name}, 150 %`).toBeLessThanOrEqual(0)
    }
  })
}

const SECTIONS = [
  'General',
  'Appearance',
  'Keyboard',
  'Audio',
  'Editing',
  'Library',
  'Hardware',
  'Language models',
  'Memory',
  'Storage',
  'Health',
  'About',
] as const
const TABS = ['Change', 'Regions', 'Grid', 'Notes', 'Plan', 'Comments', 'History'] as const

test('no page, tab, dialog or menu of a studio with songs has a serious finding of axe, in standard and in high contrast', async ({ home, openStudio }) => {
  test.setTimeout(300_000)
  // twice the same, for the duplicates, and one to throw away
  const piano = { prompt: 'calm lo-fi piano, 80 bpm', seconds: 12, seed: 7 }
  await seedLibrary(home, [{ prompt: 'hard house, 126 bpm', seconds: 10, seed: 2 }, piano, piano])
  const { page } = await openStudio()
  const found: string[] = []
  const look = async (where: string, rules?: readonly string[]) => {
    await settled(page)
    for (const finding of await findings(page, { isGraveOnly: true, ...(rules && { rules }) })) found.push(`${where}: ${finding}`)
  }
  const dialog = async (where: string, open: () => Promise<void>) => {
    await open()
    await expect(page.getByRole('dialog').first()).toBeVisible()
    await look(where)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('dialog')).toHaveCount(0)
  }
  const menu = async (where: string, open: () => Promise<void>) => {
    await open()
    await expect(page.getByRole('menu').first()).toBeVisible()
    await look(where)
    await page.keyboard.press('Escape')
    await expect(page.getByRole('menu')).toHaveCount(0)
  }
  const press = (keys: string) => () => page.keyboard.press(keys)
  const openSong = async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('piano')
    await expect(page.getByRole('group', { name: 'Songs' }).getByRole('option').first()).toBeVisible()
    await page.keyboard.press('Enter')
    await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible()
  }

  await page.keyboard.press('Control+1')
  await look('create')
  await page.keyboard.press('Control+2')
  const row = page.getByRole('row').nth(1)
  await row.click()
  await look('library, a song chosen')
  await page.getByLabel('Search the library').fill('qqzz')
  await expect(page.getByRole('heading', { name: /^No song matches/ })).toBeVisible()
  await look('library, nothing found')
  await page.getByRole('button', { name: 'Clear the search' }).click()
  await row.click()
  await menu('library, menu of a song', () => row.click({ button: 'right' }))
  await dialog('tags', press('t'))
  await dialog('batch edit', press('Shift+E'))
  await page.keyboard.press('f')
  await dialog('history', press('Control+Shift+H'))
  await page.getByRole('row').filter({ hasText: 'house' }).first().click()
  await page.keyboard.press('Delete')
  await expect(page.getByText('1 song moved to the trash')).toBeVisible()
  await page.getByText('Trash', { exact: true }).first().click()
  await row.click()
  await look('library, the trash')
  await dialog('deletion for good', press('Delete'))
  await page.getByText('All songs', { exact: true }).click()
  await page.getByRole('button', { name: /^Filter by/ }).click()
  await look('library, filters')
  const view = page.getByRole('button', { name: /^View: / })
  await view.click()
  await look('library, view')
  await page.getByRole('group', { name: 'Layout' }).getByRole('button', { name: 'Grid' }).click()
  await page.keyboard.press('Escape')
  await look('library, grid')
  await page.keyboard.press('Control+3')
  await look('albums')
  await page.keyboard.press('Control+j')
  await look('jobs')
  await page.keyboard.press('Control+i')
  await look('assistant')
  await page.keyboard.press('Control+i')
  await dialog('keys', press('Shift+?'))
  await dialog('palette', press('Control+k'))
  await dialog('palette, nothing found', async () => {
    await page.keyboard.press('Control+k')
    await page.keyboard.type('qqzz')
    await expect(page.getByText('Nothing is called that.')).toBeVisible()
  })

  await openSong()
  await page.keyboard.press('Shift+I')
  await page.getByLabel(/^Comment at/).fill('sparser drums here')
  await page.keyboard.press('Enter')
  for (const tab of TABS) {
    await page.getByRole('group', { name: 'Panel' }).getByRole('button', { name: tab }).click()
    await look(`editor, ${tab}`)
  }
  await page.keyboard.press('Alt+o')
  await page.keyboard.press('Enter')
  await page.keyboard.press('n')
  await page.keyboard.press('g')
  await expect(page.getByRole('listitem', { name: 'Take 2', exact: true })).toBeVisible({ timeout: 60_000 })
  await look('editor, takes')
  await page.keyboard.press('Shift+B')
  await expect(page.getByRole('toolbar', { name: 'Blind comparison' })).toBeVisible()
  await look('editor, blind comparison')
  await page.keyboard.press('Shift+B')
  await dialog('restore the treble', press('Shift+T'))
  await page.keyboard.press('c')
  await expect(page.getByRole('region', { name: 'Comp' })).toBeVisible()
  await look('editor, lanes of takes')
  await page.getByRole('group', { name: 'Panel' }).getByRole('button', { name: 'Regions' }).click()
  await look('editor, a region')
  await menu('editor, menu of the waveform', () => page.getByRole('application', { name: /^Waveform of/ }).click({ button: 'right' }))
  await menu('editor, export menu', () => page.getByRole('button', { name: 'Export or hand off' }).click())
  await dialog('export', press('Control+e'))
  await dialog('hand-off', press('Control+Shift+e'))
  await dialog('split', press('Shift+S'))
  await dialog('rights', async () => {
    await page.getByRole('button', { name: 'Export or hand off' }).click()
    await page.getByRole('menuitem', { name: 'Rights and origin…' }).click()
  })
  await page.keyboard.press('Shift+M')
  await expect(page.getByRole('region', { name: 'Meters' })).toBeVisible()
  await look('meters')
  await page.keyboard.press('Shift+M')
  await expect(page.getByRole('region', { name: 'Meters' })).toHaveCount(0)

  await page.keyboard.press('Control+Comma')
  for (const section of SECTIONS) {
    await page.getByRole('tab', { name: section }).click()
    // a hundred rows are alike: some of them say as much in a tenth of the time
    if (section === 'Keyboard') await page.getByLabel('Search actions and keys').fill('undo')
    await look(`settings, ${section}`)
    if (section === 'Keyboard') {
      await page.getByRole('button', { name: /^Keys of Undo: / }).click()
      await page.keyboard.press('Control+i')
      await expect(page.getByRole('alert').filter({ hasText: 'Ctrl I is' })).toBeVisible()
      await look('settings, a key that is taken')
      await page.getByRole('button', { name: 'Cancel', exact: true }).click()
    }
    if (section !== 'Library') continue
    await dialog('duplicates', async () => {
      await page.getByRole('button', { name: 'Show duplicates…' }).click()
      const duplicates = page.getByRole('dialog', { name: 'Duplicates' })
      await duplicates
        .getByRole('button', { name: 'Compare now' })
        .click({ timeout: 2_000 })
        .catch(() => undefined)
      await expect(duplicates.getByRole('group').first()).toBeVisible({ timeout: 45_000 })
    })
  }

  // the same words on other grounds: only what contrast can spoil is looked at again
  const contrast = ['color-contrast']
  await page.getByRole('tab', { name: 'Appearance' }).click()
  await page.getByRole('group', { name: 'Contrast' }).getByRole('button', { name: 'High' }).click()
  await look('appearance, high contrast', contrast)
  for (const { name, keys } of PLACES) {
    await page.keyboard.press(keys)
    await look(`${name}, high contrast`, contrast)
  }
  await openSong()
  await look('editor, high contrast', contrast)
  expect(found).toEqual([])
})

test('dropped files become songs; what is not music is named with its reason', async ({ studio, home }) => {
  const { page } = studio
  const folder = join(home, 'dropped')
  await mkdir(folder)
  await writeFile(join(folder, 'A quiet “sine” ☂.wav'), smallWav())
  await writeFile(join(folder, 'notes.wav'), 'this is a text file')
  await writeFile(join(folder, 'empty.wav'), '')
  await page.keyboard.press('Control+2')
  await dropFiles(studio, [join(folder, 'A quiet “sine” ☂.wav'), join(folder, 'notes.wav'), join(folder, 'empty.wav')])

  const report = page.getByRole('dialog', { name: '2 files could not be imported' })
  await expect(report).toBeVisible({ timeout: 30_000 })
  await expect(report.locator('[data-state="failed"]')).toHaveCount(2)
  await report.getByRole('button', { name: 'Done' }).click()

  const row = page.getByRole('row').filter({ hasText: 'A quiet “sine” ☂' })
  await expect(row).toBeVisible()
  await row.click()
  await page.keyboard.press('f')
  await expect(row.getByRole('button', { name: /from favourites$/ })).toBeVisible()
  await page.keyboard.press('F2')
  await page.keyboard.type('Renamed')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('row').filter({ hasText: 'Renamed' })).toBeVisible()
  await page.keyboard.press('Delete')
  await expect(page.getByText('1 song moved to the trash')).toBeVisible()
  await expect(page.getByRole('row').filter({ hasText: 'Renamed' })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('row').filter({ hasText: 'Renamed' })).toBeVisible()
})
