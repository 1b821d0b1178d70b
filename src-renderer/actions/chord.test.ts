import { expect, test } from 'vitest'
import { chordOfPress, isBeyondTyping, sameChord } from './chord.ts'
import { rivalsOf } from './conflicts.ts'

const press = (key: string, code: string, held: Partial<KeyboardEvent> = {}) =>
  chordOfPress({ key, code, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

test('a press becomes the chord that hears it again', () => {
  expect(press('g', 'KeyG')).toBe('g')
  expect(press('G', 'KeyG', { shiftKey: true })).toBe('Shift+g')
  expect(press('z', 'KeyZ', { ctrlKey: true, shiftKey: true })).toBe('$mod+Shift+z')
  expect(press('!', 'Digit1', { shiftKey: true })).toBe('Shift+Digit1')
  expect(press('π', 'KeyP', { altKey: true })).toBe('Alt+KeyP')
  expect(press(',', 'Comma', { ctrlKey: true })).toBe('$mod+Comma')
  expect(press('F5', 'F5')).toBe('F5')
  expect(press('ArrowLeft', 'ArrowLeft', { altKey: true })).toBe('Alt+ArrowLeft')
  for (const [key, code] of [
    ['Control', 'ControlLeft'],
    ['Shift', 'ShiftLeft'],
    ['Tab', 'Tab'],
    ['Dead', 'BracketLeft'],
  ] as const)
    expect(press(key, code)).toBeUndefined()
})

test('two names of one press are the same, two presses are not', () => {
  for (const [a, b] of [
    ['g', 'KeyG'],
    ['Shift+?', 'Shift+Slash'],
    ['$mod+Comma', 'Control+,'],
    ['[Shift]++', '='],
    ['0', 'Digit0'],
    ['Shift+$mod+e', '$mod+Shift+E'],
  ] as const)
    expect([a, b, sameChord(a, b)]).toEqual([a, b, true])
  for (const [a, b] of [
    ['g', 'Shift+g'],
    ['$mod+g', 'g'],
    ['-', 'NumpadSubtract'],
    ['ArrowUp', 'ArrowDown'],
  ] as const)
    expect([a, b, sameChord(a, b)]).toEqual([a, b, false])
  expect([isBeyondTyping('$mod+k'), isBeyondTyping('F2'), isBeyondTyping('Shift+k'), isBeyondTyping('k')]).toEqual([true, true, false, false])
})

test('rivals are those that are heard at the same time', () => {
  const bound = (id: string, scope: 'everywhere' | 'editor' | 'library', key: string) => ({ id, title: id, scope, keys: [key] })
  const all = [bound('studio.play', 'everywhere', 'Space'), bound('editor.loop', 'editor', 'l'), bound('songs.like', 'library', 'l')]
  expect(rivalsOf('KeyL', 'studio.play', all).map(({ id }) => id)).toEqual(['editor.loop', 'songs.like'])
  expect(rivalsOf('l', 'songs.like', all)).toEqual([])
  expect(rivalsOf('Space', 'editor.loop', all).map(({ id }) => id)).toEqual(['studio.play'])
})
