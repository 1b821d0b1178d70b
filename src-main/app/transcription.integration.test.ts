import { spawn } from 'node:child_process'
import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { type JobId, type TrackId, TrackId as trackIdSchema } from '../../src-shared/kernel/ids.ts'
import { type TranscribeRequest, type TranscriptionDetail, type TranscriptionId, transcription } from '../../src-shared/transcription/contract.ts'
import { DEFAULT_NOTE_SETTINGS } from '../../src-shared/transcription/notes.ts'
import { RATE_HZ } from '../inference/tasks/basic-pitch/frames.ts'
import { goldenPassage, type PassageNote } from '../inference/tasks/basic-pitch/golden-inputs.ts'
import goldens from '../inference/tasks/basic-pitch/goldens.json' with { type: 'json' }
import { testStudio, value } from './studio-for-tests.ts'

/** Audio to MIDI through a whole studio, with the network that ships with it. */

const PASSAGE = goldens.sound.passage as unknown as readonly PassageNote[]
const PASSAGE_SECONDS = goldens.sound.seconds
const WEEK_AND_A_DAY_MILLISECONDS = 8 * 86_400_000

const { home, open: openAny, close, here, importSound, launched } = testStudio()
const open = (wishes: Parameters<typeof openAny>[0] = {}) => openAny({ ...wishes, chooseSavePath: async () => join(home(), 'notes.mid') })
beforeEach(async () => void (await open()))

const importSong = (samples: Float32Array): Promise<TrackId> => importSound([samples], RATE_HZ)
const importPassage = (): Promise<TrackId> => importSong(goldenPassage(PASSAGE, PASSAGE_SECONDS))
/** the passage again and again */
const importLong = (rounds: number): Promise<TrackId> => {
  const notes = Array.from({ length: rounds }, (_, round) => PASSAGE.map(([at, ...rest]) => [at + round * PASSAGE_SECONDS, ...rest] as const)).flat()
  return importSong(goldenPassage(notes, rounds * PASSAGE_SECONDS))
}

type Wish = Partial<Omit<TranscribeRequest, 'trackId'>>
const ask = (trackId: TrackId, wish: Wish = {}) => here().handlers.transcription.start(transcription.start.input.parse({ trackId, ...wish }))
const start = async (trackId: TrackId, wish: Wish = {}): Promise<JobId> => value(await ask(trackId, wish)).jobId
const get = async (transcriptionId: TranscriptionId): Promise<TranscriptionDetail> => value(await here().handlers.transcription.get({ transcriptionId }))
const listAll = async (trackId: TrackId) => value(await here().handlers.transcription.list({ trackId })).transcriptions

const listen = async (trackId: TrackId, wish: Wish = {}): Promise<{ job: Job; id: TranscriptionId | undefined }> => {
  let id: TranscriptionId | undefined
  const stop = here().events.on('transcription.finished', (fact) => {
    id = fact.transcriptionId
  })
  const job = await here().jobs.whenEnded(await start(trackId, wish))
  stop()
  return { job, id }
}
const hear = async (trackId: TrackId, wish: Wish = {}): Promise<TranscriptionDetail> => {
  const { job, id } = await listen(trackId, wish)
  expect([job.state, job.error?.message]).toEqual(['succeeded', undefined])
  if (!id) throw new Error('nobody said that the notes are there')
  return get(id)
}
/** until the network is at work */
const networkWorks = (): Promise<void> =>
  new Promise((resolve) => {
    here().events.on('jobs.changed', ({ kind, stage }) => kind === 'transcription' && stage.includes('listening for notes') && resolve())
  })
const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])
const expectNothingLeft = async (trackId: TrackId): Promise<void> => {
  expect(await listAll(trackId)).toEqual([])
  await expect.poll(() => namesIn(here().folder.work)).toEqual([])
  expect(await namesIn(join(here().folder.cache, 'heard'))).toEqual([])
}

