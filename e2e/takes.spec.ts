import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import type { Locator, Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import { expect, test } from './launch.ts'
import { EditorPage } from './pages/editor-page.ts'

/** A half-minute song with two takes of its middle, made before the window opens. */
const prepare = (home: string): string => {
  const segno = (...words: string[]): string =>
    execFileSync(process.execPath, [join(import.meta.dirname, '..', 'src-main', 'cli.ts'), ...words, '--json'], {
      env: { ...process.env, SEGNO_HOME: home },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  const made = segno('generate', '--prompt', 'calm lo-fi piano, 80 bpm', '--seconds', '30', '--seed', '7', '--variations', '1')
  const { trackId, plan } = (JSON.parse(made) as { tracks: { trackId: string; plan: { title: string } }[] }).tracks[0] as never
  segno('regenerate', trackId, '--from', '6', '--to', '18', '--takes', '2', '--seed', '5')
  return (plan as { title: string }).title
}

const boxOf = async (what: Locator) => {
  const box = await what.boundingBox()
  if (!box) throw new Error('not on the screen')
  return box
}

/** What axe finds, as "rule: element". */
const violationsOn = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().analyze()
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ''}`)
}

const swipe = async (page: Page, lane: Locator, from: number, to: number): Promise<void> => {
  const { x, y, width, height } = await boxOf(lane)
  await page.mouse.move(x + width * from, y + height * 0.7)
  await page.mouse.down()
  await page.mouse.move(x + width * ((from + to) / 2), y + height * 0.7, { steps: 4 })
  await page.mouse.move(x + width * to, y + height * 0.7, { steps: 4 })
  await page.mouse.up()
}

test('takes are named, rated, swiped into a comp, compared blind, and several regions are played anew in one pass', async ({ home, openStudio }) => {
  test.setTimeout(240_000)
  const title = prepare(home)
  const { page } = await openStudio()
  const editor = new EditorPage(page)
  await editor.open(title)
  await editor.seeTakes(2)
  const undoName = (label: RegExp) => expect(editor.undo).toHaveAttribute('aria-label', label)

  await test.step('a take gets stars and a name; the best stands first', async () => {
    await expect(editor.take(1)).toContainText(/Outside identical · seams .* · crossfade 20 ms · no click/)
    await editor.take(1).getByText('Each of 2 seams').click()
    await expect(editor.take(1)).toContainText(/Bar 3\.1\d\.\d LU (louder|softer) · crossfade 20 ms · no click/)
    await editor.take(2).getByRole('slider', { name: 'Stars of take 2' }).focus()
    for (let star = 0; star < 3; star++) await page.keyboard.press('ArrowRight')
    await undoName(/^Undo: Rate take 2 3 stars$/)
    await expect(editor.takes.getByRole('listitem').first()).toHaveAccessibleName('Take 2')
    await editor.take(1).getByRole('button', { name: 'Name take 1' }).click()
    await page.keyboard.type('Dry drums')
    await page.keyboard.press('Enter')
    await expect(editor.take(1)).toContainText('Dry drums')
  })

  const comp = page.getByRole('region', { name: 'Comp' })
  const lane = (name: RegExp) => comp.getByRole('option', { name })
  await test.step('a stretch swiped over a lane plays there; its edge is moved and faded by keyboard, and undone', async () => {
    await editor.waveform.focus()
    await page.keyboard.press('c')
    await expect(lane(/^(Song|Dry drums|Take 2)/)).toHaveCount(3)
    await swipe(page, lane(/^Dry drums/), 0.21, 0.38)
    await undoName(/^Undo: Comp: “Dry drums” in bars 3–4$/)
    await swipe(page, lane(/^Take 2/), 0.42, 0.58)
    await undoName(/^Undo: Comp: take 2 in bars 5–6$/)
    await expect(comp).toContainText('2 pieces from Dry drums, Take 2')
    // what was swiped sounds at once; the song alone is a press away
    await expect(comp.getByRole('button', { name: 'Hear the song without the comp' })).toHaveAttribute('aria-pressed', 'true')
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await expect(page.getByRole('button', { name: 'Pause', exact: true }).first()).toBeVisible()
    await comp.getByRole('button', { name: 'Hear the song without the comp' }).click()
    await comp.getByRole('button', { name: 'Hear the comp' }).click()
    await page.getByRole('button', { name: 'Pause', exact: true }).first().click()
    const edge = comp.getByRole('slider', { name: 'Edge from Dry drums to Take 2' })
    await edge.focus()
    await page.keyboard.press('ArrowLeft')
    await undoName(/^Undo: Comp: move the edge at bar 5 to bar 4$/)
    await page.keyboard.press('ArrowUp')
    await undoName(/^Undo: Comp: crossfade of 25 ms at bar 4$/)
    await comp.getByLabel('Crossfade at bar 4.1').fill('80')
    await page.keyboard.press('Enter')
    await expect(edge).toHaveAttribute('aria-valuetext', /bar 4\.1.*crossfade 80 milliseconds/)
    expect(await violationsOn(page)).toEqual([])
    await page.keyboard.press('Escape')
    for (let step = 0; step < 3; step++) await editor.undo.click()
    await expect(edge).toHaveAttribute('aria-valuetext', /bar 5\.1.*crossfade 20 milliseconds/)
  })

  await test.step('by keyboard: bars are marked, a lane is chosen, Enter lets it play', async () => {
    await editor.waveform.focus()
    await page.keyboard.press('Home')
    for (let bar = 0; bar < 2; bar++) await page.keyboard.press('Shift+ArrowRight')
    for (let bar = 0; bar < 3; bar++) await page.keyboard.press('ArrowRight')
    await expect(editor.marked).toContainText('Bars 4–5')
    await comp.getByRole('listbox', { name: 'Takes as lanes' }).focus()
    for (let step = 0; step < 3; step++) await page.keyboard.press('ArrowUp')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await undoName(/^Undo: Comp: take 2 in bars 4–5$/)
    await editor.undo.click()
    await undoName(/^Undo: Comp: take 2 in bars 5–6$/)
  })

  await test.step('the comp becomes a take with a proof, whose pieces are the takes’ own bytes', async () => {
    await comp.getByRole('button', { name: 'Make the comp' }).click()
    const made = editor.takes.getByRole('listitem', { name: 'Comp', exact: true })
    await expect(made).toBeVisible({ timeout: 60_000 })
    await expect(made).toContainText(/Outside identical · pieces identical · seams/)
    const database = new Sqlite(join(home, 'studio.sqlite'), { readonly: true })
    expect(database.pragma('integrity_check', { simple: true })).toBe('ok')
    const { facts_json } = database.prepare("SELECT facts_json FROM takes WHERE kind = 'comp'").get() as { facts_json: string }
    database.close()
    expect(JSON.parse(facts_json)).toMatchObject({ proof: { outsideIdentical: true, piecesIdentical: true }, pieces: [{}, {}] })
    await made.getByRole('button', { name: 'Discard the comp' }).click()
  })

  await test.step('blind: names are hidden, both letters are heard, the verdict is counted', async () => {
    await editor.compareBar.getByRole('button', { name: 'Compare blind, equally loud' }).click()
    const blind = page.getByRole('toolbar', { name: 'Blind comparison' })
    await expect(blind).toBeVisible()
    await expect(editor.takes).toHaveCount(0)
    await expect(comp).toHaveCount(0)
    expect(await violationsOn(page)).toEqual([])
    for (let round = 1; round <= 3; round++) {
      await expect(blind.getByRole('button', { name: /^Prefer/ })).toBeDisabled()
      await page.keyboard.press('2')
      await expect(blind.getByRole('button', { name: 'B', exact: true }).first()).toHaveAttribute('aria-pressed', 'true')
      if (round === 1) {
        await page.keyboard.press('3')
        await blind.getByRole('group', { name: 'What X is' }).getByRole('button', { name: 'A' }).click()
        await expect(blind).toContainText('X is noted')
      }
      await page.keyboard.press('1')
      await page.keyboard.press('Enter')
      await expect(blind.getByRole('status')).toHaveText(`${round} round${round === 1 ? '' : 's'}`)
    }
    await undoName(/^Undo: Decide blind comparison 3$/)
    await page.keyboard.press('Escape')
    await expect(blind).toHaveCount(0)
    await expect(editor.takes).toContainText(/preferred \d of 2/)
  })

  await test.step('two regions become one take, accepted and undone in one step', async () => {
    await editor.showPanel('Regions')
    for (const [from, to] of [
      [0.11, 0.19],
      [0.7, 0.78],
    ] as const) {
      await editor.dragOver(from, to)
      await page.keyboard.press('n')
    }
    const regions = page.getByRole('list', { name: 'Regions' })
    await expect(regions.getByRole('listitem')).toHaveCount(2)
    await regions.getByRole('checkbox').first().check()
    await regions
      .getByRole('checkbox')
      .last()
      .click({ modifiers: ['Shift'] })
    expect(await violationsOn(page)).toEqual([])
    await page.getByRole('button', { name: 'Regenerate 2 regions' }).click()
    await expect(editor.takes).toContainText(/2 regions in bars 2–8/, { timeout: 60_000 })
    await expect(editor.take(1).getByText('Each of 4 seams')).toBeVisible({ timeout: 60_000 })
    await editor.take(1).getByRole('button', { name: 'Accept' }).click()
    await undoName(/^Undo: Accept take 1: 2 regions in bars 2–8$/)
    await page.keyboard.press('Control+z')
    await undoName(/^Undo: (Mark|Name|Keep).*/)
  })
})
