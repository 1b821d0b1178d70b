import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './launch.ts'

const pictures = process.env.SEGNO_PICTURES

test('keys are another program’s, are changed with a word about conflicts, kept in a file and after a restart', async ({ openStudio, home }) => {
  let { app, page, quit } = await openStudio()
  const openKeyboard = async () => {
    await page.keyboard.press('Control+Comma')
    await page.getByRole('tab', { name: 'Keyboard' }).click()
  }
  const keysOf = (title: string) => page.getByRole('listitem').filter({ hasText: title }).getByRole('button').first()
  await openKeyboard()
  if (pictures) await page.screenshot({ path: join(pictures, 'keyboard.png') })

  await test.step('a preset', async () => {
    await page.getByRole('combobox', { name: 'Keys as in' }).click()
    await page.getByRole('option', { name: 'Logic Pro' }).click()
    await expect(keysOf('Loop the marked bars')).toHaveAccessibleName(/Loop the marked bars: C\. Change/)
  })

  await test.step('one key, with a conflict that is swapped; the key works at once', async () => {
    await page.getByLabel('Search actions and keys').fill('jobs')
    await keysOf('Show or hide jobs').click()
    await page.keyboard.press('Control+i')
    await expect(page.getByRole('alert').filter({ hasText: 'Ctrl I is “Show or hide the assistant”' })).toBeVisible()
    if (pictures) await page.screenshot({ path: join(pictures, 'keyboard-conflict.png') })
    await page.getByRole('button', { name: 'Swap' }).click()
    await expect(keysOf('Show or hide jobs')).toHaveAccessibleName(/Ctrl I/)
    await page.keyboard.press('Control+i')
    await expect(page.getByRole('complementary', { name: /Jobs/ })).toBeVisible()
    await page.keyboard.press('Control+i')
    await expect(page.getByRole('complementary', { name: /Jobs/ })).toHaveCount(0)
    await page.getByLabel('Search actions and keys').fill('assistant')
    await expect(keysOf('Show or hide the assistant')).toHaveAccessibleName(/Ctrl J/)
    await expect(page.getByRole('combobox', { name: 'Keys as in' })).toContainText('Logic Pro, changed')
  })

  await test.step('a letter alone is refused where words are written; Backspace takes a key away; Escape leaves it', async () => {
    await keysOf('Show or hide the assistant').click()
    await page.keyboard.press('x')
    await expect(page.getByText('X alone would be a letter')).toBeVisible()
    await page.keyboard.press('Escape')
    await expect(keysOf('Show or hide the assistant')).toHaveAccessibleName(/Ctrl J/)
    await page.getByLabel('Search actions and keys').fill('')
    await keysOf('Mute or unmute').click()
    await page.keyboard.press('Backspace')
    await expect(keysOf('Mute or unmute')).toHaveAccessibleName(/no key/)
  })

  await test.step('a MIDI controller is taught an action; without one the studio says so', async () => {
    await page
      .getByRole('radio', { name: 'On' })
      .or(page.getByRole('button', { name: 'On', exact: true }))
      .first()
      .click()
    await expect(page.getByText('No MIDI device is connected').or(page.getByText('This system gives the studio no MIDI'))).toBeVisible()
    await page
      .getByRole('radio', { name: 'Off' })
      .or(page.getByRole('button', { name: 'Off', exact: true }))
      .first()
      .click()
    await page.evaluate(() => {
      const input = { name: 'Test pads', state: 'connected', onmidimessage: undefined as ((event: { data: Uint8Array }) => void) | undefined }
      Reflect.set(window, 'pads', input)
      Reflect.set(navigator, 'requestMIDIAccess', async () => ({ inputs: new Map([['1', input]]), onstatechange: null }))
    })
    await page
      .getByRole('radio', { name: 'On' })
      .or(page.getByRole('button', { name: 'On', exact: true }))
      .first()
      .click()
    await expect(page.getByText('Listening to Test pads')).toBeVisible()
    const pad = (...bytes: number[]) =>
      page.evaluate((data) => (Reflect.get(window, 'pads') as { onmidimessage(event: object): void }).onmidimessage({ data: Uint8Array.from(data) }), bytes)
    await keysOf('Show or hide jobs').click()
    await pad(0x90, 36, 100)
    await expect(page.getByText('Note 36, channel 1')).toBeVisible()
    await pad(0x90, 36, 100)
    await expect(page.getByRole('complementary', { name: /Jobs/ })).toBeVisible()
    await pad(0x90, 36, 100)
    await expect(page.getByRole('complementary', { name: /Jobs/ })).toHaveCount(0)
    // a button that another action had says so
    await keysOf('Mute or unmute').click()
    await expect(page.getByText('Or press a button of your controller.')).toBeVisible()
    await pad(0x90, 36, 100)
    const notice = page.getByRole('listitem').filter({ hasText: 'does not start “Show or hide jobs” any more' })
    await notice.getByRole('button', { name: 'Undo' }).click()
    await pad(0x90, 36, 100)
    await expect(page.getByRole('complementary', { name: /Jobs/ })).toBeVisible()
    await pad(0x90, 36, 100)
  })

  const saved = join(home, 'my keys.json')
  await test.step('saved, reset, and read again; a file that is none changes nothing', async () => {
    await app.evaluate(({ dialog }, path) => {
      dialog.showSaveDialog = async () => ({ canceled: false, filePath: path })
    }, saved)
    await page.getByRole('button', { name: 'Save…' }).click()
    await expect(page.getByText('Saved my keys.json')).toBeVisible()
    expect(JSON.parse(await readFile(saved, 'utf8'))).toMatchObject({ format: 'segno-keys', preset: 'logic', changes: { 'playback.mute': [] } })
    await page.getByRole('button', { name: 'Reset all' }).click()
    await expect(keysOf('Mute or unmute')).toHaveAccessibleName(/: M\. Change/)
    await writeFile(join(home, 'other.json'), '{"format":"segno-keys","version":1,"changes":{"a":["no such chord"]}}')
    const file = page.locator('input[type=file][accept*=json]')
    await file.setInputFiles(join(home, 'other.json'))
    await expect(page.getByText('other.json was not taken')).toBeVisible()
    await file.setInputFiles(saved)
    await expect(keysOf('Mute or unmute')).toHaveAccessibleName(/no key/)
  })

  await test.step('after a restart, and the palette and the sheet say the same', async () => {
    await quit()
    ;({ app, page, quit } = await openStudio({ size: { width: 1024, height: 700 } }))
    await page.keyboard.press('Control+k')
    await page.getByPlaceholder('Search songs and actions').fill('show or hide jobs')
    await expect(page.getByRole('option', { name: /Show or hide jobs/ })).toContainText('Ctrl I')
    await page.getByPlaceholder('Search songs and actions').fill('regenerate marked')
    await expect(page.getByRole('option', { name: /Regenerate marked bars/ })).toContainText('Open a song first')
    await page.keyboard.press('Enter')
    await expect(page.getByRole('log', { name: 'What happened' })).toContainText('Open a song first.')
    await page.keyboard.press('Escape')
    // a dialog that goes still has the keys
    await expect(page.getByPlaceholder('Search songs and actions')).toHaveCount(0)
    await page.keyboard.press('Control+/')
    await expect(page.getByRole('dialog', { name: 'Keys' })).toContainText(/Show or hide jobs\s*Ctrl\s*I/)
    await page.getByRole('button', { name: 'Change keys…' }).click()
    await expect(page.getByRole('heading', { name: 'Keyboard' })).toBeVisible()
    if (pictures) await page.screenshot({ path: join(pictures, 'keyboard-narrow.png') })
  })
})