describe('the notes of a recording', () => {
  test('are those that were played, and are kept; the same request again answers them without listening', async () => {
    const trackId = await importPassage()
    const heard = await hear(trackId)
    expect(heard).toMatchObject({ trackId, name: 'Song', startSeconds: 0, settings: DEFAULT_NOTE_SETTINGS, program: 0 })
    for (const [at, , pitch] of PASSAGE)
      expect(
        heard.notes.filter((note) => note.pitch === pitch && Math.abs(note.startSeconds - at) < 0.06),
        `${pitch} at ${at} s`,
      ).toHaveLength(1)

    await open()
    expect(await get(heard.id)).toEqual(heard)
    expect((await listen(trackId)).id).toBe(heard.id)
    expect(await listAll(trackId)).toHaveLength(1)
    expect(launched().map(({ name }) => name)).not.toContain('Segno inference')

    // another request is another set of notes
    const high = await hear(trackId, { settings: { ...DEFAULT_NOTE_SETTINGS, lowestPitch: 70 } })
    expect(high.id).not.toBe(heard.id)
    expect(high.notes.every(({ pitch }) => pitch >= 70)).toBe(true)
    expect(await listAll(trackId)).toHaveLength(2)
  })

  test('follow other settings at once; without what was heard they stay, and a new listen keeps their place', async () => {
    const trackId = await importPassage()
    const heard = await hear(trackId)
    const settings = { ...DEFAULT_NOTE_SETTINGS, onsetThreshold: 0.3, frameThreshold: 0.2, minimumMilliseconds: 58 }
    const more = value(await here().handlers.transcription.adjust({ transcriptionId: heard.id, settings }))
    expect(more.noteCount).toBeGreaterThan(heard.noteCount)
    expect(await get(heard.id)).toEqual(more)

    await open()
    await rm(join(here().folder.cache, 'heard'), { recursive: true })
    const refused = await here().handlers.transcription.adjust({ transcriptionId: heard.id, settings: DEFAULT_NOTE_SETTINGS })
    expect(refused).toMatchObject({ ok: false, error: { code: 'transcription.must-listen-again' } })
    expect(await get(heard.id)).toEqual(more)
    const again = await hear(trackId, { transcriptionId: heard.id, settings: DEFAULT_NOTE_SETTINGS })
    expect([again.id, again.notes]).toEqual([heard.id, heard.notes])
    expect(await listAll(trackId)).toHaveLength(1)
  })

  test('of a part of it lie where they lie in the song; what cannot be listened to is said before anything starts', async () => {
    const trackId = await importPassage()
    const part = await hear(trackId, { startSeconds: 2.55, endSeconds: 4 })
    expect(part.notes.length).toBeGreaterThanOrEqual(3)
    for (const { startSeconds, endSeconds } of part.notes) {
      expect(startSeconds).toBeGreaterThanOrEqual(2.55)
      expect(endSeconds).toBeLessThanOrEqual(4.05)
    }
    const refusal = async (wish: Wish, whose = trackId) => {
      const answer = await ask(whose, wish)
      return answer.ok ? 'started' : answer.error.code
    }
    expect(await refusal({ startSeconds: 3, endSeconds: 3.1 })).toBe('transcription.empty-region')
    expect(await refusal({ startSeconds: 60 })).toBe('transcription.empty-region')
    expect(await refusal({ audioSha256: 'a'.repeat(64) as TranscribeRequest['audioSha256'] })).toBe('transcription.no-such-sound')
    expect(await refusal({}, trackIdSchema.parse(trackId.replace(/.$/, trackId.endsWith('0') ? '1' : '0')))).toBe('track.not-found')
  })

  test('become a MIDI file; a file that is there is kept unless it may be replaced', async () => {
    const { id } = await hear(await importPassage())
    expect(value(await here().handlers.transcription.saveMidi({ transcriptionId: id }))).toEqual({ fileName: 'notes.mid' })
    const bytes = await readFile(join(home(), 'notes.mid'))
    expect(bytes.toString('latin1', 0, 4)).toBe('MThd')
    await expect(here().writeMidi(id, join(home(), 'notes.mid'), { force: false })).rejects.toMatchObject({ failure: { code: 'export.file-exists' } })
    expect(await readFile(join(home(), 'notes.mid'))).toEqual(bytes)
  })

  test('can be removed and brought back for a week; a song that is deleted for good takes them along', async () => {
    const trackId = await importPassage()
    const heard = await hear(trackId)
    const one = { transcriptionId: heard.id }
    const gone = { ok: false, error: { code: 'transcription.not-found' } }
    value(await here().handlers.transcription.remove(one))
    expect(await listAll(trackId)).toEqual([])
    expect(await here().handlers.transcription.get(one)).toMatchObject(gone)
    expect(await here().handlers.transcription.remove(one)).toMatchObject(gone)
    value(await here().handlers.transcription.restore(one))
    expect(await get(heard.id)).toEqual(heard)

    // what was removed is no answer to the same request
    value(await here().handlers.transcription.remove(one))
    const other = await hear(trackId)
    expect(other.id).not.toBe(heard.id)
    await here().tidy()
    value(await here().handlers.transcription.restore(one))
    value(await here().handlers.transcription.remove(one))
    await open({ later: WEEK_AND_A_DAY_MILLISECONDS })
    await here().tidy()
    expect(await here().handlers.transcription.restore(one)).toMatchObject(gone)
    expect(await listAll(trackId)).toHaveLength(1)

    value(await here().handlers.library.trash({ trackIds: [trackId] }))
    expect(await get(other.id)).toEqual(other)
    value(await here().handlers.library.emptyTrash({}))
    expect(await here().handlers.transcription.get({ transcriptionId: other.id })).toMatchObject(gone)
    expect(await here().handlers.transcription.list({ trackId })).toMatchObject({ ok: false, error: { code: 'track.not-found' } })
  })
})

