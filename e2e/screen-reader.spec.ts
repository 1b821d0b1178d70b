import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

/**
 * What a screen reader gets through the system (Linux, AT-SPI), not through the page. Needs a session bus and Debian's python3-pyatspi, so it runs
 * only when asked for: `SEGNO_SCREEN_READER=1 dbus-run-session -- npm run test:e2e -- e2e/screen-reader.spec.ts`.
 */
test.skip(process.env.SEGNO_SCREEN_READER === undefined, 'SEGNO_SCREEN_READER is not set')
/** the system's own, for which Debian packs pyatspi */
const python = '/usr/bin/python3'
const script = join(import.meta.dirname, 'screen-reader', 'read.py')

test('the outline of a song is read through the system, and the arrows say where they lead', async ({ home, openStudio }) => {
  test.setTimeout(180_000)
  await seedLibrary(home, [{ prompt: 'calm lo-fi piano, 80 bpm', seconds: 30, seed: 7 }])
  const { page } = await openStudio({ args: ['--force-renderer-accessibility'], env: { ACCESSIBILITY_ENABLED: '1', GTK_MODULES: 'gail:atk-bridge' } })
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search songs and actions').fill('piano')
  await expect(page.getByRole('group', { name: 'Songs' }).getByRole('option').first()).toBeVisible()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible()

  const listener = spawn(python, [script, 'listen', '10'], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  listener.stdout.on('data', (chunk) => {
    said += String(chunk)
  })
  await expect.poll(() => said, { timeout: 20_000 }).toContain('listening')
  for (const keys of ['Alt+o', 'ArrowRight', 'ArrowDown', 'ArrowDown', 'Control+End']) {
    await page.keyboard.press(keys)
    await page.waitForTimeout(700)
  }
  await once(listener, 'exit')
  const { stdout } = await promisify(execFile)(python, [script, 'tree'])
  console.log(`Said while the arrows moved:\n${said}\nThe outline:\n${stdout}`)
  expect(stdout).toMatch(/Part .*, bar 1 beat 1/)
  expect(said).toMatch(/Part .*, bar \d+ beat 1/)
})
