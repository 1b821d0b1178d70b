import { expect, test } from 'vitest'
import { id3Tag } from './id3-tag.ts'

test('a tag has an even length, which is the one that its head says', () => {
  for (const title of ['odd', 'even']) {
    const tag = id3Tag({ title, artist: undefined })
    expect(tag.length % 2).toBe(0)
    expect(10 + tag.slice(6, 10).reduce((size, seven) => size * 128 + seven, 0)).toBe(tag.length)
  }
  expect(id3Tag({ title: undefined, artist: undefined })).toHaveLength(0)
})
