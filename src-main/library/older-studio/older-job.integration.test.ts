import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { createAudioService, writeWav24 } from '../../audio/index.ts'
import { openDatabase } from '../../platform/database/index.ts'
import { createEvents, type EventPayload } from '../../platform/events.ts'
import { createAudioStore } from '../../platform/files/index.ts'
import { createIdSource } from '../../platform/ids.ts'
import { createTrackReader } from '../track-reader.ts'
import { createTrackWriters } from '../track-writer.ts'
import { createOlderJob } from './older-job.ts'

test('songs of an older studio are read side by side and come in in their order; one without its sound is told in its place', async (task) => {
  const folder = mkdtempSync(join(tmpdir(), 'segno-older-'))
  const at = (...names: string[]) => join(folder, ...names)
  for (const name of ['work', 'audio', 'in/metadata', 'in/outputs']) mkdirSync(at(name), { recursive: true })
  const database = await openDatabase({ path: at('studio.sqlite'), backupsFolder: at('backups'), now: Date.now })
  const store = createAudioStore(at('audio'), Date.now)
  const audio = createAudioService({ peaksFolder: at('peaks'), pathOf: store.pathOf, threads: 2 })
  task.onTestFinished(async () => {
    await audio.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const events = createEvents((cause) => {
    throw cause
  })
  const told: EventPayload<'library.imported'>['files'][number][][] = []
  events.on('library.imported', ({ files }) => told.push([...files]))
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  const running = new Set<string>()
  let most = 0
  const watched = {
    hash: audio.hash,
    analyse: audio.analyse,
    async takeIn(...[request, context]: Parameters<typeof audio.takeIn>) {
      running.add(request.source)
      most = Math.max(most, running.size)
      return audio.takeIn(request, context).finally(() => running.delete(request.source))
    },
  }
  const job = createOlderJob({ audio: watched, store, tracks, library: createTrackReader(database.query), events, places: () => 3 })
  for (let i = 0; i < 6; i++) {
    writeFileSync(at('in', 'metadata', `${i}.json`), JSON.stringify({ prompt: `song ${i}`, title: `Song ${i}`, file: `${i}.wav` }))
    // the first is the longest
    const seconds = i === 0 ? 30 : 1
    if (i !== 3)
      await writeWav24(
        at('in', 'outputs', `${i}.wav`),
        [Float32Array.from({ length: seconds * 22_050 }, (_, n) => 0.4 * Math.sin(n * (0.05 + i / 100)))],
        22_050,
      )
  }
  const fractions: number[] = []
  const stop = new AbortController()
  const context = {
    jobId: 'job_00000001' as JobId,
    signal: stop.signal,
    flags: createWorkFlags(),
    progress: (fraction: number) => fractions.push(fraction),
    workFolder: at('work'),
  }
  await job.run({ folder: at('in'), mapping: {} }, context)
  expect(most).toBe(3)
  expect(told[0]?.map(({ error, trackId }) => error?.code ?? typeof trackId)).toEqual(['string', 'string', 'string', 'older.unreadable', 'string', 'string'])
  const titles = async () => (await database.query.selectFrom('tracks').select('title').orderBy('row').execute()).map(({ title }) => title)
  expect(await titles()).toEqual(['Song 0', 'Song 1', 'Song 2', 'Song 4', 'Song 5'])
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b))
  expect(fractions.at(-1)).toBeCloseTo(1)
  await job.run({ folder: at('in'), mapping: {} }, context)
  expect(await titles()).toHaveLength(5)
  expect(readdirSync(at('work'))).toEqual([])
})
