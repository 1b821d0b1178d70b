import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readVocabulary } from './vocabulary.ts'

/** A word list of our own, small: bytes are written as Whisper's tokenizer writes them (a blank is Ġ, the two bytes of ü are Ã and ¼). */
const WORDS = { Piano: 0, Ġm: 1, Ã: 2, '¼': 3, de: 4, ðŁ: 5, İ: 6, '¹': 7, Ċ: 8 }
const SPECIAL = [
  '<|endoftext|>',
  '<|startoftranscript|>',
  '<|en|>',
  '<|yue|>',
  '<|translate|>',
  '<|transcribe|>',
  '<|nospeech|>',
  '<|notimestamps|>',
  '<|0.00|>',
]
const tokenizer = { added_tokens: SPECIAL.map((content, i) => ({ id: 9 + i, content })), model: { vocab: WORDS } }

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vocabulary-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const read = async (words: unknown, generation: unknown = { suppress_tokens: [3], begin_suppress_tokens: [8, 9] }) => {
  const paths = [join(folder, 'tokenizer.json'), join(folder, 'generation_config.json')] as const
  await writeFile(paths[0], typeof words === 'string' ? words : JSON.stringify(words))
  await writeFile(paths[1], JSON.stringify(generation))
  return readVocabulary(...paths)
}

test('a letter that is split over tokens comes out whole; special tokens say nothing', async () => {
  const { textOf } = await read(tokenizer)
  expect(textOf([10, 11, 14, 0, 1, 2, 3, 4, 9])).toBe('Piano müde')
  expect(textOf([5, 6, 7])).toBe('🎹')
  expect(textOf([0, 8, 0])).toBe('Piano\nPiano')
  expect(textOf([])).toBe('')
})

test('special tokens and languages are found by name', async () => {
  const vocabulary = await read(tokenizer)
  expect(vocabulary).toMatchObject({ end: 9, start: 10, transcribe: 14, noSpeech: 15, withoutTimes: 16, suppressed: [3], suppressedFirst: [8, 9] })
  expect([...vocabulary.languages]).toEqual([
    ['en', 11],
    ['yue', 12],
  ])
})

test.each([
  ['cut off', '{"added_tokens": ['],
  ['another model’s', { added_tokens: [], model: { vocab: WORDS } }],
  ['no word list', { hello: 1 }],
])('a word list that is %s is a damaged model, in words', async (_, words) => {
  await expect(read(words)).rejects.toMatchObject({ failure: { code: 'model.damaged', message: expect.stringContaining('choose Repair') } })
})
