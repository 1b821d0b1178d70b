import { expect, test } from 'vitest'
import { layOutLines } from './lay-out-lines.ts'
import { readLyrics, textOfLyrics } from './read-lyrics.ts'

test('lines without times are spread over the song, and read back as they were', () => {
  const text = 'rain on the window\nnobody home\n\nand the lamp stays lit'
  const laid = layOutLines(
    text.split('\n').map((line) => ({ text: line })),
    8,
  )
  expect(Object.keys(laid)).toEqual(['0', '2', '6'])
  expect(textOfLyrics(readLyrics(laid, { beats: 4, unit: 4 }))).toBe(text)
})

test('lines with times stand in their bars; two of one bar follow each other', () => {
  const laid = layOutLines(
    [
      { text: 'one', bar: 4 },
      { text: 'two', bar: 4 },
      { text: '', bar: 9 },
      { text: 'three', bar: 40 },
    ],
    64,
  )
  expect(laid).toEqual({ 4: { text: 'one', bars: 1 }, 5: { text: 'two', bars: 4 }, 40: { text: 'three', bars: 4 } })
})

test('more lines than bars, one endless line, no line', () => {
  expect(Object.keys(layOutLines(Array(3_000).fill({ text: 'x' }), 3))).toHaveLength(2_000)
  expect(layOutLines([{ text: 'a'.repeat(999) }], 400)['0']).toMatchObject({ bars: 4, text: 'a'.repeat(300) })
  expect(layOutLines([], 4)).toEqual({})
})
