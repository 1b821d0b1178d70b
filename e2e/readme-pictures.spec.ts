import { join } from 'node:path'
import { expect, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'
import { seedLibrary } from './seed.ts'

const FOLDER = join(import.meta.dirname, '..', 'resources', 'screenshots')
const TITLE_OF_THE_PICTURE = /^Open .* in the editor$/

test.skip(process.env.SEGNO_PICTURES !== '1', 'made on request only: SEGNO_PICTURES=1')

test('the pictures of the README and the guide', async ({ home, openStudio }) => {
  test.setTimeout(300_000)
  await seedLibrary(home, [
    { prompt: 'Waltz for two, acoustic guitar, in G major, 3/4', seconds: 100, seed: 9 },
    { prompt: 'Heroic chip tune for a castle gate, 150 bpm in D major', seconds: 75, seed: 3 },
    { prompt: 'Deep house for a morning run, 124 bpm, drop at 0:45', seconds: 180, seed: 11 },
    { prompt: 'Slow ambient pads to fall asleep to, no drums, in D major', seconds: 240, seed: 21 },
    { prompt: 'Acoustic pop around a campfire, strummed guitar and hand percussion, 104 bpm', seconds: 150, seed: 5 },
    { prompt: 'Rainy Sunday lo-fi with vinyl crackle and Rhodes, 72 bpm', seconds: 110, seed: 14 },
    { prompt: 'Restless chip tune in 7/8, F# minor, quick arpeggios', seconds: 60, seed: 2 },
    { prompt: 'Driving synth house at night, 126 bpm in F minor', seconds: 160, seed: 8 },
    { prompt: 'Ambient strings and soft bells, floating, 60 bpm in E minor', seconds: 200, seed: 31 },
    { prompt: 'Late-night lo-fi with felt piano and upright bass, 84 bpm in A minor', seconds: 130, seed: 7 },
  ])
  const { page } = await openStudio()
  const editor = new EditorPage(page)
  // what listens while nobody works would be counted in the rail, in some pictures and not in others
  await page.keyboard.press('Control+Comma')
  await page.getByRole('group', { name: 'Listen to songs' }).first().getByRole('button', { name: 'Only when asked' }).click()
  await expect(page.locator('nav [data-count]')).toHaveCount(0, { timeout: 60_000 })
  await page.keyboard.press('Control+2')
  const songs = page.getByRole('row').filter({ hasText: 'bpm' })
  await expect(songs).toHaveCount(10)
  for (const place of [1, 4])
    await songs
      .nth(place)
      .getByRole('button', { name: /to favourites$/ })
      .click()

  await songs.first().getByRole('button', { name: TITLE_OF_THE_PICTURE }).click()
  await expect(editor.waveform).toBeVisible()
  await expect(page.getByText('Drawing the waveform…')).toHaveCount(0)
  await editor.dragOver(0.262, 0.345)
  await expect(editor.marked).toContainText('Bars 13–16')
  await page.keyboard.press('n')
  await page.keyboard.press('F2')
  await page.keyboard.type('The turn')
  await page.keyboard.press('Enter')
  await editor.showPanel('Change')
  await page.getByRole('textbox', { name: 'What should change?' }).fill('a piano answer, sparser drums')
  await page.keyboard.press('Escape')
  await page.keyboard.press('z')
  await page.keyboard.press('-')
  await page.keyboard.press('g')
  await editor.seeTakes(2)
  await page.keyboard.press('2')
  await expect(editor.take(2)).toHaveAttribute('data-heard', 'true')
  // into the new bars, with the meter awake
  await page.waitForTimeout(6_000)
  await page.mouse.move(700, 20)
  await page.screenshot({ path: join(FOLDER, 'editor.png') })

  await page.keyboard.press('Control+2')
  await expect(songs).toHaveCount(10)
  await songs.nth(3).click()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('region', { name: 'Transport' })).toHaveAttribute('data-status', 'playing')
  await page.waitForTimeout(6_000)
  await page.screenshot({ path: join(FOLDER, 'library.png') })

  // the guide's
  const picture = (name: string) => page.screenshot({ path: join(FOLDER, `${name}.png`), animations: 'disabled' })
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: /^Filter by/ }).click()
  await expect(page.getByRole('complementary', { name: 'Filters' })).toBeVisible()
  await picture('filters')
  await page.getByRole('button', { name: 'Hide the filters' }).click()
  await songs.nth(1).click()
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+E')
  await expect(page.getByRole('dialog')).toBeVisible()
  await page.getByPlaceholder('Find').fill('^')
  await page.getByPlaceholder('Replace with').fill('Night set: ')
  await page.getByRole('checkbox', { name: 'Pattern' }).check()
  await page.waitForTimeout(2_500)
  await picture('batch')
  await page.keyboard.press('Escape')

  await songs.first().getByRole('button', { name: TITLE_OF_THE_PICTURE }).click()
  await expect(page.getByText('Drawing the waveform…')).toHaveCount(0)
  await editor.seeTakes(2)
  await page.keyboard.press('0')
  await page.keyboard.press('c')
  await page.waitForTimeout(4_000)
  await picture('lanes')
  await page.keyboard.press('c')
  await editor.showPanel('Regions')
  await page.keyboard.press('Shift+n')
  await page.keyboard.press('Escape')
  await page.keyboard.press('v')
  await page.waitForTimeout(6_000)
  await page.screenshot({ path: join(FOLDER, 'spectrum.jpg'), type: 'jpeg', quality: 72, animations: 'disabled' })
  await page.keyboard.press('v')
  await page.keyboard.press('v')

  await page.keyboard.press('Control+Comma')
  await page.getByRole('tab', { name: 'Keyboard' }).click()
  await picture('keys')
})
