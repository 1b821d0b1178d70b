import { expect, test } from 'vitest'
import { keyCaps } from '../actions/index.ts'
import { actionSets } from './action-sets.ts'

const bindings = actionSets.flatMap((set) =>
  Object.entries(set.actions).flatMap(([name, action]) => (action.keys ?? []).map((keys) => ({ scope: set.scope, name: `${set.scope}.${name}`, keys }))),
)

test('no two actions that are heard at the same time fight over a key', () => {
  const fights = bindings.flatMap((one, index) =>
    bindings
      .slice(index + 1)
      .filter(
        (other) =>
          other.keys.toLowerCase() === one.keys.toLowerCase() && (other.scope === one.scope || other.scope === 'everywhere' || one.scope === 'everywhere'),
      )
      .map((other) => `${one.keys}: ${one.name} and ${other.name}`),
  )
  expect(fights).toEqual([])
})

test('an action that works while typing never takes a plain letter', () => {
  const greedy = actionSets.flatMap((set) =>
    Object.entries(set.actions)
      .filter(([, action]) => action.whileTyping && action.keys?.some((keys) => !/\$mod|Control|Meta|Alt|^F\d+$|^Escape$/.test(keys)))
      .map(([name]) => `${set.scope}.${name}`),
  )
  expect(greedy).toEqual([])
})

test('every key can be read on a keycap', () => {
  expect(
    bindings
      .flatMap(({ keys }) => keyCaps(keys))
      .filter((cap) => /^(?:Arrow|Bracket|Key|Digit)|Numpad(?!$)[A-Z]|\$|slash|Comma|Period|Equal|Minus|^Control/.test(cap)),
  ).toEqual([])
  expect(keyCaps('Shift+?')).toEqual(['?'])
  expect(keyCaps('$mod+Shift+z')).toEqual(['Ctrl', 'Shift', 'Z'])
})
