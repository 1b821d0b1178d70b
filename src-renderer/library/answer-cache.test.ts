// @vitest-environment node
import { expect, test } from 'vitest'
import { createAnswerCache } from './answer-cache.ts'

test('answers are kept for a minute, the last 240 of them, until the library changes', () => {
  let now = 0
  const answers = createAnswerCache<number>(() => now)
  for (let i = 0; i < 241; i++) answers.keep(`q${i}`, i)
  expect(answers.get('q0')).toBeUndefined()
  expect(answers.get('q1')).toBe(1)
  now = 60_000
  expect(answers.get('q1')).toBeUndefined()
  answers.keep('q2', 2)
  answers.forget()
  expect(answers.get('q2')).toBeUndefined()
})
