import { cp, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { loraFile } from '../src-main/inference/lora/lora-for-tests.ts'
import { createRandom } from '../src-shared/kernel/random.ts'
import { expect, type OpenStudio, test } from './launch.ts'

const FIXTURE = join(import.meta.dirname, '../models/fixtures/musicgen-tiny')
/** the graph of the fixture has no names: which matrix is which is written down beside it */
const WEIGHTS = ['decoder.model.decoder.layers.0.self_attn.q_proj=n8', 'decoder.model.decoder.layers.0.self_attn.v_proj=n10']
const SIZE = 24

const random = createRandom(3)
const matrix = (rows: number, columns: number) => ({ rows, columns, values: Float32Array.from({ length: rows * columns }, () => random.next() * 4 - 2) })
const layers = ['q', 'v'].map((name) => ({
  module: `base_model.model.decoder.model.decoder.layers.0.self_attn.${name}_proj`,
  down: matrix(2, SIZE),
  up: matrix(SIZE, 2),
  scale: 1,
}))

const choose = ({ app }: OpenStudio, path: string) =>
  app.evaluate(({ dialog }, chosen) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [chosen] })
  }, path)

const findings = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`)
}

test('a LoRA is added to a model in the window, chosen in Create, and removed', async ({ openStudio, home }) => {
  const model = join(home, 'models', 'musicgen-tiny')
  await mkdir(join(home, 'models'), { recursive: true })
  await cp(FIXTURE, model, { recursive: true })
  const manifest = JSON.parse(await readFile(join(model, 'segno-model.json'), 'utf8'))
  await writeFile(join(model, 'segno-model.json'), JSON.stringify({ ...manifest, params: { ...manifest.params, loraWeights: WEIGHTS } }))
  const file = join(home, 'Warm Tape.safetensors')
  await writeFile(file, loraFile(layers))
  const studio = await openStudio()
  const { page } = studio
  await page.keyboard.press('Control+4')
  const shoot = (name: string) => page.screenshot({ path: `test-results/${name}.png` })
  const add = page.getByRole('button', { name: 'Add a LoRA…' })
  const dialog = page.getByRole('dialog')

  await test.step('what is no LoRA is refused in a sentence', async () => {
    await choose(studio, join(model, 'segno-model.json'))
    await add.click()
    await expect(page.getByText(/This LoRA cannot be read/)).toBeVisible()
  })

  await test.step('name, strength and terms, then the model beside its base', async () => {
    await choose(studio, file)
    await add.click()
    await expect(dialog).toContainText('2 layers, rank 2')
    await expect(dialog).toContainText('The LoRA names no licence')
    const strength = dialog.getByRole('slider', { name: 'Strength' })
    await strength.focus()
    for (let step = 0; step < 6; step++) await page.keyboard.press('ArrowLeft')
    await expect(dialog).toContainText('0.70')
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Dusty tape')
    expect(await findings(page)).toEqual([])
    await shoot('lora-dialog')
    await dialog.getByRole('button', { name: 'Add', exact: true }).click()
    const row = page.locator('[data-model="musicgen-tiny.dusty-tape"]')
    await expect(row).toContainText('The LoRA “Dusty tape” in its weights, at 70 %', { timeout: 30_000 })
    await expect(row).toContainText('Installed')
    await row.scrollIntoViewIfNeeded()
    await shoot('lora-row')
  })

  await test.step('the same name would replace it, and says so', async () => {
    await choose(studio, file)
    await add.click()
    await dialog.getByRole('textbox', { name: 'Name' }).fill('dusty  TAPE')
    await expect(dialog).toContainText('will be replaced')
    await expect(dialog.getByRole('button', { name: 'Replace' })).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('Create offers it', async () => {
    await page.getByRole('button', { name: 'Create', exact: true }).click()
    await page.getByRole('combobox', { name: 'Engine' }).click()
    await page.getByRole('option', { name: /\+ Dusty tape/ }).click()
    await expect(page.getByRole('region', { name: /^About .*Dusty tape/ })).toContainText('“Dusty tape” at 70 %')
    await shoot('lora-create')
  })

  await test.step('removing it leaves the base', async () => {
    await page.keyboard.press('Control+4')
    await page.getByRole('button', { name: /^More for .*Dusty tape/ }).click()
    await page.getByRole('menuitem', { name: 'Remove…' }).click()
    await expect(dialog).toContainText('add it from its file again')
    await dialog.getByRole('button', { name: 'Remove' }).click()
    await expect(page.locator('[data-model="musicgen-tiny.dusty-tape"]')).toHaveCount(0)
    await expect(page.locator('[data-model="musicgen-tiny"]')).toContainText('Installed')
  })
})
