import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import type { OpenStudio } from '../../e2e/launch.ts'
import { line } from './figures.ts'
import { type Stroke, typeWord, watchStrokes } from './keystrokes.ts'
import { perUnit, processorClock } from './processor-time.ts'
import { recordWay } from './way-to-rows.ts'

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
/** A key each so many milliseconds: 80 words a minute, and 150. */
const STEADY_MILLISECONDS = 150
const FAST_MILLISECONDS = 80
/** Between two searches. */
const REST_MILLISECONDS = 900

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
    await page.waitForTimeout(REST_MILLISECONDS)
  }
  await field.focus()
  await clear()
  await watchStrokes(page)
  const typeAll = async (paceMilliseconds: number) => {
    const letters: (Stroke & { readonly text: string })[] = []
    for (const word of TYPED) {
      const strokes = await typeWord(page, word, paceMilliseconds)
      letters.push(...strokes.map((stroke, i) => ({ ...stroke, text: word.slice(0, i + 1) })))
      await clear()
    }
    return letters
  }
  const steady = await typeAll(STEADY_MILLISECONDS)
  const fast = await typeAll(FAST_MILLISECONDS)
  // to record what threads do costs some milliseconds a letter: once more, for processor time alone
  const way = await recordWay(studio)
  const clock = await processorClock(studio)
  const again = (await typeAll(STEADY_MILLISECONDS)).length
  const spent = await clock()
  const ways = await way()
  const changing = steady.filter(({ shown: there }) => there > 0)
  const bares = changing.map(({ text }) => bare(text))
  sqlite.close()
  console.log(`\nSearch, ${steady.length} letters of ${TYPED.length} searches`)
  for (const [letters, pace] of [
    [steady, STEADY_MILLISECONDS],
    [fast, FAST_MILLISECONDS],
  ] as const) {
    const seen = letters.filter(({ shown: there }) => there > 0)
    const asking = seen.filter(({ asked }) => asked > 0)
    const overtaken = letters.filter(({ shown: there, asked }) => there === 0 && asked > 0).length
    console.log(
      `a key every ${pace} ms: ${seen.length} letters change the songs in sight (${overtaken} more asked and found the same, or were overtaken); ${asking.length} of them had to ask`,
    )
    line(
      'from the key to rows in the page',
      seen.map(({ shown: there }) => there),
    )
    line(
      'from the key to the end of the frame that shows them',
      seen.filter(({ painted }) => painted > 0).map(({ painted }) => painted),
    )
    if (asking.length > 0) {
      line(
        'those that asked: until the question leaves the window',
        asking.map(({ asked }) => asked),
      )
      line(
        'those that asked: to rows in the page',
        asking.map(({ shown: there }) => there),
      )
    }
    for (const { text, shown: there } of seen.toSorted((a, b) => b.shown - a.shown).slice(0, 3)) console.log(`  slowest: “${text}” ${there.toFixed(1)} ms`)
  }
  line('raw SQLite, rows and count, in a process of its own', bares)
  line(
    'processor time on the way: the window’s thread',
    ways.map(({ window }) => window),
  )
  line(
    'processor time on the way: the thread of main',
    ways.map(({ main }) => main),
  )
  console.log(`processor time a letter, with all that follows, ms: ${perUnit(spent, again)}`)
}
