import AxeBuilder from '@axe-core/playwright'
import type { Page } from '@playwright/test'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

/** Every page, empty and full, at both sizes: no serious finding of axe, nothing wider than the window, a picture to look at. */
const SONGS = [
  { prompt: 'Late-night study beat with felt piano, upright bass and brushes, 78 bpm, rain outside', seconds: 40, seed: 3 },
  { prompt: 'Driving house for a run at sunrise, 124 bpm in F minor, big drop', seconds: 45, seed: 4 },
  { prompt: 'Weightless ambient for falling asleep, warm strings and soft bells, no drums', seconds: 50, seed: 5 },
  { prompt: 'Hopeful acoustic song around a campfire in G major, strummed guitar', seconds: 40, seed: 6 },
  { prompt: 'Heroic 8-bit overworld theme, 150 bpm, in D major, quick arpeggios', seconds: 35, seed: 7 },
]
const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 700 },
] as const

const place = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name, exact: true }).click()
}
const PLACES: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  create: async (page) => {
    await place('Create')(page)
    await page.getByLabel('What should it sound like?').fill('Rainy night lo-fi in A minor, 84 bpm, no drums, with upright bass')
    await expect(page.getByRole('region', { name: 'Plan' })).toContainText('84 bpm')
  },
  library: place('Library'),
  albums: place('Albums'),
  jobs: place('Jobs'),
  settings: place('Settings'),
  editor: async (page) => {
    await place('Library')(page)
    await page
      .getByRole('button', { name: /^Open .* in the editor$/ })
      .first()
      .click()
    await expect(page.getByRole('application', { name: /^Waveform of/ })).toBeVisible()
  },
  keys: async (page) => {
    await place('Library')(page)
    await page.keyboard.press('Shift+?')
    await expect(page.getByRole('dialog')).toBeVisible()
  },
}

const judge = async (page: Page, name: string, size: (typeof SIZES)[number], folder: (file: string) => string) => {
  await page.waitForTimeout(400)
  await page.screenshot({ path: folder(`${name}-${size.width}x${size.height}.png`) })
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(overflow, `${name} is wider than the window`).toBeLessThanOrEqual(0)
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(
    serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    name,
  ).toEqual([])
}

for (const size of SIZES) {
  test(`pages full of songs at ${size.width}x${size.height}`, async ({ openStudio, home }, testInfo) => {
    test.setTimeout(180_000)
    await seedLibrary(home, SONGS)
    const { page } = await openStudio({ size })
    for (const [name, go] of Object.entries(PLACES)) {
      await test.step(name, async () => {
        await go(page)
        await judge(page, name, size, (file) => testInfo.outputPath(file))
        if (name === 'keys' || name === 'jobs') await page.keyboard.press('Escape')
      })
    }
  })

  test(`pages with nothing in them at ${size.width}x${size.height}`, async ({ openStudio }, testInfo) => {
    const { page } = await openStudio({ size })
    for (const name of ['library', 'albums', 'jobs']) {
      await test.step(name, async () => {
        await PLACES[name]?.(page)
        await judge(page, `empty-${name}`, size, (file) => testInfo.outputPath(file))
        if (name === 'jobs') await page.keyboard.press('Escape')
      })
    }
  })
}
