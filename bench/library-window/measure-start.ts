import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { launchStudio } from '../../e2e/launch.ts'
import { line } from './figures.ts'

const ROUNDS = 4

/** The stages that main wrote of its newest start, milliseconds from its first line. */
const stages = (home: string): Record<string, number> =>
  readFileSync(join(home, 'logs', 'studio.log'), 'utf8')
    .split('\n')
    .filter((text) => text.includes('the window is connected'))
    .map((text) => JSON.parse(text).data as Record<string, number>)
    .at(-1) ?? {}

/** From the start of the process to songs in the window, and from the press on "Library" to their rows on the screen. */
export const measureStart = async (home: string): Promise<void> => {
  const found = new Map<string, number[]>()
  const note = (name: string, value: number | undefined) => value !== undefined && found.set(name, [...(found.get(name) ?? []), value])
  for (let round = 0; round < ROUNDS; round++) {
    const { app, page, quit } = await launchStudio(home)
    const bornAt = await app.evaluate(() => process.getCreationTime() ?? 0)
    await page.waitForFunction(() => performance.getEntriesByName('segno:interactive').length > 0)
    const marks = await page.evaluate(() =>
      performance.getEntriesByType('mark').map(({ name, startTime }) => ({ name, at: performance.timeOrigin + startTime })),
    )
    const press = await page.evaluate(async () => {
      const button = [...document.querySelectorAll('nav button')].find(
        (one) => one.textContent?.trim() === 'Library' || one.getAttribute('aria-label') === 'Library',
      )
      if (!(button instanceof HTMLElement)) throw new Error('the rail has no library')
      const startedAt = performance.now()
      button.click()
      const rows = () => document.querySelectorAll('[role="grid"] [id^="row-"]').length
      while (rows() === 0) await new Promise((resolve) => setTimeout(resolve, 0))
      const there = performance.now() - startedAt
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
      return { there, painted: performance.now() - startedAt }
    })
    for (const [name, milliseconds] of Object.entries(stages(home))) note(`  main: ${name}`, milliseconds)
    for (const { name, at } of marks.filter((mark) => mark.name.startsWith('segno:'))) note(`  from the start of the process to ${name}`, at - bornAt)
    note('from the press on “Library” to rows in the page', press.there)
    note('from the press on “Library” to rows on the screen', press.painted)
    await quit()
  }
  console.log(`\nStart, ${ROUNDS} times`)
  for (const [name, values] of found) line(name, values)
}
