import { expect, test } from 'vitest'
import { Intent } from '../../src-shared/agents/intent.ts'
import { readWish } from './read-wish.ts'

const read = (wish: string, { hasSong = true, hasMark = false } = {}) => {
  const intent = readWish(wish, { hasSong, hasMark })
  Intent.parse(intent)
  return intent
}

test.each([
  ['make the bridge quieter', { kind: 'arrange', section: 'bridge', which: 'every', energy: -0.3, rests: [] }],
  ['Make the second chorus much bigger!', { kind: 'arrange', section: 'chorus', which: 'second', energy: 0.5, rests: [] }],
  ['drop the drums in the intro', { kind: 'arrange', section: 'intro', which: 'every', energy: 0, rests: ['drums', 'percussion'] }],
  ['a bit softer, without bass, in the last verse', { kind: 'arrange', section: 'verse', which: 'last', energy: -0.15, rests: ['bass'] }],
  ['everything calmer please', { kind: 'arrange', section: 'all', which: 'every', energy: -0.3, rests: [] }],
  ['slower', { kind: 'variant', tempoFactor: 0.85, words: '' }],
  ['at 92 bpm', { kind: 'variant', tempoFactor: 1, words: '92 bpm' }],
  ['use strings instead of piano', { kind: 'variant', tempoFactor: 1, words: 'with strings' }],
  ['make me a sad waltz with accordion', { kind: 'create', prompt: 'a sad waltz with accordion' }],
  ['find something like this', { kind: 'similar', words: '' }],
  ['find rainy piano songs', { kind: 'similar', words: 'rainy piano songs' }],
  ['split the vocals off', { kind: 'split', only: ['vocals'] }],
  ['may I sell this?', { kind: 'explain', about: 'rights' }],
  ['why is this so loud?', { kind: 'explain', about: 'quality' }],
  ['which parts does it have', { kind: 'explain', about: 'parts' }],
  ['rename it to “Night Bus”', { kind: 'rename', title: 'Night Bus' }],
  ['write lyrics about rain on a tin roof', { kind: 'lyrics', about: 'rain on a tin roof' }],
  ['what is the meaning of life', { kind: 'unknown' }],
])('%s', (wish, intent) => {
  expect(read(wish)).toMatchObject(intent)
})

test('marked bars are meant where nothing else is named', () => {
  expect(read('quieter here', { hasMark: true })).toMatchObject({ section: 'marked' })
  expect(read('make the chorus quieter', { hasMark: true })).toMatchObject({ section: 'chorus' })
})
