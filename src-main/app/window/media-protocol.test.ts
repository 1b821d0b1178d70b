import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createMediaHandler } from './media-protocol.ts'

const bytes = Uint8Array.from({ length: 700_000 }, (_, i) => (i * 7) % 251)
let folder = ''
const asked: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-media-'))
  await writeFile(join(folder, 'song.wav'), bytes)
  await writeFile(join(folder, 'empty.wav'), '')
})
afterAll(() => rm(folder, { recursive: true }))

const handle = createMediaHandler(async (kind, id) => {
  asked.push(`${kind}/${id}`)
  if (kind !== 'audio') return undefined
  if (id === 'gone') return { path: join(folder, 'no-such-file'), contentType: 'audio/wav' }
  return id === 'abc' || id === 'empty' ? { path: join(folder, id === 'abc' ? 'song.wav' : 'empty.wav'), contentType: 'audio/wav' } : undefined
}, 'segno-app://studio')

const get = (path: string, headers: Record<string, string> = {}, method = 'GET') => handle(new Request(`segno-media://${path}`, { method, headers }))
const body = async (response: Response) => new Uint8Array(await response.arrayBuffer())

test('a whole file, several chunks long, arrives unchanged', async () => {
  const response = await get('audio/abc')
  expect(response.status).toBe(200)
  expect(response.headers.get('content-length')).toBe('700000')
  expect(response.headers.get('accept-ranges')).toBe('bytes')
  expect(response.headers.get('access-control-allow-origin')).toBe('segno-app://studio')
  expect(Buffer.compare(await body(response), bytes)).toBe(0)
})

test('a range, a suffix range and an open range', async () => {
  const middle = await get('audio/abc', { range: 'bytes=300000-300009' })
  expect([middle.status, middle.headers.get('content-range')]).toEqual([206, 'bytes 300000-300009/700000'])
  expect(await body(middle)).toEqual(bytes.slice(300_000, 300_010))
  expect(await body(await get('audio/abc', { range: 'bytes=-5' }))).toEqual(bytes.slice(-5))
  expect((await body(await get('audio/abc', { range: 'bytes=1-' }))).length).toBe(699_999)
})

test('outside the file is 416 with the size; HEAD has no body; other methods are refused', async () => {
  const outside = await get('audio/abc', { range: 'bytes=700000-' })
  expect([outside.status, outside.headers.get('content-range')]).toEqual([416, 'bytes */700000'])
  const head = await get('audio/abc', {}, 'HEAD')
  expect([head.status, head.headers.get('content-length'), (await body(head)).length]).toEqual([200, '700000', 0])
  expect((await get('audio/abc', {}, 'DELETE')).status).toBe(405)
  expect((await get('audio/abc', {}, 'OPTIONS')).headers.get('access-control-allow-headers')).toBe('Range')
})

test('an empty file, an unknown id, a missing file', async () => {
  expect([(await get('audio/empty')).status, (await get('audio/nope')).status, (await get('audio/gone')).status]).toEqual([200, 404, 404])
  expect((await get('other/abc')).status).toBe(404)
})

test('a path never reaches the resolver', async () => {
  asked.length = 0
  for (const path of ['audio/../../etc/passwd', 'audio/a/b', 'audio/%2e%2e%2fetc', 'audio/', 'audio/a%00b']) expect((await get(path)).status).toBe(404)
  expect(asked.filter((word) => /[/\\]/.test(word.slice('audio/'.length)))).toEqual([])
})

test('a reader that goes away closes the file', async () => {
  const response = await get('audio/abc')
  const reader = response.body?.getReader()
  await reader?.read()
  await reader?.cancel()
  expect(await reader?.read()).toEqual({ done: true, value: undefined })
})
