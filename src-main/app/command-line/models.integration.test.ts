import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../../platform/http/server-for-tests.ts'
import { knowMachine } from '../machine-for-tests.ts'
import { type Started, segno, startSegno } from './segno-for-tests.ts'

/** The real command line with a hub on this computer that holds a small CLAP of noise. */
const hook = new URL('../../models/no-network.test-hook.mjs', import.meta.url).href
const MODEL = '/Xenova/clap-htsat-unfused/resolve/main'
const shared = new URL('../../../../shared/models/', import.meta.url).pathname

let home = ''
let hub: TestServer
beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'segno-cli-models-'))
  await knowMachine(home)
  hub = await startTestServer()
  const graph = (bytes: number) => Buffer.concat([Buffer.from([8, 8]), randomBytes(bytes)])
  hub.put(`${MODEL}/onnx/audio_model_quantized.onnx`, graph(3_000_000))
  hub.put(`${MODEL}/onnx/text_model_quantized.onnx`, graph(200_000))
  hub.put(`${MODEL}/tokenizer.json`, Buffer.from('{"version":"1.0"}'))
})
afterEach(async () => {
  await hub.close()
  rmSync(home, { recursive: true, force: true })
})

const hubOf = (): Readonly<Record<string, string>> => ({ HF_ENDPOINT: hub.url })
const start = (words: readonly string[], env: Readonly<Record<string, string>> = {}, node: readonly string[] = []): Started =>
  startSegno(home, ['models', ...words], { ...hubOf(), ...env }, node)
const json = async (...words: string[]) => {
  const { code, stdout, stderr } = await segno(home, ['models', ...words, '--json'], hubOf())
  return { code, document: JSON.parse(stdout), stderr }
}

test('kill -9 in the middle of a download: the next pull goes on from the byte where it stopped', async () => {
  hub.put(`${MODEL}/onnx/audio_model_quantized.onnx`, Buffer.concat([Buffer.from([8, 8]), randomBytes(3_000_000)]), [{ slowMilliseconds: 60 }])
  const first = start(['pull', 'clap'])
  await first.says(/[12]\.\d MB of 3\.0 MB/)
  first.child.kill('SIGKILL')
  await first.ended
  expect(existsSync(join(home, 'models', 'clap'))).toBe(false)
  const { document: begun } = await json('show', 'clap')
  expect(begun).toMatchObject({ state: 'unfinished' })
  const { code, document } = await json('pull', 'clap')
  expect({ code, state: document.models?.[0]?.state }).toEqual({ code: 0, state: 'installed' })
  const resumed = hub.asked.map((line) => Number(/audio_model_quantized\.onnx bytes=(\d+)-/.exec(line)?.[1])).filter((from) => from > 0)
  expect(resumed).toHaveLength(1)
  expect(resumed[0]).toBeGreaterThan(900_000)
})

test('Ctrl-C stops a download within a second and leaves no model', async () => {
  hub.put(`${MODEL}/onnx/audio_model_quantized.onnx`, Buffer.alloc(3_000_000, 8), [{ slowMilliseconds: 100 }])
  const pulling = start(['pull', 'clap', '--json'])
  await pulling.says(/of 3\.0 MB/)
  const before = performance.now()
  pulling.child.kill('SIGINT')
  const { code, stdout } = await pulling.ended
  expect(performance.now() - before).toBeLessThan(1_500)
  expect({ code, error: JSON.parse(stdout).error.code }).toEqual({ code: 130, error: 'cli.cancelled' })
  expect(existsSync(join(home, 'models', 'clap'))).toBe(false)
})

test('pull, check, damage, repair, remove', async () => {
  expect((await json('pull', 'CLAP')).code).toBe(0)
  expect((await json('check', 'clap')).document.findings).toEqual([expect.objectContaining({ modelId: 'clap' })])
  const graph = join(home, 'models', 'clap', 'audio_model_quantized.onnx')
  const bytes = readFileSync(graph)
  bytes[99] = (bytes[99] ?? 0) ^ 1
  writeFileSync(graph, bytes)
  const { code, document, stderr } = await json('check')
  expect({ code, error: document.error.code }).toEqual({ code: 1, error: 'model.damaged' })
  expect(stderr).toContain('segno models pull clap')
  expect((await json('pull', 'clap')).code).toBe(0)
  expect((await json('check')).code).toBe(0)
  expect((await json('remove', 'clap')).document.freedBytes).toBeGreaterThan(3_000_000)
  expect((await json('remove', 'clap')).document.error.code).toBe('model.not-installed')
})

test('a sealed studio lists, checks and imports, fetches nothing, and opens no socket and asks for no name on the way', async () => {
  const notes = join(home, 'network.txt')
  const watched = async (env: Record<string, string>, ...words: string[]) => {
    const { code, stdout } = await start([...words, '--json'], { SEGNO_TEST_NETWORK_NOTES: notes, ...env }, ['--import', hook]).ended
    return { code, document: JSON.parse(stdout) }
  }
  const sealed = { SEGNO_SEALED: '1' }
  const list = await watched(sealed, 'list')
  expect(list.document).toMatchObject({ isSealed: true, isSealedByEnvironment: true })
  for (const id of ['clap', 'htdemucs']) {
    const { code, document } = await watched(sealed, 'pull', id)
    expect([code, document.error.code]).toEqual([1, 'network.sealed'])
  }
  expect((await watched(sealed, 'check')).code).toBe(0)
  const folder = join(home, 'in')
  mkdirSync(folder)
  for (const name of ['audio_model_quantized.onnx', 'text_model_quantized.onnx']) writeFileSync(join(folder, name), Buffer.from([8, 8, 8, 8, 8, 8, 8, 8, 8, 8]))
  writeFileSync(join(folder, 'tokenizer.json'), '{}')
  expect((await watched(sealed, 'import', 'in')).document.models).toEqual([expect.objectContaining({ id: 'clap', state: 'installed' })])
  expect(existsSync(notes)).toBe(false)
  expect(hub.asked).toEqual([])
  // the same watch sees an open studio try
  await watched({}, 'remove', 'clap')
  const trying = start(['pull', 'clap'], { SEGNO_TEST_NETWORK_NOTES: notes }, ['--import', hook])
  await trying.says('the line was cut')
  trying.child.kill('SIGINT')
  expect((await trying.ended).code).toBe(130)
  expect(readFileSync(notes, 'utf8')).toMatch(/net\.connect|dns/)
})

test.skipIf(!existsSync(shared))('real weights are recognised by their bytes under any name', async () => {
  const folder = join(home, 'in')
  mkdirSync(folder)
  for (const name of ['flashsr.onnx', 'nmp.onnx']) writeFileSync(join(folder, `my ${name}`), readFileSync(join(shared, name)))
  const { code, document } = await json('import', 'in')
  expect(code).toBe(0)
  expect(document.models.map(({ id, variant }: { id: string; variant: string }) => [id, variant])).toEqual([
    ['flashsr', 'full'],
    ['basic-pitch', 'fp32'],
  ])
  expect(
    readdirSync(join(home, 'models'))
      .filter((name) => !name.startsWith('.'))
      .toSorted(),
  ).toEqual(['basic-pitch', 'flashsr'])
})
