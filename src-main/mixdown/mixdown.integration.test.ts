import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseFile } from 'music-metadata'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { JobId, Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createWorkFlags, raiseCancel } from '../../src-shared/kernel/work-flags.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { ExportFormat, ExportOptions } from '../../src-shared/mixdown/export-options.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { type AudioService, createAudioService, readTags, readWavBytes, writeWav24 } from '../audio/index.ts'
import { createEvents } from '../platform/events.ts'
import { createHandoffJob, createMixdownHandlers, createMixdownJob, createMixdownManyJob, createStemsJob, exportTrack, type MixdownParts } from './index.ts'

const TRACK = 'trk_00000001' as TrackId
let folder = ''
let audio: AudioService
let parts: MixdownParts
let finished: string[]
const at = (...names: string[]) => join(folder, ...names)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-mixdown-'))
  mkdirSync(at('out'))
  const samples = Float32Array.from({ length: 44_100 * 3 }, (_, i) => 0.4 * Math.sin(i / 17))
  await writeWav24(at('song.wav'), [samples, samples], 44_100)
  const pathOf = () => at('song.wav')
  audio = createAudioService({ peaksFolder: at('peaks'), pathOf, threads: 1 })
  const track = {
    id: TRACK,
    title: 'Rain / “glass” 🌧',
    artist: 'Me',
    currentTakeId: 'tak_00000001' as TakeId,
    audioSha256: 'a'.repeat(64) as Sha256,
    licence: 'MIT',
    engine: 'score',
    createdAt: 0,
  } as Track
  const take = {
    id: track.currentTakeId,
    audioSha256: track.audioSha256,
    engine: 'score',
    sections: [],
    sampleRateHz: 44_100,
    lengthFrames: 3 * 44_100,
    firstBarFrame: 0,
  } as unknown as Take
  const events = createEvents(() => undefined)
  finished = []
  events.on('mixdown.finished', ({ fileName }) => finished.push(fileName))
  const library: MixdownParts['library'] = {
    find: async (trackId) => (trackId === TRACK ? track : undefined),
    findTake: async () => undefined,
    findScore: async () => undefined,
    listTakes: async () => [take],
  }
  parts = {
    audio,
    store: { pathOf, has: () => true },
    library,
    marksOf: async () => [],
    influencesOf: async () => ['Old “friend”'],
    writeProject: async (trackId, path) => writeFileSync(path, `project of ${trackId}`),
    events,
  }
})
afterEach(async () => {
  await audio.close()
  rmSync(folder, { recursive: true, force: true })
})

const context = () => {
  const cancel = new AbortController()
  return { cancel, context: { signal: cancel.signal, flags: createWorkFlags(), progress: () => undefined } }
}
const write = (format: ExportFormat, path: string, force = false, options: ExportOptions = {}) =>
  exportTrack(parts, { trackId: TRACK, format, path, force, options }, context().context)
const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'written',
    (cause) => cause.failure?.code ?? String(cause),
  )

test('a WAV holds the song’s own samples, and every format says whose it is', async () => {
  for (const format of ['wav', 'aiff', 'flac', 'mp3', 'ogg'] as const) {
    await write(format, at('out', `song.${format}`))
    expect(await readTags(at('out', `song.${format}`))).toMatchObject({ title: 'Rain / “glass” 🌧', artist: 'Me' })
  }
  expect(Buffer.compare(await readWavBytes(at('out', 'song.wav')), await readWavBytes(at('song.wav')))).toBe(0)
  expect(readdirSync(at('out')).toSorted()).toEqual(['song.aiff', 'song.flac', 'song.mp3', 'song.ogg', 'song.wav'])
})

