import { expect, test } from 'vitest'
import { followPlayhead, frameAtX, panBy, resizeTo, reveal, showAll, xOfFrame, zoomAt, zoomToSpan } from './viewport.ts'

const domain = { startFrame: 0, endFrame: 10_000_000 }
const whole = showAll(domain, 1_000)

test('zooming keeps the frame under the pointer', () => {
  const before = frameAtX(whole, 400)
  const near = zoomAt(whole, domain, 20, 400)
  expect(frameAtX(near, 400)).toBeCloseTo(before, 3)
  expect(near.framesPerPixel).toBeCloseTo(whole.framesPerPixel / 20)
})

test('nothing is nearer than eight pixels a sample or farther than the whole song', () => {
  expect(zoomAt(whole, domain, 1e9, 500).framesPerPixel).toBe(1 / 8)
  expect(zoomAt(whole, domain, 1e-9, 500)).toEqual(whole)
})

test('panning stops at both ends', () => {
  const near = zoomAt(whole, domain, 10, 0)
  expect(panBy(near, domain, -500).startFrame).toBe(0)
  const last = panBy(near, domain, 1e9)
  expect(xOfFrame(last, domain.endFrame)).toBeLessThan(1_000)
  expect(xOfFrame(last, domain.endFrame)).toBeGreaterThan(500)
})

test('an extension before the song makes negative frames visible', () => {
  const view = showAll({ startFrame: -44_100, endFrame: 44_100 }, 100)
  expect(view.startFrame).toBe(-44_100)
  expect(xOfFrame(view, 0)).toBeCloseTo(50 / 1.02, 5)
})

test('a resized window that showed everything still shows everything', () => {
  expect(resizeTo(whole, domain, 500)).toEqual(showAll(domain, 500))
})

test('reveal moves as little as possible', () => {
  const near = zoomAt(whole, domain, 10, 0)
  expect(reveal(near, domain, frameAtX(near, 300))).toBe(near)
  expect(xOfFrame(reveal(near, domain, frameAtX(near, 1_200)), frameAtX(near, 1_200))).toBeCloseTo(960)
})

test('the page turns when the playhead leaves it', () => {
  const near = zoomAt(whole, domain, 10, 0)
  expect(followPlayhead(near, domain, frameAtX(near, 999))).toBe(near)
  const turned = followPlayhead(near, domain, frameAtX(near, 1_001))
  expect(xOfFrame(turned, frameAtX(near, 1_001))).toBeCloseTo(50)
})

test('a span is shown with air around it', () => {
  const view = zoomToSpan(whole, domain, 1_000_000, 2_000_000)
  expect(xOfFrame(view, 1_000_000)).toBeCloseTo(100)
  expect(xOfFrame(view, 2_000_000)).toBeCloseTo(900)
})
