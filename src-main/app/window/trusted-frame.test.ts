import { expect, test } from 'vitest'
import { isTrustedFrame } from './trusted-frame.ts'

const frame = (url: string, parent: unknown = null) => ({ url, parent })

test('the app in a main frame', () => {
  expect(isTrustedFrame(frame('segno-app://studio/index.html?recovered=1'))).toBe(true)
})

test.each([
  null,
  frame('segno-app://studio/', {}),
  frame('segno-app://studio.evil/'),
  frame('segno-app://elsewhere/'),
  frame('segno-media://studio/'),
  frame('https://studio/'),
  frame('about:blank'),
  frame(''),
  frame('http://localhost:5173/'),
])('not %o', (sender) => {
  expect(isTrustedFrame(sender)).toBe(false)
})

test('the development server only where there is one', () => {
  expect(isTrustedFrame(frame('http://localhost:5173/x'), 'http://localhost:5173')).toBe(true)
  expect(isTrustedFrame(frame('http://localhost:5174/x'), 'http://localhost:5173')).toBe(false)
})
