import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { EnhanceModel } from '../../src-shared/enhancement/contract.ts'
import type { Job } from '../../src-shared/jobs/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { readWavSpan } from '../audio/index.ts'
import { cutOff, fallingNoise } from '../inference/tasks/super-resolution/sound-for-tests.ts'
import { testStudio, value } from './studio-for-tests.ts'

const WEIGHTS = join(import.meta.dirname, '../../../shared/models/flashsr_lite.onnx')
const hasWeights = existsSync(WEIGHTS)
const RATE = 44_100

const { home, open, close, here, importSound: importAt } = testStudio()
/** as Models → Import leaves it */
const install = async (): Promise<void> => {
  const folder = join(home(), 'models', 'flashsr')
  await mkdir(folder, { recursive: true })
  await copyFile(WEIGHTS, join(folder, 'flashsr_lite.onnx'))
  const body = await readFile(WEIGHTS)
  const files = [{ role: 'model', path: 'flashsr_lite.onnx', bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') }]
  const licence = { id: 'Apache-2.0', name: 'Apache License 2.0', mayISell: 'yes', note: 'Yes.' }
  await writeFile(
    join(folder, 'segno-model.json'),
    JSON.stringify({ id: 'flashsr', name: 'FlashSR', task: 'super-resolution', variant: 'lite', licence, params: {}, files }),
  )
}

const dull = (seconds: number, rateHz = RATE, cutoffHz = 9_000) => [1, 2].map((seed) => cutOff(fallingNoise(seconds, rateHz, seed), rateHz, cutoffHz))
const importSound = (channels: readonly Float32Array[], rateHz = RATE): Promise<TrackId> => importAt(channels, rateHz)
type Told = { outcome: string; message: string; takeId?: string | undefined; madeTrackId?: TrackId | undefined }
const restore = async (
  trackId: TrackId,
  model: EnhanceModel,
  region?: { startFrame: number; endFrame: number },
): Promise<{ job: Job; told: Told[]; takes: readonly Take[] }> => {
  const told: Told[] = []
  const stop = here().events.on('enhancement.finished', (fact) => void told.push(fact))
  const { jobIds } = value(await here().handlers.enhancement.restore({ trackId, model, ...region }))
  const [jobId] = jobIds
  if (!jobId) throw new Error('no job')
  const job = await here().jobs.whenEnded(jobId)
  stop()
  return { job, told, takes: value(await here().handlers.project.open({ trackId })).takes }
}
const soundOf = (take: Take | undefined): Promise<Float32Array[]> => {
  if (!take) throw new Error('no take')
  return readWavSpan(here().store.pathOf(take.audioSha256))
}

describe('without a model', () => {
  test('a whole song becomes a take that can be accepted and undone, and says what was added', async () => {
    await open()
    const trackId = await importSound(dull(4))
    const { job, told, takes } = await restore(trackId, 'exciter')
    expect([job.state, job.error?.message]).toEqual(['succeeded', undefined])
    const [original, take] = takes
    expect(take).toMatchObject({ kind: 'enhance', strategy: 'Brighten (no model)', lengthFrames: original?.lengthFrames, engine: original?.engine })
    expect(take?.enhancement).toMatchObject({ model: 'exciter', belowChangeDb: 0 })
    expect(take?.enhancement?.nullBelowDb).toBeLessThan(-60)
    expect(told).toMatchObject([{ outcome: 'take', takeId: take?.id }])
    if (!take || !original) throw new Error('no take')
    const accepted = value(await here().handlers.project.apply({ trackId, command: { type: 'take.accept', takeId: take.id } }))
    expect(accepted.document.currentTakeId).toBe(take.id)
    expect(accepted.history.at(-1)?.label).toMatch(/treble restored/)
    expect(value(await here().handlers.project.undo({ trackId })).document.currentTakeId).toBe(original.id)
  })

  test('a region is crossfaded in and proven: outside no bit has changed, and both ends are as loud as before', async () => {
    await open()
    const trackId = await importSound(dull(6))
    const { takes } = await restore(trackId, 'exciter', { startFrame: 2 * RATE, endFrame: 4 * RATE })
    const [original, take] = takes
    expect(take?.proof).toMatchObject({ outsideIdentical: true })
    for (const { loudnessStepLu } of take?.proof?.seams ?? []) expect(Math.abs(loudnessStepLu)).toBeLessThan(1.5)
    const [before, after] = [await soundOf(original), await soundOf(take)]
    expect(after[0]?.subarray(0, RATE)).toEqual(before[0]?.subarray(0, RATE))
    expect(after[0]?.subarray(5 * RATE)).toEqual(before[0]?.subarray(5 * RATE))
    expect(after[0]?.subarray(2.5 * RATE, 3.5 * RATE)).not.toEqual(before[0]?.subarray(2.5 * RATE, 3.5 * RATE))
  })

  test('a whole song is left alone, and it is said; the job did not fail', async () => {
    await open()
    const trackId = await importSound([fallingNoise(3, RATE, 5)])
    const { job, told, takes } = await restore(trackId, 'exciter')
    expect(job.state).toBe('succeeded')
    expect(told).toMatchObject([{ outcome: 'nothing-missing', message: expect.stringContaining('Nothing was changed') }])
    expect(takes).toHaveLength(1)
  })

  test('a song at 16 kHz becomes a new song at 48 kHz; a part of it is refused in words', async () => {
    await open()
    const trackId = await importSound([fallingNoise(3, 16_000, 6)], 16_000)
    const refused = await here().handlers.enhancement.restore({ trackId, model: 'exciter', startFrame: 0, endFrame: 16_000 })
    expect(refused).toMatchObject({ ok: false, error: { code: 'enhancement.rate-too-low' } })
    const { told, takes } = await restore(trackId, 'exciter')
    expect(takes).toHaveLength(1)
    const [fact] = told
    expect(fact?.outcome).toBe('song')
    if (!fact?.madeTrackId) throw new Error('no song')
    const song = value(await here().handlers.library.get({ trackId: fact.madeTrackId }))
    expect(song).toMatchObject({ title: 'song (restored)', sampleRateHz: 48_000 })
    expect(song.seconds).toBeCloseTo(3, 3)
  })

  test('what cannot be done is said before anything starts', async () => {
    await open()
    const trackId = await importSound(dull(2))
    const ask = (wish: object) => here().handlers.enhancement.restore({ trackId, ...wish })
    expect(await ask({ model: 'flashsr' })).toMatchObject({ ok: false, error: { code: 'model.not-installed', message: expect.stringContaining('Models') } })
    expect(await ask({ model: 'audiosr' })).toMatchObject({ ok: false, error: { code: 'model.not-installed' } })
    expect(await ask({ model: 'exciter', startFrame: 0, endFrame: 9 * RATE })).toMatchObject({ ok: false, error: { code: 'region.outside-song' } })
    expect(await ask({ model: 'exciter', startFrame: 10, endFrame: 20 })).toMatchObject({ ok: false, error: { code: 'region.empty' } })
    expect(value(await here().handlers.enhancement.choices({})).choices.map(({ isInstalled }) => isInstalled)).toEqual([false, false, false, true])
  })
})

describe.skipIf(!hasWeights)('with FlashSR (skipped where ../shared/models is not there)', () => {
  test('it is chosen by itself, and its take keeps the song below the cut-off', async () => {
    await install()
    await open()
    const trackId = await importSound(dull(2))
    const { jobIds } = value(await here().handlers.enhancement.restore({ trackId }))
    await Promise.all(jobIds.map((jobId) => here().jobs.whenEnded(jobId)))
    const take = value(await here().handlers.project.open({ trackId })).takes.at(-1)
    expect(take?.enhancement).toMatchObject({ model: 'flashsr-lite' })
    expect(take?.enhancement?.belowChangeDb).toBeLessThan(0.1)
    expect(take?.enhancement?.newCutoffHz).toBeGreaterThan(18_000)
  })

  test('kill -9 in the middle leaves the song as it was, and the work is done once when the studio opens again', async () => {
    await install()
    await open()
    const trackId = await importSound(dull(4))
    await close()
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, '../cli.ts'), 'enhance', trackId], {
      env: { ...process.env, SEGNO_HOME: home() },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    await new Promise<void>((resolve, reject) => {
      let said = ''
      child.stderr.on('data', (chunk) => {
        said += String(chunk)
        if (said.includes('restoring')) resolve()
      })
      child.once('exit', () => reject(new Error(`it ended before it was killed: ${said}`)))
    })
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    const again = await open({ claimOnlyOwn: false })
    await expect.poll(async () => value(await again.handlers.project.open({ trackId })).takes.length, { timeout: 90_000, interval: 500 }).toBe(2)
    const { takes, document } = value(await again.handlers.project.open({ trackId }))
    expect(takes.map(({ kind }) => kind)).toEqual(['imported', 'enhance'])
    expect(document.currentTakeId).toBe(takes[0]?.id)
  })
})
