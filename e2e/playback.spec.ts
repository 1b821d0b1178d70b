import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { writeWav24 } from '../src-main/audio/index.ts'
import { expect, type OpenStudio, test } from './launch.ts'

/** What the player gave to Web Audio, in whole frames of the context. */
type Scheduled = {
  readonly atFrame: number
  readonly frames: number
  readonly endFrame: number
  readonly isCut: boolean
  readonly sampleRate: number
  readonly pressedToSoundMs: number | undefined
}
/** `stopped`: frames at which pieces were told to be silent, after their fade */
type Watched = Window & { scheduled?: Scheduled[]; stopped?: number[]; pressedAt?: number | undefined }

const watchScheduling = (page: Page) =>
  page.evaluate(() => {
    const watched = window as Watched
    watched.scheduled = []
    watched.stopped = []
    const stop = AudioBufferSourceNode.prototype.stop
    AudioBufferSourceNode.prototype.stop = function (this: AudioBufferSourceNode, at = 0) {
      watched.stopped?.push(Math.round(at * this.context.sampleRate))
      return stop.call(this, at)
    }
    const start = AudioBufferSourceNode.prototype.start
    AudioBufferSourceNode.prototype.start = function (this: AudioBufferSourceNode, at = 0, offset = 0) {
      const { sampleRate, currentTime, outputLatency, baseLatency } = this.context as AudioContext
      const wait = (Math.max(at, currentTime) - currentTime + (outputLatency || baseLatency)) * 1000
      const pressedToSoundMs = watched.pressedAt === undefined ? undefined : performance.now() + wait - watched.pressedAt
      watched.pressedAt = undefined
      // a piece that came late (offset > 0) still ends where it should
      const frames = (this.buffer?.length ?? 0) - Math.round(offset * sampleRate)
      watched.scheduled?.push({
        atFrame: Math.round(at * sampleRate),
        frames,
        endFrame: Math.round(at * sampleRate) + frames,
        isCut: offset > 0,
        sampleRate,
        pressedToSoundMs,
      })
      return start.call(this, at, offset)
    }
    window.addEventListener(
      'click',
      (event) => {
        if (event.target instanceof Element && event.target.closest('button[aria-label^="Play "]')) watched.pressedAt = performance.now()
      },
      true,
    )
  })

const scheduled = (page: Page): Promise<readonly Scheduled[]> => page.evaluate(() => (window as Watched).scheduled ?? [])
const forget = (page: Page) =>
  page.evaluate(() => {
    const { scheduled, stopped } = window as Watched
    scheduled?.splice(0)
    stopped?.splice(0)
  })
const stopped = (page: Page): Promise<readonly number[]> => page.evaluate(() => (window as Watched).stopped ?? [])

/**
 * Frames between the end of each piece and the start of the next: all 0 when nothing is missing and nothing overlaps. A piece that was
 * tried again because its frame had passed is cut at its front and ends where the whole would have ended: never late over the next one.
 */
const gaps = (pieces: readonly Scheduled[]): number[] => {
  const sounding = pieces.filter((piece, index) => pieces[index + 1]?.endFrame !== piece.endFrame)
  return sounding.slice(1).map((piece, index) => (piece.isCut ? 0 : piece.endFrame - piece.frames - (sounding[index]?.endFrame ?? 0)))
}

/** What is heard now begins on the output of before, on the frame on which the fade of what was heard begins. */
const expectNoBreak = async (page: Page) => {
  const [first, ...others] = await scheduled(page)
  expect(new Set([first, ...others].map((piece) => piece?.sampleRate))).toEqual(new Set([44_100]))
  const fadesFrom = Math.min(...(await stopped(page))) - 441
  expect(Math.abs((first?.atFrame ?? 0) - fadesFrom)).toBeLessThanOrEqual(1)
}

const makeShortSong = async ({ page }: OpenStudio) => {
  await page.getByLabel('What should it sound like?').fill('Heroic chip tune, 150 bpm')
  await page.getByRole('group', { name: 'Length' }).getByText('0:30', { exact: true }).click()
  await page.getByRole('group', { name: 'Variations' }).getByText('1', { exact: true }).click()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByRole('button', { name: /^Open .* in the editor$/ })).toHaveCount(1, { timeout: 60_000 })
}

