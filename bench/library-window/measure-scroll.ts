import type { Page } from '@playwright/test'
import type { OpenStudio } from '../../e2e/launch.ts'
import { quantile } from './figures.ts'
import { perUnit, processorClock } from './processor-time.ts'

const FRAMES = 100
const SPEEDS = [
  { name: 'slow, 12 px a frame', pixels: 12 },
  { name: 'a turn of the wheel, 60 px a frame', pixels: 60 },
  { name: 'a fling, 400 px a frame', pixels: 400 },
]

/** Scrolls what `selector` names once a frame, down and back up; the times of the frames, milliseconds. The first frames warm up. */
const scroll = (page: Page, selector: string, pixels: number): Promise<number[]> =>
  page.evaluate(
    async ([name, step, frames]) => {
      const element = document.querySelector(name)
      if (!element) throw new Error(`nothing is called ${name}`)
      const times: number[] = []
      let last = 0
      for (let frame = -10; frame < frames; frame++) {
        const now = await new Promise<number>((resolve) => requestAnimationFrame(resolve))
        if (frame > 0) times.push(now - last)
        last = now
        element.scrollTop += frame < frames / 2 ? step : -step
      }
      return times
    },
    [selector, pixels, FRAMES] as const,
  )

/** The peer: a page over the list, as large, with 800 lines of text that nothing has to be done for. */
const putPeer = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const box = document.querySelector('[role="grid"]')?.getBoundingClientRect()
    if (!box) throw new Error('there is no list')
    const peer = document.createElement('div')
    peer.id = 'peer'
    peer.style.cssText = `position:fixed;left:${box.left}px;top:${box.top}px;width:${box.width}px;height:${box.height}px;overflow-y:scroll;z-index:99;background:#111;color:#ccc`
    const line =
      '<div style="height:52px;contain:strict">▶  velvet rain — rain and night with piano at 88 bpm, soft and slow &nbsp; 88 bpm &nbsp; C minor &nbsp; 3:12</div>'
    peer.innerHTML = line.repeat(800)
    document.body.append(peer)
  })

const row = (name: string, times: readonly number[], cost: string): void => {
  const perSecond = (1000 * times.length) / times.reduce((sum, time) => sum + time, 0)
  const figures = [quantile(times, 0.5), quantile(times, 0.95), Math.max(...times)].map((value) => value.toFixed(1).padStart(6))
  console.log(
    `${name.padEnd(48)} ${perSecond.toFixed(1).padStart(5)} fps  frame p50 ${figures[0]}  p95 ${figures[1]}  most ${figures[2]} ms  cpu a frame: ${cost}`,
  )
}

const atSpeeds = async (studio: OpenStudio, name: string, selector: string): Promise<void> => {
  const { page } = studio
  const clock = await processorClock(studio)
  for (const speed of SPEEDS) {
    await page.evaluate((found) => document.querySelector(found)?.scrollTo(0, 0), selector)
    await page.waitForTimeout(400)
    await clock()
    const times = await scroll(page, selector, speed.pixels)
    row(`${name}: ${speed.name}`, times, perUnit(await clock(), times.length))
  }
}

/** Frames of the list and of the grid while they are scrolled, beside a plain page of lines. */
export const measureScroll = async (studio: OpenStudio): Promise<void> => {
  const { page } = studio
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page.locator('[role="grid"] [id^="row-"]').first().waitFor()
  console.log(`\nScrolling, ${FRAMES} frames each`)
  await putPeer(page)
  await atSpeeds(studio, 'plain page', '#peer')
  await page.evaluate(() => document.querySelector('#peer')?.remove())
  await atSpeeds(studio, 'list', '[role="grid"]')
  const look = async (name: string) => {
    await page.getByRole('button', { name: /^View/ }).click()
    await page.getByText(name, { exact: true }).click()
    await page.keyboard.press('Escape')
    await page.locator('[role="grid"] [id^="row-"]').first().waitFor()
  }
  await look('Grid')
  await atSpeeds(studio, 'grid', '[role="grid"]')
  await look('List')
}
