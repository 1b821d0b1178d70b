import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './folders.mjs'

type Entry = { version?: string; integrity?: string; resolved?: string; dependencies?: Record<string, string>; optionalDependencies?: Record<string, string> }
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, Entry> }
const entries = Object.entries(lock.packages)

/** Folders where code in `path` finds a package, nearest first, as Node looks. */
const placesOf = (path: string, name: string): string[] => {
  const parents = path === '' ? [] : path.split('/node_modules/').map((_, i, parts) => parts.slice(0, parts.length - i).join('/node_modules/'))
  return [...parents.map((parent) => `${parent}/node_modules/${name}`), `node_modules/${name}`]
}

test('every package that any platform needs is locked: npm refuses a lock that leaves one out', () => {
  const missing = entries.flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !placesOf(path, name).some((place) => lock.packages[place]))
      .map((name) => `${name}, needed by ${path}`),
  )
  expect(missing).toEqual([])
})

test('every package is pinned to its bytes and none to a host', () => {
  const installed = entries.filter(([path]) => path !== '')
  expect(installed.filter(([, entry]) => !entry.integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([])
  expect(installed.filter(([, entry]) => entry.resolved).map(([path]) => path)).toEqual([])
})
