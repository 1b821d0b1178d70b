import { expect, test } from 'vitest'
import { titleOfPrompt } from './title-of-prompt.ts'

test.each([
  ['slow sad piano, brushes, 72 bpm', 'Slow sad piano'],
  ['  techno\n kick  ', 'Techno kick'],
  ['a very long sentence that does not breathe anywhere and goes on and on', 'A very long sentence that does not breathe'],
  ['x', 'X'],
  ['…', '…'],
])('%s', (prompt, title) => {
  expect(titleOfPrompt(prompt)).toBe(title)
})
