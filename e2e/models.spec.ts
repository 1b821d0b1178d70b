import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { type Mood, startTestServer, type TestServer } from '../src-main/platform/http/server-for-tests.ts'
import { expect, type OpenStudio, test } from './launch.ts'

const shared = join(import.meta.dirname, '..', '..', 'shared', 'models')
const MODEL = '/Xenova/clap-htsat-unfused/resolve/main'

/** A hub on this computer with a small CLAP: the bytes are noise, only their way matters here. */
const stockHub = (hub: TestServer, moods: Mood[] = []) => {
  const graph = (bytes: number) => Buffer.concat([Buffer.from([8, 8]), randomBytes(bytes)])
  hub.put(`${MODEL}/onnx/audio_model_quantized.onnx`, graph(6_000_000), moods)
  hub.put(`${MODEL}/onnx/text_model_quantized.onnx`, graph(1_000_000))
  hub.put(`${MODEL}/tokenizer.json`, Buffer.from('{"version":"1.0"}'))
}

const findings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}

const answerDialog = ({ app }: OpenStudio, paths: readonly string[]) =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [...chosen] })
  }, paths)

const openModels = async (page: Page) => {
  await page.keyboard.press('Control+4')
  await expect(page.getByRole('heading', { name: 'Take a song apart' })).toBeVisible({ timeout: 30_000 })
}

const row = (page: Page, id: string) => page.locator(`[data-model="${id}"]`)

let hub: TestServer
test.beforeEach(async () => {
  hub = await startTestServer()
})
test.afterEach(() => hub.close())

test('a model is installed with progress, stopped, gone on with, repaired and removed', async ({ openStudio, home }, testInfo) => {
  stockHub(hub, [{ slowMilliseconds: 80 }])
  const { page } = await openStudio({ env: { HF_ENDPOINT: hub.url } })
  await openModels(page)
  expect(await findings(page)).toEqual([])
  await testInfo.attach('models', { body: await page.screenshot(), contentType: 'image/png' })
  await expect(row(page, 'basic-pitch')).toContainText('Comes with the studio')
  await expect(row(page, 'musicgen-small')).toContainText('Music may not be sold')

  const clap = row(page, 'clap')
  await clap.getByRole('button', { name: 'More about CLAP' }).click()
  await expect(clap).toContainText('May I sell what I make with it?')
  await clap.getByRole('button', { name: 'Install CLAP' }).click()
  await expect(clap.getByRole('status')).toContainText(/Fetching audio_model_quantized\.onnx · .* of 6\.0 MB · .*MB\/s/, { timeout: 15_000 })
  await clap.scrollIntoViewIfNeeded()
  await testInfo.attach('models-fetching', { body: await page.screenshot(), contentType: 'image/png' })
  const before = Date.now()
  await clap.getByRole('button', { name: 'Cancel' }).click()
  await expect(clap.getByRole('button', { name: 'Go on CLAP' })).toBeVisible()
  expect(Date.now() - before).toBeLessThan(2_000)

  await clap.getByRole('button', { name: 'Go on CLAP' }).click()
  await expect(clap).toContainText('Installed', { timeout: 30_000 })
  expect(hub.asked.some((line) => /audio_model_quantized\.onnx bytes=[1-9]\d*-/.test(line))).toBe(true)

  const graph = join(home, 'models', 'clap', 'audio_model_quantized.onnx')
  const bytes = await readFile(graph)
  bytes[3_000_000] = (bytes[3_000_000] ?? 0) ^ 1
  await writeFile(graph, bytes)
  await clap.getByRole('button', { name: 'More for CLAP' }).click()
  await page.getByRole('menuitem', { name: 'Check every byte' }).click()
  await expect(clap).toContainText('It is not used until it is repaired', { timeout: 30_000 })
  await testInfo.attach('models-damaged', { body: await page.screenshot(), contentType: 'image/png' })
  await clap.getByRole('button', { name: 'Repair CLAP' }).click()
  await expect(clap).toContainText('Installed', { timeout: 30_000 })

  await clap.getByRole('button', { name: 'More for CLAP' }).click()
  await page.getByRole('menuitem', { name: 'Remove…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await expect(clap.getByRole('button', { name: 'Install CLAP' })).toBeVisible()
  expect(existsSync(join(home, 'models', 'clap'))).toBe(false)
})

test('a download in flight survives kill -9 and goes on by itself', async ({ openStudio, home }) => {
  stockHub(hub, [{ slowMilliseconds: 80 }])
  const first = await openStudio({ env: { HF_ENDPOINT: hub.url } })
  await openModels(first.page)
  await row(first.page, 'clap').getByRole('button', { name: 'Install CLAP' }).click()
  await expect(row(first.page, 'clap').getByRole('status')).toContainText(/[1-5]\.\d MB of 6\.0 MB/, { timeout: 15_000 })
  await first.killHard()
  const second = await openStudio({ env: { HF_ENDPOINT: hub.url } })
  await openModels(second.page)
  await expect(row(second.page, 'clap')).toContainText('Installed', { timeout: 30_000 })
  expect(hub.asked.some((line) => /audio_model_quantized\.onnx bytes=[1-9]\d*-/.test(line))).toBe(true)
  expect(existsSync(join(home, 'models', 'clap', 'segno-model.json'))).toBe(true)
})

test('models come in from a folder, and a sealed studio fetches nothing', async ({ openStudio, home }, testInfo) => {
  test.skip(!existsSync(join(shared, 'flashsr_lite.onnx')), 'the real FlashSR weights are not beside this repository')
  const studio = await openStudio({ env: { HF_ENDPOINT: hub.url, SEGNO_SEALED: '1' }, size: { width: 1024, height: 700 } })
  const { page } = studio
  await openModels(page)
  await expect(page.getByRole('note')).toContainText('The studio is sealed')
  await expect(row(page, 'htdemucs').getByRole('button', { name: 'Install HTDemucs' })).toBeDisabled()
  expect(await findings(page)).toEqual([])
  await testInfo.attach('models-sealed-1024', { body: await page.screenshot(), contentType: 'image/png' })

  const folder = join(home, 'mine')
  await mkdir(folder)
  await writeFile(join(folder, 'anything.onnx'), await readFile(join(shared, 'flashsr_lite.onnx')))
  await answerDialog(studio, [folder])
  await page.getByRole('button', { name: 'Import from a folder…' }).click()
  await expect(row(page, 'flashsr')).toContainText('Installed', { timeout: 30_000 })
  await expect(page.getByText('1 model imported')).toBeVisible()

  await mkdir(join(home, 'nothing'))
  await answerDialog(studio, [join(home, 'nothing')])
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('Search songs and actions').fill('import a model')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^Jobs/ }).click()
  await expect(page.getByText('There is no model in it that the studio knows').first()).toBeVisible({ timeout: 15_000 })
  expect(hub.asked).toEqual([])
})
