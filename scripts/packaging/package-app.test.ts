import { expect, test } from 'vitest'
import { executableOf, packageApp, wantedTargets } from './package-app.mjs'

test('nothing said: the unpacked folder for this machine', () => {
  expect(wantedTargets(['--check'], 'linux')).toEqual({ platform: 'linux', targets: ['dir'] })
  expect(wantedTargets(['--linux', 'AppImage', 'deb'], 'linux')).toEqual({ platform: 'linux', targets: ['AppImage', 'deb'] })
  expect(wantedTargets(['--win'], 'linux')).toEqual({ platform: 'win32', targets: ['dir'] })
  expect(() => wantedTargets(['--bsd'])).toThrow('Unknown word --bsd')
})

test('an installer is never made on a runtime that did not come from Electron itself', async () => {
  const copy = { origin: 'registry', folder: '/nowhere', executable: '/nowhere/electron', env: {} } as const
  await expect(packageApp(copy, { platform: process.platform, targets: ['AppImage'] })).rejects.toThrow("Electron's own download only")
  const other = process.platform === 'win32' ? 'linux' : 'win32'
  await expect(packageApp(copy, { platform: other, targets: ['dir'] })).rejects.toThrow("Electron's own download only")
})

test('the program inside a package', () => {
  expect(executableOf('/p', 'linux')).toBe('/p/segno-studio')
  expect(executableOf('/p', 'darwin')).toBe('/p/Segno Studio.app/Contents/MacOS/Segno Studio')
})
