// @vitest-environment node
import { expect, test } from 'vitest'
import { barPosition } from './bar-position.ts'

const at120 = { tempoMap: [{ atTicks: 0, tempoBpm: 120 }], timeSignature: { beats: 4, unit: 4 as const }, firstBarFrame: 44_100 }

test('bars and beats count from one, after the lead-in', () => {
  expect(barPosition(at120, 0, 44_100)).toBe('–')
  expect(barPosition(at120, 44_100, 44_100)).toBe('1.1')
  expect(barPosition(at120, 44_100 + 22_050, 44_100)).toBe('1.2')
  expect(barPosition(at120, 44_100 + 22_050 * 4, 44_100)).toBe('2.1')
})

test('a bar line that falls between frames belongs to the new bar', () => {
  const odd = { ...at120, tempoMap: [{ atTicks: 0, tempoBpm: 97 }], firstBarFrame: 0 }
  const line = Math.round((60 / 97) * 4 * 44_100)
  expect(barPosition(odd, line, 44_100)).toBe('2.1')
})
