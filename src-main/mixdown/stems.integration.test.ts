import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { MusicEngine } from '../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createWorkFlags, raiseCancel } from '../../src-shared/kernel/work-flags.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { Score } from '../../src-shared/score/score.ts'
import { readWavLayout, writeWav24 } from '../audio/index.ts'
import { createEvents } from '../platform/events.ts'
import { createHandoffJob, createMixdownHandlers, createMixdownJob, createMixdownManyJob, createStemsJob } from './index.ts'
import { exportStems, type StemsParts } from './stems-job.ts'

const [TRACK, IMPORTED] = ['trk_00000001' as TrackId, 'trk_00000002' as TrackId]
const FRAMES = 4_410
let folder = ''
let parts: StemsParts
let finished: unknown[]
let render: NonNullable<MusicEngine['stems']>
const at = (...names: string[]) => join(folder, ...names)

/** Writes a short tone for each part, as an engine would, and hears cancel between them. */
const tones: NonNullable<MusicEngine['stems']> = async ({ score, lengthFrames }, workFolder, { signal }) => {
  const stems = []
  for (const { name } of score?.parts ?? []) {
    signal.throwIfAborted()
    const path = join(workFolder, `${stems.length}.wav`)
    const samples = new Float32Array(lengthFrames).fill(0.25)
    await writeWav24(path, [samples, samples], 44_100)
    stems.push({ name, path })
  }
  return { stems, trimDb: 0, gain: 1 }
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-stems-'))
  mkdirSync(at('out'))
  render = tones
  finished = []
  const events = createEvents(() => undefined)
  events.on('mixdown.finished', (fact) => finished.push(fact))
  const score = { parts: [{ name: 'Drums' }, { name: 'Bass / “deep”' }, { name: 'Drums' }] } as unknown as Score
  const audioSha256 = 'a'.repeat(64) as Sha256
  const take = { id: 'tak_00000001', audioSha256, scoreSha256: 'b'.repeat(64), lengthFrames: FRAMES, sampleRateHz: 44_100, engine: 'score' } as Take
  const track = (id: TrackId, takeId: string) => ({ id, title: 'Rain / “glass”', currentTakeId: takeId as TakeId, audioSha256 }) as Track
  parts = {
    engineFor: () => ({ stems: (...order: Parameters<typeof tones>) => render(...order) }) as unknown as MusicEngine,
    store: { pathOf: () => at('song.wav'), has: () => true },
    library: {
      find: async (id) => (id === TRACK ? track(id, 'tak_00000001') : id === IMPORTED ? track(id, 'tak_00000002') : undefined),
      findTake: async (id) => (id === 'tak_00000001' ? take : { ...take, id, scoreSha256: undefined }),
      findScore: async () => score,
    },
    separated: { find: async () => undefined, listOfTake: async () => [] },
    events,
  }
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const work = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { signal: cancel.signal, flags, progress: () => undefined }, stop }
}
const write = (into: string, { trackId = TRACK, force = false, context = work().context } = {}) => exportStems(parts, { trackId, folder: into, force }, context)
const refusal = (writing: Promise<unknown>) =>
  writing.then(
    () => 'written',
    (cause) => cause.failure?.code ?? cause.name,
  )
const NAMES = ['01 Drums.wav', '02 Bass - “deep”.wav', '03 Drums.wav']

test('one file an instrument, in order, equally long, in a folder that is made', async () => {
  expect(await write(at('out', 'stems'))).toEqual(NAMES)
  expect(readdirSync(at('out', 'stems')).toSorted()).toEqual(NAMES)
  for (const name of NAMES) expect(await readWavLayout(at('out', 'stems', name))).toMatchObject({ encoding: 'pcm24', lengthFrames: FRAMES })
})

test('files that are there are only replaced when asked, and others stay', async () => {
  writeFileSync(at('out', '02 Bass - “deep”.wav'), 'my own work')
  writeFileSync(at('out', 'notes.txt'), 'keep me')
  expect(await refusal(write(at('out')))).toBe('export.file-exists')
  expect(readdirSync(at('out')).toSorted()).toEqual(['02 Bass - “deep”.wav', 'notes.txt'])
  expect(readFileSync(at('out', '02 Bass - “deep”.wav'), 'utf8')).toBe('my own work')
  await write(at('out'), { force: true })
  expect(readdirSync(at('out')).toSorted()).toEqual([...NAMES, 'notes.txt'])
  expect(readFileSync(at('out', '02 Bass - “deep”.wav'), 'latin1').slice(0, 4)).toBe('RIFF')
})

