import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isPermissive, objection } from './policy.mjs'
import { packageOf, shippedVersions } from './shipped-packages.mjs'

test.each(['MIT', 'MIT*', '(MIT OR GPL-3.0)', 'MIT AND ISC', 'Apache-2.0'])('%s ships', (licence) => {
  expect(isPermissive(licence)).toBe(true)
})

test.each(['GPL-2.0', 'AGPL-3.0-only', 'MIT AND GPL-3.0', 'UNLICENSED', 'UNKNOWN', 'Custom: https://example.org', 'LGPL-2.1', ''])(
  '%s does not ship by itself',
  (licence) => {
    expect(isPermissive(licence)).toBe(false)
    expect(objection({ name: 'some-package', licence })).toContain('some-package')
  },
)

test('a considered package ships under the licence that was considered, and no other', () => {
  expect(objection({ name: 'mediabunny', licence: 'MPL-2.0' })).toBeUndefined()
  expect(objection({ name: 'mediabunny', licence: 'AGPL-3.0' })).toContain('look again')
})

test('the package behind an import', () => {
  expect(['react-dom/client', '@base-ui/react/menu', 'zod'].map(packageOf)).toEqual(['react-dom', '@base-ui/react', 'zod'])
})

test('one version in two folders is one package, two versions are two', () => {
  const root = mkdtempSync(join(tmpdir(), 'segno-licences-'))
  const folders = [
    ['a', '1.0.0'],
    ['a', '1.0.0'],
    ['a', '2.0.0'],
  ].map(([name, version], index) => {
    const folder = join(root, String(index))
    mkdirSync(folder)
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version }))
    return folder
  })
  expect([...shippedVersions(folders).keys()]).toEqual(['a@1.0.0', 'a@2.0.0'])
  rmSync(root, { recursive: true })
})
