import { expect, test } from 'vitest'
import { holdAt, windowOf } from './window-hold.ts'

/** frames 1000..3000 are seen; a pixel of the overview is 10 frames */
const view = { startFrame: 1000, framesPerPixel: 2, widthPx: 1000 }

test('the frame is carried by its middle, zoomed by its edges, and comes to a press beside it', () => {
  const middle = holdAt(view, 1500, 10)
  expect(windowOf(view, middle, 1700)).toEqual({ startFrame: 1200, endFrame: 3200 })
  const start = holdAt(view, 1030, 10)
  expect(windowOf(view, start, 400)).toEqual({ startFrame: 400, endFrame: 3000 })
  const end = holdAt(view, 2990, 10)
  expect(windowOf(view, end, 2000)).toEqual({ startFrame: 1000, endFrame: 2000 })
  const beside = holdAt(view, 8000, 10)
  expect(windowOf(view, beside, 8000)).toEqual({ startFrame: 7000, endFrame: 9000 })
})

test('edges never cross', () => {
  expect(windowOf(view, { part: 'end', offsetFrames: 0 }, 0).endFrame).toBeGreaterThan(view.startFrame)
  expect(windowOf(view, { part: 'start', offsetFrames: 0 }, 9000).startFrame).toBeLessThan(3000)
})
