import { expect, test } from 'vitest'
import { MoodName, TagName } from './marking.ts'

test('a tag is one plain line, that cannot turn what stands beside it', () => {
  expect(TagName.parse(' a,\u0000b\n c ')).toBe('a b c')
  expect(TagName.parse('\u202Eevil\u2066 one')).toBe('evil one')
  expect(MoodName.parse('\u202Ecalm')).toBe('calm')
  // letters that run from the right do so by themselves, and joiners of emoji stay
  expect(TagName.parse('שלום')).toBe('שלום')
  expect(TagName.parse('👨‍👩‍👧')).toBe('👨‍👩‍👧')
  expect(TagName.safeParse('\u202E').success).toBe(false)
  expect(TagName.safeParse('x'.repeat(10_000)).success).toBe(false)
})
