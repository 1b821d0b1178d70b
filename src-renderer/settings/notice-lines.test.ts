// @vitest-environment node
import { expect, test } from 'vitest'
import { noticeLines } from './notice-lines.ts'

test('headings, packages and plain words are told apart; rules are left out', () => {
  expect(noticeLines('# Notices\n\nMade by `npm`.\n\n| Package | Licence |\n|---|:--|\n| react | MIT |\n')).toEqual([
    { kind: 'heading', text: 'Notices' },
    { kind: 'text', text: 'Made by npm.' },
    { kind: 'row', cells: ['Package', 'Licence'] },
    { kind: 'row', cells: ['react', 'MIT'] },
  ])
})