test('playback is gapless to the frame, loops to the frame and starts at once', async ({ studio }, testInfo) => {
  const { page } = studio
  const bar = page.getByRole('region', { name: 'Transport' })
  await makeShortSong(studio)
  await watchScheduling(page)

  await page
    .getByRole('region', { name: 'Results' })
    .getByRole('button', { name: /^Play / })
    .click()
  await expect(bar).toContainText('0:04', { timeout: 15_000 })
  const played = await scheduled(page)
  expect(played.length).toBeGreaterThan(4)
  expect(gaps(played).filter((gap) => gap !== 0)).toEqual([])

  const latency = played[0]?.pressedToSoundMs ?? Number.POSITIVE_INFINITY
  testInfo.annotations.push({ type: 'press to sound', description: `${latency.toFixed(0)} ms` })
  // the goal is 100 ms and a quiet machine takes about 50; a build server with every core taken must not fail for it
  expect(latency).toBeLessThan(2_000)

  await page.keyboard.press('Escape')
  await bar.getByRole('button', { name: 'Loop', exact: true }).click()
  const scrubber = page.getByRole('slider', { name: 'Position in the song' })
  const box = await scrubber.boundingBox()
  if (!box) throw new Error('the scrubber is not on the screen')
  await page.mouse.click(box.x + box.width * 0.93, box.y + box.height / 2)
  await expect(bar).toContainText(/0:2\d \//)
  await forget(page)
  await expect(bar).toContainText(/0:0[2-4] \//, { timeout: 15_000 })
  const looped = await scheduled(page)
  expect(looped.length).toBeGreaterThan(3)
  expect(gaps(looped).filter((gap) => gap !== 0)).toEqual([])

  await bar.getByRole('button', { name: 'Stop looping' }).click()
  await page.mouse.click(box.x + box.width * 0.97, box.y + box.height / 2)
  await expect(bar).toHaveAttribute('data-status', 'paused', { timeout: 10_000 })
})

test('a song of another sample rate follows without a gap, and is wound, looped and shuttled without a break', async ({ studio: { app, page }, home }) => {
  const files: string[] = []
  await mkdir(join(home, 'to import'))
  for (const [name, sampleRateHz] of [
    ['A first', 44_100],
    ['B second', 48_000],
  ] as const) {
    const path = join(home, 'to import', `${name}.wav`)
    const tone = Float32Array.from({ length: sampleRateHz * 6 }, (_, i) => 0.2 * Math.sin((2 * Math.PI * 220 * i) / sampleRateHz))
    await writeWav24(path, [tone, tone], sampleRateHz)
    files.push(path)
  }
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = async () => ({ canceled: false, filePaths })
  }, files)
  await page.getByRole('button', { name: 'Library', exact: true }).click()
  await page
    .getByRole('button', { name: /^Import/ })
    .first()
    .click()
  await expect(page.getByRole('row').filter({ hasText: 'second' })).toBeVisible({ timeout: 30_000 })
  await page.getByRole('columnheader', { name: 'Title' }).click()
  await watchScheduling(page)
  const bar = page.getByRole('region', { name: 'Transport' })
  await page.getByRole('button', { name: 'Play A first' }).click()
  await expect(bar).toContainText('B second', { timeout: 20_000 })
  await expect(bar).toContainText('0:03')
  const played = await scheduled(page)
  expect(gaps(played).filter((gap) => gap !== 0)).toEqual([])
  expect(played.reduce((sum, { frames }) => sum + frames, 0)).toBeGreaterThan(44_100 * 8)

  await forget(page)
  await page.getByRole('slider', { name: 'Position in the song' }).press('ArrowLeft')
  await expect(bar).toContainText('0:04')
  const again = await scheduled(page)
  expect(gaps(again).filter((gap) => gap !== 0)).toEqual([])
  await expectNoBreak(page)

  // from the end to the beginning and on, at the rate of the first song
  await forget(page)
  await bar.getByRole('button', { name: 'Loop', exact: true }).click()
  await expect(bar).toContainText('0:05')
  await expect(bar).toContainText('0:01', { timeout: 10_000 })
  const looped = await scheduled(page)
  expect(gaps(looped).filter((gap) => gap !== 0)).toEqual([])
  expect(looped.reduce((sum, { frames }) => sum + frames, 0)).toBeGreaterThan(44_100 * 3)
  await expectNoBreak(page)

  await forget(page)
  await page.keyboard.press('l')
  await expect(bar).toContainText('2×')
  await expectNoBreak(page)
})
