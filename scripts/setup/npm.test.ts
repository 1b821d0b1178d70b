import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findNpmScript, npmEnvironment } from './npm.mjs'

test('npm itself, through the link on the path, whatever package manager called', () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-npm-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'lib'))
  mkdirSync(join(folder, 'bin'))
  writeFileSync(join(folder, 'lib', 'npm-cli.js'), '')
  writeFileSync(join(folder, 'lib', 'yarn.js'), '')
  symlinkSync(join(folder, 'lib', 'npm-cli.js'), join(folder, 'bin', 'npm'))
  const expected = join(folder, 'lib', 'npm-cli.js')
  expect(findNpmScript({ npm_execpath: join(folder, 'lib', 'yarn.js'), PATH: join(folder, 'bin') }, join(folder, 'none', 'node'))).toBe(expected)
  expect(() => findNpmScript({ PATH: join(folder, 'lib') }, join(folder, 'none', 'node'))).toThrow('npm was not found')
})

test('an outer npm run does not leak into an inner install', () => {
  const outer = { PATH: '/bin', npm_config_local_prefix: '/x', npm_package_name: 'x', npm_lifecycle_event: 'test', npm_config_cache: '/c' }
  expect(npmEnvironment(outer)).toEqual({ PATH: '/bin', npm_config_cache: '/c' })
})