test('a silent song has no notes, and no file is made of none', async () => {
  const silent = await hear(await importSong(new Float32Array(3 * RATE_HZ)))
  expect(silent.notes).toEqual([])
  const refused = await here().handlers.transcription.saveMidi({ transcriptionId: silent.id })
  expect(refused).toMatchObject({ ok: false, error: { code: 'transcription.no-notes', message: expect.stringContaining('No notes were heard') } })
  expect(await namesIn(home())).not.toContain('notes.mid')
})

test('a damaged model fails the job in words and leaves nothing', async () => {
  const trackId = await importPassage()
  const folder = join(home(), 'models', 'basic-pitch')
  await cp(join(import.meta.dirname, '../../resources/models/basic-pitch'), folder, { recursive: true })
  // as long as it was, so that only opening it tells
  await writeFile(join(folder, 'nmp.onnx'), Buffer.alloc((await readFile(join(folder, 'nmp.onnx'))).length))
  const { job, id } = await listen(trackId)
  expect(job).toMatchObject({ state: 'failed', error: { code: 'model.damaged', message: expect.stringContaining('Repair') } })
  expect(id).toBeUndefined()
  await expectNothingLeft(trackId)
})

describe('work that is broken off', () => {
  test('a cancel ends it within a second and leaves nothing', async () => {
    const trackId = await importLong(8)
    const works = networkWorks()
    const jobId = await start(trackId)
    await works
    const at = performance.now()
    await here().jobs.cancel(jobId)
    expect((await here().jobs.whenEnded(jobId)).state).toBe('cancelled')
    // a second is promised; the rest is for a machine that is busy with other tests
    expect(performance.now() - at).toBeLessThan(2_000)
    await expectNothingLeft(trackId)
  })

  test('a network that is killed fails the job in words; it can be tried again', async () => {
    await open({ claimOnlyOwn: false })
    const trackId = await importLong(4)
    const works = networkWorks()
    const jobId = await start(trackId)
    await works
    process.kill(launched().find(({ name }) => name === 'Segno inference')?.pid ?? Number.NaN, 'SIGKILL')
    expect(await here().jobs.whenEnded(jobId)).toMatchObject({ state: 'failed', error: { code: 'engine.crashed' } })
    await expectNothingLeft(trackId)
    value(await here().jobs.retry(jobId))
    expect((await here().jobs.whenEnded(jobId)).state).toBe('succeeded')
    expect(await listAll(trackId)).toHaveLength(1)
  })

  test('a song that is deleted for good in the middle gets no notes, and the job says why', async () => {
    const trackId = await importLong(4)
    const works = networkWorks()
    const jobId = await start(trackId)
    await works
    value(await here().handlers.library.trash({ trackIds: [trackId] }))
    value(await here().handlers.library.emptyTrash({}))
    expect(await here().jobs.whenEnded(jobId)).toMatchObject({ state: 'failed', error: { code: 'track.not-found' } })
  })

  test('kill -9 of the studio leaves nothing; the work is done once when it opens again', async () => {
    const trackId = await importLong(6)
    await close()
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../cli.ts'), 'midi', trackId], {
      env: { ...process.env, SEGNO_HOME: home() },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    await new Promise<void>((resolve, reject) => {
      let said = ''
      child.stderr.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('listening for notes')) resolve()
      })
      child.once('exit', () => reject(new Error(`it ended before it was killed: ${said}`)))
    })
    child.kill('SIGKILL')
    await gone
    await open({ claimOnlyOwn: false })
    expect(await listAll(trackId)).toEqual([])
    await expect.poll(() => listAll(trackId), { timeout: 60_000, interval: 100 }).toHaveLength(1)
    await expect
      .poll(async () => (await here().jobs.list({ limit: 9 })).find(({ kind }) => kind === 'transcription'))
      .toMatchObject({ state: 'succeeded', attempt: 2 })
    const [kept] = await listAll(trackId)
    expect(kept?.noteCount).toBeGreaterThan(6 * 10)
  })
})
