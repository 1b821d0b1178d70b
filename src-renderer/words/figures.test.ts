// @vitest-environment node
import { expect, test } from 'vitest'
import { byteSize, clockTime, counted, keyWord, timeAgo, timeLeft } from './figures.ts'

test('a clock rounds down and grows hours only when it needs them', () => {
  expect([0, 59.999, 60, 185, 3729].map(clockTime)).toEqual(['0:00', '0:59', '1:00', '3:05', '1:02:09'])
})

test('time left is steady while it is long and exact when it is short', () => {
  expect([1, 7.2, 41, 44, 200].map(timeLeft)).toEqual(['almost done', 'about 8 s left', 'about 45 s left', 'about 45 s left', 'about 4 min left'])
})

test('figures carry their units', () => {
  expect([999, 1_500, 2_340_000, 182_000_000].map(byteSize)).toEqual(['999 B', '1.5 kB', '2.3 MB', '182 MB'])
  expect(keyWord({ tonic: 'Bb', mode: 'minor' })).toBe('B♭ minor')
  expect([counted(1, 'song'), counted(1200, 'song')]).toEqual(['1 song', '1,200 songs'])
})

test('the past is told as people tell it', () => {
  const now = new Date(2026, 10, 21, 12, 0).getTime()
  expect(timeAgo(now - 30_000, now)).toBe('just now')
  expect(timeAgo(now - 3 * 3_600_000, now)).toBe('3 h ago')
  expect(timeAgo(now - 13 * 3_600_000, now)).toBe('yesterday')
  expect(timeAgo(new Date(2025, 2, 3).getTime(), now)).toBe('3 Mar 2025')
})
