import { expect, test } from 'vitest'
import { fileWords } from './file-words.ts'

test('a file that is named already is not named again', () => {
  expect(fileWords('a b.wav', 'a b.wav is empty: there is no sound in it.')).toBe('This file is empty: there is no sound in it.')
  expect(fileWords('a', 'a.wav is empty.')).toBe('a.wav is empty.')
  expect(fileWords('gone.wav', 'There is no file /music/gone.wav.')).toBe('There is no file /music/gone.wav.')
})
