import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { sourcesHash } from './build.mjs'

test('the fingerprint follows sources and names, and ignores tests', () => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-build-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  mkdirSync(join(folder, 'src-main', 'audio'), { recursive: true })
  const write = (name: string, text: string) => writeFileSync(join(folder, 'src-main', 'audio', name), text)
  write('peaks.ts', 'export {}')
  const first = sourcesHash(folder)
  expect(sourcesHash(folder)).toBe(first)
  write('peaks.test.ts', 'anything')
  expect(sourcesHash(folder)).toBe(first)
  write('peaks.ts', 'export const a = 1')
  const second = sourcesHash(folder)
  write('gain.ts', '')
  expect(new Set([first, second, sourcesHash(folder)]).size).toBe(3)
})
