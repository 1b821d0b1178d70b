import { expect, test } from 'vitest'
import { changedWords } from './changed-words.ts'

test('short words stay whole; of long ones what changed is seen, with a little on each side', () => {
  expect(changedWords('Rain', 'Demo: Rain')).toEqual({ before: 'Rain', after: 'Demo: Rain' })
  expect(changedWords('', 'night')).toEqual({ before: '', after: 'night' })
  expect(changedWords('aaa', 'aaaa')).toEqual({ before: 'aaa', after: 'aaaa' })
  const long = 'An unreasonably long title that somebody pasted out of a chat 🎹'
  expect(changedWords(long, long.replace(/\blong\b/, 'wide'))).toEqual({
    before: 'An unreasonably long title that so…',
    after: 'An unreasonably wide title that so…',
  })
  expect(changedWords(`${long} a`, `${long} b`)).toEqual({ before: '…t of a chat 🎹 a', after: '…t of a chat 🎹 b' })
})
