import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createModelShelf, readCatalog } from './index.ts'
import { forSystem } from './read-catalog.ts'

const bundled = join(import.meta.dirname, '..', '..', 'resources', 'models')
const { models } = readCatalog()
const files = models.flatMap((model) => model.variants.flatMap((variant) => variant.files.map((file) => ({ model, variant, file }))))

test('a server of vectors is offered only where its program runs', () => {
  const all = { models: models.filter(({ task }) => task !== 'vector-store') }
  const chroma = { ...models[0], id: 'chroma-linux-x64', task: 'vector-store' } as (typeof models)[number]
  const ids = (platform: string, arch: string) => forSystem({ models: [...all.models, chroma] }, platform, arch).models.map(({ id }) => String(id))
  expect(ids('linux', 'x64')).toContain('chroma-linux-x64')
  for (const [platform, arch] of [
    ['linux', 'arm64'],
    ['darwin', 'arm64'],
    ['win32', 'x64'],
  ] as const)
    expect(ids(platform, arch)).toEqual(all.models.map(({ id }) => id))
})

test('ids, variants, roles and places are unique where they must be', () => {
  expect(new Set(models.map(({ id }) => id)).size).toBe(models.length)
  for (const { variants } of models) {
    expect(new Set(variants.map(({ id }) => id)).size).toBe(variants.length)
    for (const { files: inside } of variants) {
      expect(new Set(inside.map(({ role }) => role)).size).toBe(inside.length)
      expect(new Set(inside.map(({ path }) => path.toLowerCase())).size).toBe(inside.length)
    }
  }
})

test('whatever comes from a package or with the studio is pinned to the byte; whatever has no source says how to get it', () => {
  for (const { model, file } of files) {
    const isPinned = file.sources.some(({ kind }) => kind === 'npm' || kind === 'bundled')
    if (isPinned) expect([file.path, file.sha256 !== undefined, file.bytes !== undefined]).toEqual([file.path, true, true])
    if (file.sources.length === 0 && !file.isOptional) expect([model.id, model.howToGet !== undefined]).toEqual([model.id, true])
    expect([file.path, (file.bytes ?? file.aboutBytes) !== undefined]).toEqual([file.path, true])
  }
})

test('every licence answers whether the music may be sold, in a sentence', () => {
  for (const { licence } of models) expect(licence.note).toMatch(licence.mayISell === 'yes' ? /^(Yes|Free)/ : licence.mayISell === 'no' ? /^No\./ : /^Ask/)
})

test('what ships with the studio is what the catalogue says', () => {
  const shipped = files.flatMap(({ model, file }) => file.sources.flatMap((source) => (source.kind === 'bundled' ? [{ model, file, source }] : [])))
  expect(shipped.length).toBeGreaterThan(0)
  const shelf = createModelShelf(join(bundled, 'nothing-installed'), bundled, () => [])
  for (const { model, file, source } of shipped) {
    const bytes = readFileSync(join(bundled, source.path))
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256)
    expect(shelf.require(model.id)).toMatchObject({ id: model.id, isBundled: true, licence: model.licence, params: model.params })
  }
})
