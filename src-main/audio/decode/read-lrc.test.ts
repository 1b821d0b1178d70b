import { expect, test } from 'vitest'
import { readLrc } from './read-lrc.ts'

test('lines with times are read as programs write them, in order', () => {
  expect(readLrc('[ar:The Windows]\r\n[00:12.50][01:02.500]rain  again\r\n[00:20]\r\n[00:24.1]<00:24.10>no<00:24.80>body')).toEqual([
    { seconds: 12.5, text: 'rain again' },
    { seconds: 20, text: '' },
    { seconds: 24.1, text: 'nobody' },
    { seconds: 62.5, text: 'rain again' },
  ])
  expect(readLrc('[offset:+500]\n[00:00.20]a\n[00:02.00]b')?.map(({ seconds }) => seconds)).toEqual([0, 1.5])
})

test('a plain text has no times, also with a bracket in it', () => {
  for (const plain of ['', 'rain on the window', '[Chorus]\nrain', 'it was [12:30]\nand late', '[00:10.00]one line\nof\nthree'])
    expect(readLrc(plain)).toBeUndefined()
})