test('a loudness that silence cannot have is said, and the file is there; others say how loud they became', async () => {
  const loudness = { targetLufs: -14, ceilingDbtp: -1 }
  const reached = await write('wav', at('out', 'song.wav'), false, { loudness })
  expect(reached).toMatchObject({ fileName: 'song.wav', ...loudness })
  expect(Math.abs((reached?.integratedLufs ?? 0) + 14)).toBeLessThan(0.1)
  expect(reached?.missed).toBeUndefined()
  await writeWav24(at('silent.wav'), [new Float32Array(44_100), new Float32Array(44_100)], 44_100)
  const quiet = { ...parts, store: { ...parts.store, pathOf: () => at('silent.wav') } }
  const order = { trackId: TRACK, format: 'flac', path: at('out', 'silent.flac'), force: false, options: { loudness } } as const
  const silent = await exportTrack(quiet, order, context().context)
  expect(silent?.integratedLufs).toBeUndefined()
  expect(silent?.missed).toMatch(/^silent\.flac is silent: .* written as it is\.$/)
  expect(readdirSync(at('out')).toSorted()).toEqual(['silent.flac', 'song.wav'])
})

test('a file that is there is only replaced when asked', async () => {
  writeFileSync(at('out', 'mine.wav'), 'my own work')
  expect(await refusal(write('wav', at('out', 'mine.wav')))).toBe('export.file-exists')
  expect(readFileSync(at('out', 'mine.wav'), 'utf8')).toBe('my own work')
  await write('wav', at('out', 'mine.wav'), true)
  expect(readFileSync(at('out', 'mine.wav'), 'latin1').slice(0, 4)).toBe('RIFF')
  expect(readdirSync(at('out'))).toEqual(['mine.wav'])
})

test('what cannot be done is said before anything is written', async () => {
  expect(await refusal(write('mid', at('out', 'song.mid')))).toBe('export.no-score')
  expect(await refusal(write('wav', at('nowhere', 'song.wav')))).toBe('export.no-folder')
  expect(
    await refusal(exportTrack(parts, { trackId: 'trk_00000009' as TrackId, format: 'wav', path: at('out', 'x.wav'), force: false }, context().context)),
  ).toBe('track.not-found')
  expect(readdirSync(at('out'))).toEqual([])
})

test.skipIf(!existsSync('/dev/full'))('a full disk is named as such', async () => {
  expect(
    await refusal(audio.encode({ source: at('song.wav'), target: '/dev/full', format: 'mp3', tags: { title: 'x', artist: undefined } }, context().context)),
  ).toBe('disk.full')
})

test('cancelled in the middle leaves nothing in the folder', async () => {
  const { context: work, cancel } = context()
  const running = exportTrack(parts, { trackId: TRACK, format: 'flac', path: at('out', 'x.flac'), force: false }, work)
  setTimeout(() => {
    raiseCancel(work.flags)
    cancel.abort()
  }, 1)
  await expect(running).rejects.toMatchObject({ name: 'AbortError' })
  expect(readdirSync(at('out'))).toEqual([])
})

test('a drive that goes in the middle of an export is told as what it is, and the song stays', async () => {
  for (const format of ['wav', 'flac'] as const) {
    mkdirSync(at('drive'))
    const { context: work } = context()
    const unplug = (fraction: number) => fraction > 0 && rmSync(at('drive'), { recursive: true, force: true })
    const running = exportTrack(parts, { trackId: TRACK, format, path: at('drive', `x.${format}`), force: false }, { ...work, progress: unplug })
    expect(await refusal(running)).toBe('export.no-folder')
    expect(existsSync(at('drive'))).toBe(false)
  }
  expect(existsSync(at('song.wav'))).toBe(true)
})

