// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { type Course, frameAfter, framesUntilEnd, nextSpan, playableLoop } from './playback-plan.ts'

const BLOCK = 44_100

/** Every frame that a course plays in its first `frames` frames, by walking the spans. */
const walk = (course: Course, frames: number): number[] => {
  const heard: number[] = []
  let after = 0
  while (heard.length < frames) {
    const span = nextSpan(course, after, BLOCK)
    if (!span) break
    for (let i = 0; i < span.frameCount && heard.length < frames; i++) heard.push(span.startFrame + i)
    after += span.frameCount
  }
  return heard
}

describe('the player schedules', () => {
  test('a song back to back, without a hole and without a repeated frame', () => {
    const heard = walk({ startFrame: 12_345, lengthFrames: 150_001, loop: undefined }, 1_000_000)
    expect(heard.length).toBe(150_001 - 12_345)
    expect(heard.every((frame, i) => frame === 12_345 + i)).toBe(true)
  })

  test('a loop that repeats to the exact frame', () => {
    const course = { startFrame: 40_000, lengthFrames: 500_000, loop: { startFrame: 30_001, endFrame: 50_003 } }
    const heard = walk(course, 80_000)
    expect(heard[10_002]).toBe(50_002)
    expect(heard[10_003]).toBe(30_001)
    expect(heard[10_003 + 20_002]).toBe(30_001)
    expect(heard.every((frame, i) => frame === frameAfter(course, i))).toBe(true)
  })

  test('on to the end when it begins behind the loop', () => {
    const course = { startFrame: 60_000, lengthFrames: 70_000, loop: { startFrame: 0, endFrame: 50_000 } }
    expect(framesUntilEnd(course)).toBe(10_000)
    expect(walk(course, 99_999).at(-1)).toBe(69_999)
    expect(frameAfter(course, 12_000)).toBe(70_000)
  })

  test('no loop that is too short to be music or lies outside the song', () => {
    expect(playableLoop({ startFrame: 100, endFrame: 200 }, 10_000)).toBeUndefined()
    expect(playableLoop({ startFrame: 9_000, endFrame: 90_000 }, 9_500)).toBeUndefined()
    expect(playableLoop({ startFrame: -5, endFrame: 90_000 }, 50_000)).toEqual({ startFrame: 0, endFrame: 50_000 })
  })
})
