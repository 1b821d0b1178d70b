import { expect, test } from 'vitest'
import { isInstalled } from './dependencies.mjs'

const zod = { version: '4.6.7', integrity: 'sha512-a' }
const otherPlatform = { version: '1.0.0', integrity: 'sha512-b', optional: true }
const lock = { packages: { '': { name: 'x' }, 'node_modules/zod': zod, 'node_modules/native-win32': otherPlatform } }

test('what npm installed agrees with the lock; packages for other platforms may be absent', () => {
  expect(isInstalled(lock, { packages: { 'node_modules/zod': zod } })).toBe(true)
  expect(isInstalled(lock, { packages: { 'node_modules/zod': zod, 'node_modules/native-win32': otherPlatform } })).toBe(true)
})

test.each([
  ['nothing', {}],
  ['another version', { 'node_modules/zod': { ...zod, version: '4.6.6' } }],
  ['other bytes', { 'node_modules/zod': { ...zod, integrity: 'sha512-x' } }],
  ['something that is not in the lock', { 'node_modules/zod': zod, 'node_modules/left-over': zod }],
])('%s is not what the lock asks for', (_, packages) => {
  expect(isInstalled(lock, { packages })).toBe(false)
})
