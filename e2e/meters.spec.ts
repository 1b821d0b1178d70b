import { join } from 'node:path'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

test('meters: loudness, peak and correlation of what plays, kept to a target', async ({ openStudio, home }) => {
  await seedLibrary(home, [{ prompt: 'hard house, 126 bpm', seconds: 12, seed: 2 }])
  // two outputs that make no sound, so that there is one to choose
  const { page } = await openStudio({ size: { width: 1024, height: 700 }, args: ['--use-fake-device-for-media-stream'] })
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page.getByRole('row').filter({ hasText: 'bpm' }).first().click()
  await page.keyboard.press('Shift+M')
  const meters = page.getByRole('region', { name: 'Meters' })
  await expect(meters.getByText('Press play to measure')).toBeVisible()
  // the meters stand beside the work: its keys go on
  await page.getByRole('row').filter({ hasText: 'bpm' }).first().click()
  await page.keyboard.press('Enter')
  await expect(meters.getByRole('row', { name: /^Integrated −1[0-9]\.\d LUFS/ })).toBeVisible({ timeout: 20_000 })
  await expect(meters.getByRole('row', { name: /^Correlation \+0\.\d/ })).toBeVisible()
  await meters.getByRole('button', { name: '−23' }).click()
  await expect(meters.getByRole('row', { name: /Integrated .* \+\d+\.\d LU to target/ })).toBeVisible()
  await expect(meters.getByRole('row', { name: /^Range \d+\.\d LU/ })).toBeVisible({ timeout: 20_000 })
  const folder = process.env.SEGNO_PICTURES
  if (folder) await page.screenshot({ path: join(folder, 'meters.png'), animations: 'disabled' })

  await test.step('J, K and L shuttle: back at two speeds, still, and on; a media key plays', async () => {
    const seconds = async () => {
      const [, minutes, rest] = /(\d+):(\d+) \/ /.exec(await page.getByRole('region', { name: 'Transport' }).innerText()) ?? []
      return Number(minutes) * 60 + Number(rest)
    }
    await page.keyboard.press('Shift+M')
    await expect(meters).toHaveCount(0)
    await page.keyboard.press('Home')
    await page.keyboard.press('k')
    await page.keyboard.press('l')
    await expect.poll(seconds, { timeout: 30_000 }).toBeGreaterThan(4)
    await page.keyboard.press('k')
    await expect(page.getByRole('button', { name: 'Play', exact: true }).last()).toBeVisible()
    const stopped = await seconds()
    await page.keyboard.press('j')
    await page.keyboard.press('j')
    await expect(page.getByText('2× back')).toBeVisible()
    await expect.poll(seconds).toBeLessThan(stopped - 1)
    await page.keyboard.press('l')
    await expect(page.getByText('1×', { exact: true })).toBeVisible()
    await page.keyboard.press('k')
    const here = await seconds()
    await page.evaluate(() => window.dispatchEvent(new KeyboardEvent('keydown', { key: 'MediaPlayPause', code: 'MediaPlayPause', cancelable: true })))
    await expect.poll(seconds).toBeGreaterThan(here)
  })

  await test.step('the sound goes to the chosen output, to the system’s while that is away, and back; the microphone stays closed', async () => {
    await page.evaluate(() => {
      const { setSinkId } = AudioContext.prototype
      AudioContext.prototype.setSinkId = function (this: AudioContext, id: string) {
        return setSinkId.call(this, id).then(() => {
          document.body.dataset.heardAt = `${this.sinkId}, ${this.state}`
        })
      }
    })
    const heardAt = () => page.evaluate(() => document.body.dataset.heardAt)
    const idOf = (name: string) =>
      page.evaluate(async (label) => (await navigator.mediaDevices.enumerateDevices()).find((device) => device.label === label)?.deviceId, name)
    await page.keyboard.press('Control+Comma')
    await page.getByRole('tab', { name: 'Audio' }).click()
    const output = page.getByRole('combobox', { name: 'Output', exact: true })
    await expect(output).toHaveText('System default')
    await output.click()
    await page.getByRole('option', { name: 'Fake Audio Output 2' }).click()
    await expect(output).toHaveText('Fake Audio Output 2')
    const chosen = await idOf('Fake Audio Output 2')
    await expect.poll(heardAt).toBe(`${chosen}, running`)

    await page.evaluate(() => {
      const { mediaDevices } = navigator
      const all = mediaDevices.enumerateDevices.bind(mediaDevices)
      mediaDevices.enumerateDevices = async () => (await all()).filter(({ label }) => label !== 'Fake Audio Output 2')
      mediaDevices.dispatchEvent(new Event('devicechange'))
    })
    await expect(page.getByText('“Fake Audio Output 2” is gone. The sound goes on through the system’s output until it is back.')).toBeVisible()
    await expect.poll(heardAt).toBe(', running')
    await expect(page.getByText('“Fake Audio Output 2” is not connected. Until it is, you hear the system’s output.')).toBeVisible()

    await page.evaluate(() => {
      Reflect.deleteProperty(navigator.mediaDevices, 'enumerateDevices')
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    })
    // its old stream has to be gone first
    await expect(page.getByText('“Fake Audio Output 2” is back, and the sound with it.')).toBeVisible({ timeout: 15_000 })
    await expect.poll(heardAt).toBe(`${chosen}, running`)
    expect(await page.evaluate(() => navigator.mediaDevices.getUserMedia({ audio: true }).catch((cause: Error) => cause.name))).toBe('NotAllowedError')
  })
})
