import { expect, test } from 'vitest'
import { doLinesRhyme } from './rhyme.ts'
import { countLineSyllables, countSyllables } from './syllables.ts'

/** counted by hand; the ordinary words of songs, and what spelling hides */
const COUNTED: Readonly<Record<number, string>> = {
  1: 'rain line lines loved walked dreams night through heart change world guard',
  2: 'window little table houses wanted needed moonlight morning river broken lion going faces horses rhythm people ocean station',
  3: 'yesterday beautiful remember forever piano radio tomorrow melody holiday',
  4: 'american january television',
}

test('syllables of words', () => {
  const wrong = Object.entries(COUNTED).flatMap(([count, words]) =>
    words.split(' ').flatMap((word) => (countSyllables(word) === Number(count) ? [] : [`${word}: ${countSyllables(word)} for ${count}`])),
  )
  expect(wrong).toEqual([])
})

test('syllables of lines; what is no word counts nothing', () => {
  expect(countLineSyllables('Rain on the window, 3 o’clock — I’m awake')).toBe(10)
  expect(countLineSyllables('… 42 !')).toBe(0)
  expect(countLineSyllables('Café de nuit')).toBe(4)
})

test.each([
  ['the pouring rain', 'down the lane', true],
  ['all through the night', 'black and white', true],
  ['under the sky', 'flying high', true],
  ['one more day', 'far away', true],
  ['in my dreams', 'as it seems', true],
  ['on the road', 'a heavy load', true],
  ['in the rain', 'down the hill', false],
  ['the night', 'the night', false],
  ['late at night', 'stay a while', false],
  ['', 'rain', false],
])('“%s” and “%s” rhyme: %s', (one, other, isRhyme) => expect(doLinesRhyme(one, other)).toBe(isRhyme))
