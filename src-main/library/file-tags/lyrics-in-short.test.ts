import { expect, test } from 'vitest'
import { areSameLyrics, lyricsInShort } from './lyrics-in-short.ts'

const TIMED = '[00:02.82]rain on the window\n[00:10.24]\n[00:20.14]light again'

test('words are told by their first line, their number, their times and where they part from the old ones', () => {
  expect(lyricsInShort('rain on the window\r\n\r\nlight again')).toBe('“rain on the window”, 2 lines')
  expect(lyricsInShort(TIMED)).toBe('“rain on the window”, 2 lines with times')
  expect(lyricsInShort('rain on the window\nlight at last', TIMED)).toBe('2 lines, other from line 2')
  expect(lyricsInShort('rain on the window', TIMED)).toBe('1 line, other from line 2')
  expect(lyricsInShort('x'.repeat(500))).toBe(`“${'x'.repeat(40)}…”, 1 line`)
  expect(lyricsInShort(TIMED, 'rain on the window\nlight again')).toBe('2 lines with times')
  expect(lyricsInShort('snow', TIMED)).toBe('“snow”, 1 line')
  expect(lyricsInShort(' \n')).toBeUndefined()
})

test('plain words leave the times of the same words alone; times are compared to the letter', () => {
  expect(areSameLyrics(TIMED, 'rain on the window\nlight again')).toBe(true)
  expect(areSameLyrics('rain on the window\n\n\nlight again', TIMED)).toBe(false)
  expect(areSameLyrics(TIMED.replaceAll('\n', '\r\n'), TIMED)).toBe(true)
  expect(areSameLyrics(TIMED, TIMED.replace('02.82', '02.83'))).toBe(false)
})