test('Save as… suggests a safe name, writes where the musician said and tells when it is done', async () => {
  const mixdownJob = createMixdownJob(parts)
  const asked: string[] = []
  const work: Promise<void>[] = []
  const handlers = createMixdownHandlers({
    library: parts.library,
    mixdownJob,
    manyJob: createMixdownManyJob(parts),
    handoffJob: createHandoffJob({
      ...parts,
      appVersion: '1',
      beatOf: async () => ({ by: 'score' }),
      provenanceOf: async () => '{}\n',
      separated: { find: async () => undefined, listOfTake: async () => [] },
      engineFor: () => {
        throw new Error('nobody asked for stems')
      },
    }),
    separated: { find: async () => undefined, listOfTake: async () => [] },
    stemsJob: createStemsJob({
      ...parts,
      separated: { find: async () => undefined, listOfTake: async () => [] },
      engineFor: () => {
        throw new Error('nobody asked for stems')
      },
    }),
    chooseFolder: async () => undefined,
    chooseSavePath: async (name) => {
      asked.push(name)
      return name.endsWith('.ogg') ? undefined : at('out', name)
    },
    jobs: {
      enqueue: async (definition, payload) => {
        work.push(definition.run(definition.payload.parse(payload), { ...context().context, jobId: 'job_00000001' as JobId, workFolder: at('out') }))
        return 'job_00000001' as JobId
      },
    },
  })
  expect(await handlers.saveAs({ trackId: TRACK, format: 'flac' })).toEqual({ ok: true, value: { jobId: 'job_00000001' } })
  await Promise.all(work)
  expect(asked).toEqual(['Rain - “glass” 🌧.flac'])
  expect(finished).toEqual(['Rain - “glass” 🌧.flac'])
  expect(await handlers.saveAs({ trackId: TRACK, format: 'ogg' })).toEqual({ ok: true, value: {} })
  expect(await handlers.saveAs({ trackId: TRACK, format: 'mid' })).toMatchObject({ ok: false, error: { code: 'export.no-score' } })
})

test('a file says how its song came to be, and what the musician adds', async () => {
  await write('flac', at('out', 'song.flac'), false, { tags: { album: 'Night', isrc: 'USRC17607839' } })
  const { common, native } = await parseFile(at('out', 'song.flac'))
  expect(common).toMatchObject({ title: 'Rain / “glass” 🌧', artist: 'Me', album: 'Night', isrc: ['USRC17607839'], date: '1970-01-01' })
  const comment = native.vorbis?.find(({ id }) => id === 'COMMENT')?.value
  expect(comment).toContain('composed and played by a program that follows rules; no model trained on recordings was used')
  expect(comment).toContain('Licence: MIT. Leaned on: “Old “friend””.')
  expect(native.vorbis).toContainEqual({ id: 'DIGITALSOURCETYPE', value: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia' })
})

const many = (songs: { trackId: TrackId; fileName: string }[], signal = context().context.signal) =>
  createMixdownManyJob(parts).run(
    { songs, folder: at('out'), format: 'wav', options: {} },
    { ...context().context, signal, jobId: 'job_00000001' as JobId, workFolder: at('out') },
  )

test('several songs: the good ones are there, the bad one is named', async () => {
  const songs = [
    { trackId: TRACK, fileName: 'one.wav' },
    { trackId: 'trk_00000009' as TrackId, fileName: 'gone.wav' },
    { trackId: TRACK, fileName: 'three.wav' },
  ]
  await expect(many(songs)).rejects.toMatchObject({
    failure: { code: 'export.some-failed', message: expect.stringContaining('1 of 3 songs could not be written (gone.wav)') },
  })
  expect(readdirSync(at('out')).toSorted()).toEqual(['one.wav', 'three.wav'])
  expect(finished).toEqual(['out'])
})

test('several songs into a folder that is gone: nothing is tried again and again', async () => {
  rmSync(at('out'), { recursive: true })
  expect(await refusal(many([{ trackId: TRACK, fileName: 'one.wav' }]))).toBe('export.no-folder')
})

test.each(['../up.wav', 'a/b.wav', '/etc/x.wav', '..', 'nul.wav'])('a queue that asks for a file named %s is refused', (fileName) => {
  expect(createMixdownManyJob(parts).payload.safeParse({ songs: [{ trackId: TRACK, fileName }], folder: at('out'), format: 'wav' }).success).toBe(false)
})

test.each([
  ['a drawing with a script in it', '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'],
  ['nothing', ''],
])('a cover that is %s is refused', async (_, text) => {
  writeFileSync(at('cover.png'), text)
  const order = { trackId: TRACK, format: 'mp3' as const, path: at('out', 'x.mp3'), force: false, coverPath: at('cover.png') }
  expect(await refusal(exportTrack(parts, order, context().context))).toBe('export.bad-cover')
  expect(await refusal(exportTrack(parts, { ...order, coverPath: at('nowhere.png') }, context().context))).toBe('export.bad-cover')
  expect(readdirSync(at('out'))).toEqual([])
})
