import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { JobId } from '../../src-shared/kernel/ids.ts'
import { MAX_RECORDING_SECONDS, RecordingId } from '../../src-shared/voice/contract.ts'
import { readWavSpan } from '../audio/index.ts'
import { createMicrophoneGate, createRecordings, createVoiceHandlers } from './index.ts'
import type { ListenJob } from './listen-job.ts'
import type { VoiceHandlerParts } from './voice-handlers.ts'

const RATE = 16_000
const JOB = JobId.parse(`job_${'0'.repeat(26)}`)
const UNKNOWN = RecordingId.parse('rec_00000000')

let folder = ''
let clock = 0
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'voice-'))
  clock = 1_000
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The handlers over real recordings; the queue keeps what it is given, and a test says when the job ends. */
const setUp = (options: { readonly model?: string | undefined; readonly refusal?: FailureError } = { model: 'whisper-tiny' }) => {
  const payloads: unknown[] = []
  const { promise: ended, resolve: endJob } = Promise.withResolvers<never>()
  const models = {
    forTask: () => (options.model === undefined ? [] : [{ id: options.model }]),
    require(modelId: string) {
      throw new FailureError(failure('model.not-installed', `The model “${modelId}” is not installed. Open Models and install it.`, { modelId }))
    },
  }
  const jobs = {
    async enqueue(_: unknown, payload: unknown) {
      if (options.refusal) throw options.refusal
      payloads.push(payload)
      return JOB
    },
    whenEnded: () => ended,
  }
  const recordings = createRecordings(folder)
  const gate = createMicrophoneGate(() => clock)
  const parts = { models, jobs, recordings, gate, listenJob: {} as ListenJob } as unknown as VoiceHandlerParts
  return { handlers: createVoiceHandlers(parts), recordings, gate, payloads, endJob: () => endJob(undefined as never) }
}
type Handlers = ReturnType<typeof setUp>['handlers']

const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string; message: string } }): T => {
  if (!result.ok) throw new Error(`${result.error.code}: ${result.error.message}`)
  return result.value
}
const begin = async (handlers: Handlers): Promise<RecordingId> => value(await handlers.begin({})).recordingId
/** a piece whose samples count on from `first` */
const piece = (first: number, count: number, sampleRateHz = RATE) => ({
  sampleRateHz,
  pcm16: Buffer.from(Int16Array.from({ length: count }, (_, i) => first + i).buffer).toString('base64'),
})

describe('a recording in pieces', () => {
  test('is one file, in the order of its pieces, sample by sample; the job gets its name and language', async () => {
    const { handlers, recordings, payloads } = setUp()
    const recordingId = await begin(handlers)
    for (const [first, count] of [[0, 700] as const, [700, 1] as const, [701, 1_299] as const])
      expect(value(await handlers.append({ recordingId, ...piece(first, count) }))).toEqual({})
    expect(value(await handlers.finish({ recordingId, language: 'de' }))).toEqual({ jobId: JOB })
    expect(payloads).toEqual([{ source: { kind: 'recording', recordingId }, modelId: 'whisper-tiny', language: 'de' }])
    const [samples] = await readWavSpan(recordings.pathOf(recordingId))
    expect(samples?.map((sample) => sample * 32_768)).toEqual(Float32Array.from({ length: 2_000 }, (_, i) => i))
  })

  test('that goes on for longer than a prompt may is stopped in words; what was said so far is written down', async () => {
    const { handlers, recordings } = setUp()
    const recordingId = await begin(handlers)
    const second = piece(0, RATE)
    let taken = 0
    let refused: unknown
    for (; taken < MAX_RECORDING_SECONDS + 10; taken++) {
      const answer = await handlers.append({ recordingId, ...second })
      if (answer.ok) continue
      refused = answer.error
      break
    }
    expect(refused).toMatchObject({ code: 'voice.too-long', message: expect.stringContaining(`${MAX_RECORDING_SECONDS} seconds`) })
    expect(taken).toBeGreaterThanOrEqual(MAX_RECORDING_SECONDS)
    expect(taken).toBeLessThanOrEqual(MAX_RECORDING_SECONDS + 1)
    expect((await handlers.append({ recordingId, ...second })).ok).toBe(false)
    value(await handlers.finish({ recordingId }))
    expect((await readWavSpan(recordings.pathOf(recordingId)))[0]?.length).toBe(taken * RATE)
  })

  test('out of order: before the beginning, after the end, after it was dropped, of a recording that another one replaced', async () => {
    const { handlers, payloads } = setUp()
    const gone = { ok: false, error: { code: 'voice.recording-gone', message: expect.stringContaining('Press record again') } }
    expect(await handlers.append({ recordingId: UNKNOWN, ...piece(0, 10) })).toMatchObject(gone)
    expect(await handlers.finish({ recordingId: UNKNOWN })).toMatchObject(gone)

    const first = await begin(handlers)
    const second = await begin(handlers)
    expect(await handlers.append({ recordingId: first, ...piece(0, 10) })).toMatchObject(gone)
    value(await handlers.append({ recordingId: second, ...piece(0, 10) }))
    value(await handlers.finish({ recordingId: second }))
    expect(await handlers.append({ recordingId: second, ...piece(10, 10) })).toMatchObject(gone)
    expect(await handlers.finish({ recordingId: second })).toMatchObject(gone)

    const third = await begin(handlers)
    value(await handlers.append({ recordingId: third, ...piece(0, 10) }))
    value(await handlers.discard({ recordingId: third }))
    expect(await handlers.finish({ recordingId: third })).toMatchObject(gone)
    expect(payloads).toHaveLength(1)
    expect(existsSync(join(folder, `${third}.wav`))).toBe(false)
  })

  test('with nothing in it says so, and starts no job', async () => {
    const { handlers, payloads } = setUp()
    const recordingId = await begin(handlers)
    expect(await handlers.finish({ recordingId })).toMatchObject({ ok: false, error: { code: 'voice.nothing-heard' } })
    expect(payloads).toEqual([])
    expect(await readdir(folder)).toEqual([])
  })
})

