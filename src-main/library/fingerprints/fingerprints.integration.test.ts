import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { JobId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import { type AudioService, createAudioService, writeWav24 } from '../../audio/index.ts'
import { type Database, openDatabase } from '../../platform/database/index.ts'
import { createEvents } from '../../platform/events.ts'
import { createAudioStore } from '../../platform/files/index.ts'
import { createIdSource } from '../../platform/ids.ts'
import type { ImportParts } from '../import/import-file.ts'
import { createDuplicateHandlers, createFingerprintJob, createSoundAlikes, createTrackReader, createTrackWriters, importFile } from '../index.ts'
import { fingerprintRepository } from './fingerprint-repository.ts'

const RATE_HZ = 44_100
const SECONDS = 20
let folder = ''
let database: Database
let audio: AudioService
let parts: ImportParts
let group: () => Promise<readonly (readonly string[])[]>

/** One style: the same tempo, the same four chords, the same drum; the melody differs by seed. */
const song = (seed: number): Float32Array => {
  const out = new Float32Array(SECONDS * RATE_HZ)
  const beat = RATE_HZ / 2
  let state = seed * 7919 + 1
  const draw = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
  const note = (at: number, hz: number, length: number, level: number) => {
    for (let i = 0; i < length && at + i < out.length; i++) {
      const sound =
        Math.sin((2 * Math.PI * hz * i) / RATE_HZ) + 0.4 * Math.sin((4 * Math.PI * hz * i) / RATE_HZ) + 0.2 * Math.sin((6 * Math.PI * hz * i) / RATE_HZ)
      out[at + i] = (out[at + i] as number) + level * sound * Math.exp((-3 * i) / length)
    }
  }
  const chords = [
    [220, 261.6, 329.6],
    [174.6, 220, 261.6],
    [261.6, 329.6, 392],
    [196, 246.9, 293.7],
  ]
  for (let i = 0; i * beat < out.length; i++) {
    for (const hz of chords[Math.floor(i / 4) % 4] ?? []) if (i % 4 === 0) note(i * beat, hz, 4 * beat, 0.08)
    for (let n = 0; n < 2; n++) note(Math.round((i + n / 2) * beat), 440 * 2 ** (([0, 2, 3, 5, 7, 8, 10][Math.floor(draw() * 7)] ?? 0) / 12), beat / 2, 0.15)
    for (let k = 0; k < 2_000; k++) out[i * beat + k] = (out[i * beat + k] ?? 0) + 0.1 * (draw() - 0.5) * (1 - k / 2_000)
  }
  return out
}

const ffmpeg = (from: string, to: string, ...how: readonly string[]) => {
  const { status, stderr } = spawnSync('ffmpeg', ['-v', 'error', '-y', '-i', from, ...how, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return to
}
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0
const context = () => ({
  jobId: 'job_00000001' as JobId,
  workFolder: join(folder, 'work'),
  signal: new AbortController().signal,
  flags: createWorkFlags(),
  progress: () => undefined,
})
const bring = (path: string) => importFile(parts, path, 'g', join(folder, 'work'), context())
const trash = (trackId: TrackId) => database.query.updateTable('tracks').set({ trashed_at: 1 }).where('id', '=', trackId).execute()

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-prints-'))
  for (const name of ['audio', 'in', 'work']) mkdirSync(join(folder, name))
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const store = createAudioStore(join(folder, 'audio'), Date.now)
  audio = createAudioService({ peaksFolder: join(folder, 'peaks'), pathOf: store.pathOf, threads: 2 })
  const events = createEvents((cause) => {
    throw cause
  })
  const { tracks } = createTrackWriters({ database, audio: store, events, ids: createIdSource(randomBytes, Date.now), now: Date.now })
  const library = createTrackReader(database.query)
  parts = { audio, store, tracks, library, soundAlikes: createSoundAlikes({ database, events, now: Date.now, audio }) }
  const fingerprintJob = createFingerprintJob({ database, events, now: Date.now, pathOf: store.pathOf, audio, untilQuiet: async () => undefined })
  const handlers = createDuplicateHandlers({ database, library, fingerprintJob, jobs: { enqueue: () => Promise.reject(new Error('not asked')) } })
  group = async () => {
    const answer = await handlers.list({})
    return answer.ok ? answer.value.groups.map(({ tracks: songs }) => songs.map(({ title }) => title)) : []
  }
  await writeWav24(join(folder, 'in', 'one.wav'), [song(1)], RATE_HZ)
})
afterAll(async () => {
  await audio.close()
  await database.close()
  rmSync(folder, { recursive: true, force: true })
})

test('one recording is known again in other files, and other songs of its style are not taken for it', async (task) => {
  if (!hasFfmpeg) task.skip('ffmpeg is not installed')
  const source = join(folder, 'in', 'one.wav')
  const at = (name: string) => join(folder, 'in', name)
  const first = await bring(source)
  for (let seed = 2; seed <= 5; seed++) {
    await writeWav24(at(`other ${seed}.wav`), [song(seed)], RATE_HZ)
    expect((await bring(at(`other ${seed}.wav`))).notes).toEqual([])
  }
  const copies = [
    ffmpeg(source, at('mp3 128.mp3'), '-b:a', '128k'),
    ffmpeg(source, at('3 dB less, 48 k.flac'), '-af', 'volume=-3dB', '-ar', '48000'),
    ffmpeg(source, at('later by 1.337 s.ogg'), '-af', 'adelay=1337:all=1', '-q:a', '3'),
    ffmpeg(source, at('from 2.01 s, 22 k.wav'), '-ss', '2.01', '-ar', '22050'),
  ]
  for (const copy of copies) expect((await bring(copy)).notes.join(), copy).toContain('sounds like “one”')
  const [only, ...more] = await group()
  expect(more).toEqual([])
  expect(only).toHaveLength(5)
  const pairs = await fingerprintRepository(database.query).pairs()
  expect(Math.max(...pairs.map(({ error }) => error))).toBeLessThan(0.3)
  await trash(first.trackId)
  expect((await group())[0]).toHaveLength(4)
  expect(await database.check()).toEqual([])
})
