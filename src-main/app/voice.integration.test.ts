import { spawn } from 'node:child_process'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import type { JobId } from '../../src-shared/kernel/ids.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { RecordingId } from '../../src-shared/voice/contract.ts'
import { testStudio, value } from './studio-for-tests.ts'

/**
 * Prompts by voice through a whole studio, without weights: a folder that looks like Whisper and holds none. Silence is told before the model
 * is read; anything louder finds the model damaged. What real weights write down: `voice/speech.model.test.ts`.
 */
const RATE = 16_000

const { home, open: openAny, here } = testStudio()
const open = () => openAny({ claimOnlyOwn: false })
const modelFolder = (): string => join(home(), 'models', 'whisper-tiny')
const installHollow = async (): Promise<void> => {
  await mkdir(modelFolder(), { recursive: true })
  const roles = { encoder: 'encoder.onnx', decoder: 'decoder.onnx', tokenizer: 'tokenizer.json', generation_config: 'generation_config.json' }
  const files = Object.entries(roles).map(([role, path]) => ({ role, path, bytes: 4, sha256: '0'.repeat(64) }))
  for (const { path } of files) await writeFile(join(modelFolder(), path), 'none')
  const licence = { id: 'Apache-2.0', name: 'Apache License 2.0', mayISell: 'yes', note: 'Yes.' }
  const manifest = { id: 'whisper-tiny', name: 'Whisper tiny', task: 'speech-to-text', variant: 'int8', licence, params: {}, files }
  await writeFile(join(modelFolder(), 'segno-model.json'), JSON.stringify(manifest))
}

const left = (): Promise<string[]> => readdir(join(home(), 'cache', 'voice')).catch(() => [])
const begin = async (): Promise<RecordingId> => value(await here().handlers.voice.begin({})).recordingId
/** a second a piece, as the window sends it */
const record = async (loudness: number): Promise<RecordingId> => {
  const random = createRandom(3)
  const recordingId = await begin()
  for (let second = 0; second < 2; second++) {
    const samples = Int16Array.from({ length: RATE }, () => loudness * 32_000 * (2 * random.next() - 1))
    value(await here().handlers.voice.append({ recordingId, sampleRateHz: RATE, pcm16: Buffer.from(samples.buffer).toString('base64') }))
  }
  return recordingId
}
const finish = async (recordingId: RecordingId): Promise<JobId> => value(await here().handlers.voice.finish({ recordingId })).jobId
const hearWords = (): { readonly text: string; readonly seconds: number }[] => {
  const words: { readonly text: string; readonly seconds: number }[] = []
  here().events.on('voice.heard', ({ text, seconds }) => void words.push({ text, seconds }))
  return words
}

test('a recording of an empty room says that nobody spoke, and is deleted', async () => {
  await installHollow()
  await open()
  const words = hearWords()
  const jobId = await finish(await record(0))
  const job = await here().jobs.whenEnded(jobId)
  expect([job.state, job.error?.message]).toEqual(['succeeded', undefined])
  expect(words).toEqual([{ text: '', seconds: 2 }])
  await expect.poll(left).toEqual([])
})

test('a model that is damaged, or goes before its turn, fails in words; the recording is deleted all the same', async () => {
  await installHollow()
  await open()
  const words = hearWords()
  const damaged = await here().jobs.whenEnded(await finish(await record(0.5)))
  expect(damaged).toMatchObject({ state: 'failed', error: { code: 'model.damaged', message: expect.stringContaining('Repair') } })
  await expect.poll(left).toEqual([])

  const recordingId = await record(0.5)
  await rm(modelFolder(), { recursive: true })
  const gone = await here().jobs.whenEnded(await finish(recordingId))
  expect(gone).toMatchObject({ state: 'failed', error: { code: 'model.not-installed' } })
  await expect.poll(left).toEqual([])
  expect(words).toEqual([])

  // and nothing more is recorded
  expect(await here().handlers.voice.begin({})).toMatchObject({ ok: false, error: { code: 'model.not-installed', message: expect.stringContaining('Models') } })
  expect(here().mayUseMicrophone()).toBe(false)
})

test('a cancel ends it within a second, without words, and the recording is deleted', async () => {
  await installHollow()
  await open()
  const words = hearWords()
  const jobId = await finish(await record(0))
  const at = performance.now()
  value(await here().jobs.cancel(jobId))
  expect((await here().jobs.whenEnded(jobId)).state).toBe('cancelled')
  // a second is promised; the rest is for a machine that is busy with other tests
  expect(performance.now() - at).toBeLessThan(2_000)
  await expect.poll(left).toEqual([])
  expect(words).toEqual([])
})

test('a crash leaves no recording behind after the next start; trying again says what to do', async () => {
  await installHollow()
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', fileURLToPath(new URL('./fixture.dictating-process.ts', import.meta.url))], {
    env: { ...process.env, SEGNO_HOME: home() },
    stdio: 'ignore',
  })
  const signal = await new Promise((resolve) => child.once('exit', (_, how) => resolve(how)))
  expect(signal).toBe('SIGKILL')
  expect(await left()).toHaveLength(1)

  await open()
  await here().tidy()
  expect(await left()).toEqual([])
  const [job] = await here().jobs.list({ limit: 9 })
  expect(job).toMatchObject({ kind: 'voice', state: 'interrupted' })
  if (!job) throw new Error('no job')
  value(await here().jobs.retry(job.id))
  expect(await here().jobs.whenEnded(job.id)).toMatchObject({
    state: 'failed',
    error: { code: 'voice.recording-gone', message: expect.stringContaining('Press record again') },
  })

  // what is recorded now is not old
  const recordingId = await record(0)
  await here().tidy()
  expect((await here().jobs.whenEnded(await finish(recordingId))).state).toBe('succeeded')
})
