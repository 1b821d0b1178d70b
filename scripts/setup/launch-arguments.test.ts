import { expect, test } from 'vitest'
import { hasDisplay, launchArguments } from './launch-arguments.mjs'
import { barsFiveToEight } from './play-without-window.mjs'

test('only root loses the sandbox', () => {
  expect(launchArguments('/app', false)).toEqual(['/app'])
  expect(launchArguments('/app', true)).toEqual(['--no-sandbox', '/app'])
})

test('a display is a matter of Linux only', () => {
  expect([hasDisplay('linux', {}), hasDisplay('linux', { DISPLAY: ':0' }), hasDisplay('linux', { WAYLAND_DISPLAY: 'w' }), hasDisplay('darwin', {})]).toEqual([
    false,
    true,
    true,
    true,
  ])
})

test('bars 5 to 8 at 120 bpm', () => {
  expect(barsFiveToEight({ tempoBpm: 120, timeSignature: { beats: 4, unit: 4 } })).toEqual({ from: 8, to: 16 })
  expect(barsFiveToEight({ tempoBpm: 120, timeSignature: { beats: 6, unit: 8 } })).toEqual({ from: 6, to: 12 })
})
