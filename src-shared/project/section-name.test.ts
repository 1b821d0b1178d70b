import { expect, test } from 'vitest'
import { sectionName } from './section-name.ts'

test.each([
  ['intro', 'Intro', 'Intro'],
  ['intro', 'A', 'Intro'],
  ['verse', 'A', 'Verse A'],
  ['chorus', 'B2', 'Chorus B2'],
  ['chorus', '', 'Chorus'],
  ['verse', 'Exposition', 'Exposition'],
  ['outro', 'Pedal', 'Pedal'],
  ['bridge', 'solo 1', 'Solo 1'],
] as const)('a %s labelled “%s” is called “%s”', (role, label, name) => {
  expect(sectionName({ role, label })).toBe(name)
})
