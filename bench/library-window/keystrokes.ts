import type { Page } from '@playwright/test'
import { LETTER_MARKS } from './way-to-rows.ts'

/**
 * Milliseconds from a key: until a question for songs left the window, until the songs in sight were others, until the frame with them was over; 0:
 * never, before the next key.
 */
export type Stroke = { readonly asked: number; readonly shown: number; readonly painted: number }
type Watched = Window & { benchStrokes?: Stroke[] }

/** Watches the search field and the list beneath it from now on. */
export const watchStrokes = (page: Page): Promise<void> =>
  page.evaluate((marks) => {
    const field = document.querySelector<HTMLInputElement>('input[type="search"]')
    const list = document.querySelector('[role="grid"]')
    if (!field || !list) throw new Error('there is no search')
    const strokes: { asked: number; shown: number; painted: number }[] = []
    let latest: (typeof strokes)[number] | undefined
    let pressedAt = 0
    // rows beyond the sight take their songs later, once no letter follows
    const inSight = () => Array.from({ length: 10 }, (_, place) => list.querySelector(`[data-place="${place}"]`)?.id).join()
    let before = inSight()
    // when the key was pressed, not when the page heard of it
    field.addEventListener('keydown', ({ timeStamp }) => {
      pressedAt = timeStamp
      before = inSight()
      latest = { asked: 0, shown: 0, painted: 0 }
      strokes.push(latest)
    })
    new MutationObserver(() => {
      const stroke = latest
      if (!stroke || stroke.shown > 0 || inSight() === before) return
      const from = pressedAt
      stroke.shown = performance.now() - from
      performance.mark(marks[0], { startTime: from })
      performance.mark(marks[1], { startTime: from + stroke.shown })
      requestAnimationFrame(() =>
        setTimeout(() => {
          stroke.painted = performance.now() - from
        }, 0),
      )
    }).observe(list, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['id', 'data-place'] })
    const { postMessage } = MessagePort.prototype
    MessagePort.prototype.postMessage = function (this: MessagePort, ...words: Parameters<MessagePort['postMessage']>) {
      // what is asked once the rows are there are the pages beside them
      const isOurs = typeof words[0] === 'string' && words[0].includes('library/list')
      if (isOurs && latest && latest.asked === 0 && latest.shown === 0) latest.asked = performance.now() - pressedAt
      return postMessage.apply(this, words)
    } as MessagePort['postMessage']
    ;(window as Watched).benchStrokes = strokes
  }, LETTER_MARKS)

/** Types a word, a key every so many milliseconds whatever it finds, and answers what each key did. */
export const typeWord = async (page: Page, word: string, paceMilliseconds: number): Promise<readonly Stroke[]> => {
  const first = await page.evaluate(() => (window as Watched).benchStrokes?.length ?? 0)
  const startedAt = performance.now()
  for (const [i, key] of [...word].entries()) {
    await page.keyboard.press(key)
    await page.waitForTimeout(Math.max(0, startedAt + (i + 1) * paceMilliseconds - performance.now()))
  }
  // the last word's answer, and what follows it
  await page.waitForTimeout(400)
  return page.evaluate((from) => (window as Watched).benchStrokes?.slice(from) ?? [], first)
}
