import { expect, test } from 'vitest'
import { KeyChoices } from '../../src-shared/keys/key-choices.ts'
import { KEY_PRESETS } from '../../src-shared/keys/presets.ts'
import { boundActions, conflictsIn, keyCaps } from '../actions/index.ts'
import { actionSets } from './action-sets.ts'

const bindings = actionSets.flatMap((set) =>
  Object.entries(set.actions).flatMap(([name, action]) => (action.keys ?? []).map((keys) => ({ scope: set.scope, name: `${set.scope}.${name}`, keys }))),
)

test('no two actions that are heard at the same time fight over a key', () => {
  for (const [preset, { keys }] of Object.entries(KEY_PRESETS))
    expect([preset, ...conflictsIn(boundActions(actionSets, keys)).map(({ chord, a, b }) => `${chord}: ${a.id} and ${b.id}`)]).toEqual([preset])
})

test('presets name only actions that there are, each once, with keys that can be kept', () => {
  const ids = boundActions(actionSets, {}).map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const { keys } of Object.values(KEY_PRESETS)) {
    expect(Object.keys(keys).filter((id) => !ids.includes(id))).toEqual([])
    expect(KeyChoices.safeParse({ changes: keys }).success).toBe(true)
  }
  const own = Object.fromEntries(boundActions(actionSets, {}).map(({ id, keys }) => [id, keys]))
  expect(KeyChoices.safeParse({ changes: own }).error).toBeUndefined()
})

test('an action that works while typing never takes a plain letter', () => {
  const greedy = actionSets.flatMap((set) =>
    Object.entries(set.actions)
      .filter(([, action]) => action.whileTyping && action.keys?.some((keys) => !/\$mod|Control|Meta|Alt|^(?:Shift\+)?F\d+$|^Escape$|^Media/.test(keys)))
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
