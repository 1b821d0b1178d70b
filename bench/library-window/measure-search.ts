import { join } from 'node:path'
import type { Page } from '@playwright/test'
import Sqlite from 'better-sqlite3'
import type { OpenStudio } from '../../e2e/launch.ts'
import { line } from './figures.ts'
import { perUnit, processorClock } from './processor-time.ts'
import { LETTER_MARKS, recordWay } from './way-to-rows.ts'

/** Typed a letter at a time, as a person would. */
const TYPED = [
  'rain',
  'velvet 99',
  'neon glass',
  'harbour',
  'ember tide',
  'night 4',
  'piano',
  'ada',
  'bloom north',
  'cleo 12',
  'drift static',
  'lofi rain',
  'coffee 7',
  'live',
  'to do',
  'house 5',
  'sketch tide',
  'glass 31',
]
const PAUSE_MILLISECONDS = 150

/** Milliseconds from the key: until the question left the window, until the rows were in the page, until the frame with them was over; 0: never. */
type Letter = { readonly asked: number; readonly shown: number; readonly painted: number }
type Watched = Window & { benchLetter?: Promise<Letter> }

/** Watches the page for what the next key in the search field does. */
const watch = (page: Page): Promise<void> =>
  page.evaluate((marks) => {
    const field = document.querySelector<HTMLInputElement>('input[type="search"]')
    if (!field) throw new Error('there is no search')
    const { postMessage } = MessagePort.prototype
    let asked = 0
    let shown = 0
    let startedAt = 0
    const since = () => performance.now() - startedAt
    const list = document.querySelector('[role="grid"]')
    // rows beyond the sight take their songs later, once no letter follows
    const inSight = () => Array.from({ length: 10 }, (_, place) => list?.querySelector(`[data-place="${place}"]`)?.id).join()
    const before = inSight()
    let observer: MutationObserver | undefined
    const whole = new Promise<void>((resolve) => {
      observer = new MutationObserver(() => {
        if (startedAt === 0 || inSight() === before) return
        shown = since()
        performance.mark(marks[0], { startTime: startedAt })
        performance.mark(marks[1], { startTime: startedAt + shown })
        observer?.disconnect()
        resolve()
      })
      if (list) observer.observe(list, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['id', 'data-place'] })
    })
    MessagePort.prototype.postMessage = function (this: MessagePort, ...words: Parameters<MessagePort['postMessage']>) {
      const isOurs = asked === 0 && typeof words[0] !== 'object' ? String(words[0]).includes('library/list') : asked === 0 && words[0] !== null
      if (isOurs && startedAt > 0) asked = since()
      return postMessage.apply(this, words)
    } as MessagePort['postMessage']
    // when the key was pressed, not when the page heard of it
    field.addEventListener(
      'keydown',
      ({ timeStamp }) => {
        startedAt = timeStamp
      },
      { once: true },
    )
    ;(window as Watched).benchLetter = (async () => {
      await Promise.race([whole, new Promise((resolve) => setTimeout(resolve, 400))])
      observer?.disconnect()
      MessagePort.prototype.postMessage = postMessage
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)))
      // what is asked after the rows are there are the pages beside them: this letter's answer was still known
      return { asked: asked < shown ? asked : 0, shown, painted: since() }
    })()
  }, LETTER_MARKS)

/** Presses one key in the search field. */
const type = async (page: Page, key: string): Promise<Letter> => {
  await watch(page)
  await page.keyboard.press(key)
  return page.evaluate(() => (window as Watched).benchLetter as Promise<Letter>)
}

const lettersOf = (word: string): string[] => Array.from({ length: word.length }, (_, i) => word.slice(0, i + 1))

/** From a letter in the search field to the songs that it finds, beside the same question in bare SQL. */
export const measureSearch = async (studio: OpenStudio): Promise<void> => {
  const { page, home } = studio
  await page.waitForFunction(() => performance.getEntriesByName('segno:interactive').length > 0)
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page.locator('[role="grid"] [id^="row-"]').first().waitFor()
  const sqlite = new Sqlite(join(home, 'studio.sqlite'), { readonly: true })
  sqlite.pragma('cache_size = -16000')
  const shown = 'trashed_at IS NULL AND is_disliked = 0 AND row IN (SELECT rowid FROM track_search WHERE track_search MATCH ?)'
  const list = sqlite.prepare(`SELECT * FROM tracks WHERE ${shown} ORDER BY created_at DESC, row DESC LIMIT 100`)
  const count = sqlite.prepare(`SELECT count(*) FROM tracks WHERE ${shown}`)
  const bare = (text: string): number => {
    const match = text
      .split(' ')
      .filter((word) => word !== '')
      .map((word) => `"${word}" *`)
      .join(' AND ')
    const startedAt = performance.now()
    list.all(match)
    count.get(match)
    return performance.now() - startedAt
  }
  const field = page.getByRole('searchbox', { name: 'Search the library' })
  const clear = async () => {
    await field.fill('')
    await page.waitForTimeout(6 * PAUSE_MILLISECONDS)
  }
  const typeAll = async (hear: (text: string, letter: Letter) => void): Promise<void> => {
    for (const word of TYPED)
      for (const text of lettersOf(word)) {
        if (text.length === 1) await clear()
        hear(text, await type(page, text.at(-1) ?? ''))
        await page.waitForTimeout(PAUSE_MILLISECONDS)
      }
  }
  await field.focus()
  const letters: (Letter & { readonly text: string; readonly bare: number })[] = []
  let unchanged = 0
  let first: Letter | undefined
  await typeAll((text, letter) => {
    if (letter.shown === 0) unchanged++
    else if (first) letters.push({ ...letter, text, bare: bare(text) })
    else first = letter
  })
  // to record what threads do costs some milliseconds a letter: once more, for processor time alone
  const way = await recordWay(studio)
  const clock = await processorClock(studio)
  let again = 0
  await typeAll((_, { shown: there }) => {
    if (there > 0) again++
  })
  const spent = await clock()
  const ways = await way()
  await clear()
  sqlite.close()
  const asked = letters.filter((letter) => letter.asked > 0)
  console.log(
    `\nSearch, ${letters.length} letters that change what is listed (${unchanged} more find the same first songs), ${letters.length - asked.length} of them answered without asking again`,
  )
  line('the very first letter, until rows are in the page', [first?.shown ?? 0])
  line(
    'until the question leaves the window',
    asked.map((letter) => letter.asked),
  )
  line(
    'from there, through main, to rows in the page',
    asked.map((letter) => letter.shown - letter.asked),
  )
  line(
    'from the letter to rows in the page',
    letters.map(({ shown: there }) => there),
  )
  line(
    'from the letter to the end of the frame that shows them',
    letters.map(({ painted }) => painted),
  )
  line(
    'raw SQLite, rows and count, in a process of its own',
    letters.map((letter) => letter.bare),
  )
  line(
    'processor time on the way: the window’s thread',
    ways.map(({ window }) => window),
  )
  line(
    'processor time on the way: the thread of main',
    ways.map(({ main }) => main),
  )
  console.log(`processor time a letter, with all that follows, ms: ${perUnit(spent, again)}`)
  for (const { text, shown: there } of letters.toSorted((a, b) => b.shown - a.shown).slice(0, 5)) console.log(`  slowest: “${text}” ${there.toFixed(1)} ms`)
}