test('a job that is cancelled before its turn takes its recording along', async () => {
  const { handlers, recordings, endJob } = setUp()
  const recordingId = await begin(handlers)
  value(await handlers.append({ recordingId, ...piece(0, 100) }))
  value(await handlers.finish({ recordingId }))
  expect(existsSync(recordings.pathOf(recordingId))).toBe(true)
  endJob()
  await expect.poll(() => existsSync(recordings.pathOf(recordingId))).toBe(false)
})

test('a job that cannot be kept leaves no recording', async () => {
  const { handlers } = setUp({ model: 'whisper-tiny', refusal: new FailureError(failure('disk.full', 'The disk is full.')) })
  const recordingId = await begin(handlers)
  value(await handlers.append({ recordingId, ...piece(0, 100) }))
  expect(await handlers.finish({ recordingId })).toMatchObject({ ok: false, error: { code: 'disk.full' } })
  expect(await readdir(folder)).toEqual([])
})

test('without a model nothing is recorded, and the microphone stays shut', async () => {
  const { handlers, gate } = setUp({})
  const missing = { ok: false, error: { code: 'model.not-installed', message: expect.stringContaining('whisper-base') } }
  expect(await handlers.begin({})).toMatchObject(missing)
  expect(gate.isOpen()).toBe(false)
  expect(await handlers.transcribeFile('/nowhere.wav', {})).toMatchObject(missing)
  expect(await handlers.transcribeFile('/nowhere.wav', { modelId: 'whisper-small' })).toMatchObject({ ok: false, error: { code: 'model.not-installed' } })
})

test('the microphone is open from the press of record to the end of the recording, and never longer than it may last', async () => {
  const { handlers, gate } = setUp()
  expect(gate.isOpen()).toBe(false)
  const recordingId = await begin(handlers)
  expect(gate.isOpen()).toBe(true)
  await handlers.finish({ recordingId })
  expect(gate.isOpen()).toBe(false)
  await handlers.discard({ recordingId: await begin(handlers) })
  expect(gate.isOpen()).toBe(false)
  await begin(handlers)
  clock += 151_000
  expect(gate.isOpen()).toBe(false)
})

test('tidying deletes what is older, and nothing newer', async () => {
  const { recordings } = setUp()
  for (const [name, seconds] of [['rec_old00000.wav', 10] as const, ['rec_new00000.wav', 30] as const]) {
    await writeFile(join(folder, name), 'RIFF')
    await utimes(join(folder, name), seconds, seconds)
  }
  await recordings.tidy(20_000)
  expect(await readdir(folder)).toEqual(['rec_new00000.wav'])
  await expect(createRecordings(join(folder, 'missing')).tidy(20_000)).resolves.toBeUndefined()
})
