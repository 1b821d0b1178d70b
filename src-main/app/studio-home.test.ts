import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { studioHome } from './studio-home.ts'

test('SEGNO_HOME wins and becomes absolute', () => {
  expect(studioHome({ SEGNO_HOME: '/music/studio' }, 'linux', '/home/ada')).toBe('/music/studio')
  expect(studioHome({ SEGNO_HOME: 'here' }, 'linux', '/home/ada')).toBe(resolve('here'))
})

test.each([
  ['linux', {}, '/home/ada/.local/share/segno-studio'],
  ['linux', { XDG_DATA_HOME: '/data' }, '/data/segno-studio'],
  ['darwin', {}, '/home/ada/Library/Application Support/Segno Studio'],
  ['win32', { APPDATA: '/roaming' }, '/roaming/Segno Studio'],
])('%s with %o', (platform, env, expected) => {
  expect(studioHome(env, platform, '/home/ada')).toBe(expected)
})
