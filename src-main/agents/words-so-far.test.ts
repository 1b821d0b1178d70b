import { expect, test } from 'vitest'
import { wordsSoFar } from './words-so-far.ts'

const ANSWER = JSON.stringify({
  sections: [
    { label: 'A "x"', lines: ['Rain on “glass”', 'a \\ slow\tday'] },
    { label: 'B', lines: ['last {one}: ["yes"]'] },
  ],
})

test('at every letter of an answer only its words are shown, growing, and in the end all of them', () => {
  let before = ''
  for (let length = 0; length <= ANSWER.length; length++) {
    const words = wordsSoFar(ANSWER.slice(0, length), ['lines'])
    expect(words.startsWith(before.trimEnd())).toBe(true)
    expect(words).not.toMatch(/label|sections|lines/)
    before = words
  }
  expect(before).toBe('Rain on “glass”\na \\ slow\tday\nlast {one}: ["yes"]')
})

test('what a model says before its JSON, other fields and unfinished keys are left out', () => {
  expect(wordsSoFar('<think>I should rhyme "rain"</think>', ['title'])).toBe('')
  expect(wordsSoFar('<think>hm</think>{"kind":"create","title":"Nig', ['title', 'prompt'])).toBe('Nig')
  expect(wordsSoFar('{"title":"Night","prom', ['title', 'prompt'])).toBe('Night')
  expect(wordsSoFar('{"title":"Night \\u26', ['title'])).toBe('Night ')
})
