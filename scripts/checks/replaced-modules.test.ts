import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '..', '..')

test('a test that replaces a module has its thread alone: others would find it replaced, or loaded before', () => {
  const together = globSync('src-*/**/*.test.{ts,tsx}', { cwd: root }).filter((path) => !path.endsWith('.alone.test.ts'))
  expect(together.filter((path) => /\bvi\.(do)?[mM]ock\(/.test(readFileSync(join(root, path), 'utf8')))).toEqual([])
})
