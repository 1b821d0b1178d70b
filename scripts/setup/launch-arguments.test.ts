import { expect, test } from 'vitest'
import { hasDisplay, launchArguments, utf8Locale } from './launch-arguments.mjs'
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

test('file names need a UTF-8 locale on Linux', () => {
  expect(utf8Locale('linux', {})).toEqual({ LC_CTYPE: 'C.UTF-8' })
  expect(utf8Locale('linux', { LANG: 'C' })).toEqual({ LC_CTYPE: 'C.UTF-8' })
  expect(utf8Locale('linux', { LC_ALL: 'POSIX', LANG: 'en_GB.UTF-8' })).toEqual({ LC_ALL: 'C.UTF-8' })
  expect(utf8Locale('linux', { LANG: 'cs_CZ.utf8' })).toEqual({})
  expect(utf8Locale('darwin', {})).toEqual({})
})