test('what cannot be done is said, and nothing is left', async () => {
  expect(await refusal(write(at('out', 's'), { trackId: IMPORTED }))).toBe('export.no-score')
  expect(await refusal(write(at('out', 's'), { trackId: 'trk_00000009' as TrackId }))).toBe('track.not-found')
  expect(await refusal(write(at('nowhere', 's')))).toBe('export.no-folder')
  writeFileSync(at('out', 'file'), '')
  expect(await refusal(write(at('out', 'file')))).toBe('export.file-exists')
  parts = { ...parts, store: { ...parts.store, has: () => false } }
  expect(await refusal(write(at('out', 's')))).toBe('audio.missing')
  expect(readdirSync(at('out'))).toEqual(['file'])
})

test('cancelled, or the disk full in the middle: the folder is as it was', async () => {
  const { context, stop } = work()
  render = async (song, workFolder, seen) => {
    const made = await tones(song, workFolder, seen)
    stop()
    return made
  }
  expect(await refusal(write(at('out', 's'), { context }))).toBe('AbortError')
  render = async (song, workFolder, seen) => {
    await tones(song, workFolder, seen)
    throw new FailureError(failure('disk.full', 'There is no room.'))
  }
  expect(await refusal(write(at('out', 's')))).toBe('disk.full')
  expect(await refusal(write(at('out')))).toBe('disk.full')
  expect(readdirSync(at('out'))).toEqual([])
})

test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a folder that must not be written to is named as such', async () => {
  chmodSync(at('out'), 0o500)
  expect(await refusal(write(at('out', 's')))).toBe('disk.read-only')
  chmodSync(at('out'), 0o700)
})

test('in the window: a folder of its own where the musician says, never one that is there', async () => {
  mkdirSync(at('out', 'Rain - “glass” stems'))
  const stemsJob = createStemsJob(parts)
  const running: Promise<void>[] = []
  let chosen: string | undefined = at('out')
  const mixdown = {
    audio: { encode: async () => ({ sampleRateHz: 44_100, channelCount: 2, lengthFrames: 0, loudness: undefined }) },
    library: { ...parts.library, listTakes: async () => [] },
    marksOf: async () => [],
    writeProject: async () => undefined,
  }
  const handlers = createMixdownHandlers({
    library: parts.library,
    manyJob: createMixdownManyJob({ ...parts, ...mixdown }),
    handoffJob: createHandoffJob({ ...parts, ...mixdown, appVersion: '1', beatOf: async () => ({ by: 'score' }), provenanceOf: async () => undefined }),
    mixdownJob: createMixdownJob({ ...parts, ...mixdown }),
    stemsJob,
    separated: parts.separated,
    chooseSavePath: async () => undefined,
    chooseFolder: async () => chosen,
    jobs: {
      enqueue: async (definition, payload) => {
        running.push(definition.run(definition.payload.parse(payload), { ...work().context, jobId: 'job_00000001' as JobId, workFolder: at('out') }))
        return 'job_00000001' as JobId
      },
    },
  })
  expect(await handlers.saveStems({ trackId: TRACK })).toEqual({ ok: true, value: { jobId: 'job_00000001' } })
  await Promise.all(running)
  expect(readdirSync(at('out', 'Rain - “glass” stems 2')).toSorted()).toEqual(NAMES)
  expect(existsSync(at('out', 'Rain - “glass” stems', '01 Drums.wav'))).toBe(false)
  expect(finished).toEqual([{ jobId: 'job_00000001', trackId: TRACK, fileName: 'Rain - “glass” stems 2', stems: NAMES }])
  chosen = undefined
  expect(await handlers.saveStems({ trackId: TRACK })).toEqual({ ok: true, value: {} })
  expect(await handlers.saveStems({ trackId: IMPORTED })).toMatchObject({ ok: false, error: { code: 'export.no-score' } })
})
