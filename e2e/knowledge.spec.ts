import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { installTinyTextModel } from '../src-main/knowledge/embedding/tiny-model-for-tests.ts'
import { expect, test } from './launch.ts'
import { seedLibrary } from './seed.ts'

const SONGS = [
  { prompt: 'rainy night lo-fi piano, 74 bpm in A minor', seconds: 8, seed: 1 },
  { prompt: 'rainy evening lo-fi with upright bass, 76 bpm in A minor', seconds: 8, seed: 2 },
  { prompt: 'hard workout house, 128 bpm, big drop', seconds: 8, seed: 3 },
] as const

test('songs of the library that fit a wish are offered as influences; one is taken away, the new song cites the other', async ({
  home,
  openStudio,
}, testInfo) => {
  test.setTimeout(120_000)
  await seedLibrary(home, SONGS)
  const { page, app } = await openStudio()
  const shoot = async (name: string) =>
    testInfo.attach(name, { body: await page.screenshot({ path: testInfo.outputPath(`${name}.png`) }), contentType: 'image/png' })

  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Memory' }).click()
  // by itself when the studio is quiet, or at once
  const now = page.getByRole('button', { name: 'Read them now' })
  if (await now.isEnabled().catch(() => false)) await now.click()
  await expect(page.getByText('3 of 3 songs')).toBeVisible({ timeout: 30_000 })
  await shoot('memory')

  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByLabel('What should it sound like?').fill('a rainy walk home, 8 seconds')
  const leansOn = page.getByRole('region', { name: 'Leans on' })
  await expect(leansOn.getByRole('listitem')).toHaveCount(2)
  await expect(page.getByRole('button', { name: 'A minor', exact: true })).toBeVisible()
  await shoot('influences')
  const [first, second] = await leansOn.getByRole('listitem').evaluateAll((items) => items.map((item) => item.querySelector('button')?.textContent ?? ''))
  await leansOn.getByRole('button', { name: `Do not lean on ${first}` }).click()
  await expect(leansOn.getByRole('button', { name: second ?? '', exact: true })).toBeVisible()
  await expect(leansOn.getByRole('button', { name: first ?? '', exact: true })).toBeHidden()

  await page.getByRole('button', { name: /^Generate/ }).click()
  const results = page.getByRole('region', { name: 'Results' })
  const plan = results.getByRole('button', { name: /^Plan of/ })
  await expect(plan).toHaveCount(SONGS.length + 2, { timeout: 60_000 })
  const made = results.getByRole('listitem').filter({ has: page.getByRole('button', { name: /^Plan of/ }) })
  await made
    .first()
    .getByRole('button', { name: /^Plan of/ })
    .click()
  const cited = made.first().getByRole('region', { name: 'Influences' })
  await expect(cited.getByRole('button')).toHaveText([second ?? ''])
  await shoot('cited')

  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1024, 700))
  await page.getByLabel('What should it sound like?').scrollIntoViewIfNeeded()
  const composer = page.getByRole('form', { name: 'New song' })
  // nothing sticks out on the right
  const wide = await composer.evaluate((form) => {
    const right = form.getBoundingClientRect().right
    return [...form.querySelectorAll('*')]
      .filter((one) => one.getBoundingClientRect().right > right + 1)
      .map((one) => `${one.tagName} ${one.textContent?.slice(0, 40)}`)
  })
  expect(wide).toEqual([])
  await shoot('influences-small')
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Memory' }).click()
  await expect(page.getByText(/5 of 5 songs|of 5 songs/)).toBeVisible()
  await shoot('memory-small')
})

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

test('words are read and vectors kept by processes of the app’s own; killed hard, it leaves no server behind', async ({ home, openStudio }) => {
  test.setTimeout(120_000)
  await seedLibrary(home, SONGS.slice(0, 2))
  installTinyTextModel(join(home, 'models'))
  const { page, killHard } = await openStudio()
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Memory' }).click()
  await page
    .getByRole('button', { name: 'Read them now' })
    .click({ timeout: 5_000 })
    .catch(() => undefined)
  await expect(page.getByText('2 of 2 songs')).toBeVisible({ timeout: 40_000 })
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page.getByRole('button', { name: /^Search by meaning/ }).click()
  await page.getByRole('searchbox').fill('rainy piano')
  await page.keyboard.press('Enter')
  await expect(page.getByText(/Compared by words, meaning/)).toBeVisible({ timeout: 30_000 })
  await expect(page.getByRole('list', { name: 'Songs like it' }).getByRole('listitem').first()).toBeVisible()
  await page.getByRole('button', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Memory' }).click()
  await expect(page.getByText(/^(Chroma|sqlite-vec)[ ,]/)).toBeVisible()
  const note = join(home, 'cache', 'memory', 'chroma-server.json')
  const pid = existsSync(note) ? (JSON.parse(readFileSync(note, 'utf8')) as { server: { pid: number } }).server.pid : undefined
  if (pid !== undefined) expect(isAlive(pid)).toBe(true)
  await killHard()
  if (pid !== undefined) await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false)
})
