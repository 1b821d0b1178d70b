import { expect, test } from 'vitest'
import { truncationNote } from './audio-failures.ts'

const lengths = (note: string) => note.split(/[;.](?:\s|$)/)[0]

test('a file that is cut off says its length as exactly as it is short', () => {
  expect(lengths(truncationNote(0.012, 48))).toBe('This file ends after 12 ms of 0:48')
  expect(lengths(truncationNote(0.0004, 48))).toBe('This file ends after less than 1 ms of 0:48')
  expect(lengths(truncationNote(0.36, 48))).toBe('This file ends after 0.3 s of 0:48')
  expect(lengths(truncationNote(9.99, 12))).toBe('This file ends after 9.9 s of 0:12')
  expect(lengths(truncationNote(75.4, 192))).toBe('This file ends after 1:15 of 3:12')
  expect(lengths(truncationNote(0.5))).toBe('This file ends after 0.5 s')
})

test('where both lengths would read the same, what is missing is said', () => {
  expect(truncationNote(100.2, 100.9)).toBe('This file is cut off: 0.7 s of 1:40 are missing at its end. The readable part is here.')
})
