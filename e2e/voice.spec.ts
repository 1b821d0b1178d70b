import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { cp, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from './launch.ts'

/** Chromium's fake microphone says once what espeak-ng says, then is silent: half a sentence more would be heard as another language. Whisper's real weights come from the folder that SEGNO_MODELS names. */
const models = process.env.SEGNO_MODELS ?? ''
const modelId = ['whisper-base', 'whisper-tiny'].find((id) => existsSync(join(models, id, 'segno-model.json')))

const fakeMicrophone = (path: string): string[] => ['--use-fake-device-for-media-stream', `--use-file-for-fake-audio-capture=${path}%noloop`]

test('a spoken prompt is recorded, written down here, and can be edited before use', async ({ home, openStudio }) => {
  test.skip(!models || !modelId, 'no Whisper weights: SEGNO_MODELS names no folder with whisper-tiny or whisper-base')
  test.setTimeout(180_000)
  const speech = join(home, 'speech.wav')
  try {
    execFileSync('espeak-ng', ['-v', 'en-us+f3', '-s', '135', '-w', speech, 'A happy dance song with drums, bass and piano.'])
  } catch {
    test.skip(true, 'espeak-ng is not installed')
  }
  await mkdir(join(home, 'models'), { recursive: true })
  await cp(join(models, modelId ?? ''), join(home, 'models', modelId ?? ''), { recursive: true })
  const { page } = await openStudio({ args: fakeMicrophone(speech) })
  await page.getByRole('button', { name: 'Say it' }).click()
  await expect(page.getByRole('region', { name: 'Recording' })).toBeVisible()
  await page.waitForTimeout(5_000)
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  const prompt = page.getByLabel('What should it sound like?')
  await expect(prompt).toHaveValue(/\w+ \w+/, { timeout: 150_000 })
  await expect(prompt).toHaveValue(/happy|dance|song|drums|piano|bass/i)
  await prompt.press('End')
  await prompt.pressSequentially(' at 120 bpm')
  await expect(prompt).toHaveValue(/120 bpm/)
  const left = existsSync(join(home, 'cache', 'voice')) ? readdirSync(join(home, 'cache', 'voice')) : []
  expect(left).toEqual([])
})

test('without a speech model the microphone says so and leads to Models', async ({ openStudio }) => {
  const { page } = await openStudio()
  await page.getByRole('button', { name: 'Say it' }).click()
  await expect(page.getByRole('alert')).toContainText('not installed')
  await page.getByRole('alert').getByRole('button', { name: 'Models' }).click()
  await expect(page.getByRole('heading', { name: 'Models' }).first()).toBeVisible()
})

test('the microphone stays shut until a person presses record', async ({ openStudio }) => {
  const { page } = await openStudio({ args: ['--use-fake-device-for-media-stream'] })
  const ask = () =>
    page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ audio: true }).then(
        () => 'open',
        (cause: DOMException) => cause.name,
      ),
    )
  expect(await ask()).toBe('NotAllowedError')
  expect(
    await page.evaluate(() =>
      navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => 'open',
        (cause: DOMException) => cause.name,
      ),
    ),
  ).toBe('NotAllowedError')
})
