import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DEFAULT_REMIX_CONTROLS } from '../../src-shared/generation/plan.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import { testStudio, value } from './studio-for-tests.ts'

/** Random weights: noise, but made by the whole chain, from a request to a take and back. */
const FIXTURE = join(import.meta.dirname, '../../models/fixtures/musicgen-tiny')
const { home, open, here } = testStudio()

const modelFolder = () => join(home(), 'models', 'musicgen-tiny')
const tuning = { temperature: 0.9, topK: 40 }
const wish = { prompt: 'slow piano, rain', seconds: 8, overrides: {}, engine: 'musicgen-tiny', seed: 5, variations: 1, tuning }
const write = async (): Promise<TrackId> => {
  await cp(FIXTURE, modelFolder(), { recursive: true })
  await open()
  const made = new Promise<TrackId>((resolve) => here().events.on('generation.finished', ({ trackId }) => resolve(trackId)))
  const { jobs } = value(await here().handlers.generation.start(wish))
  expect((await here().jobs.whenEnded(jobs[0]?.jobId as JobId)).state).toBe('succeeded')
  return made
}

test('a song of a model is made again to the byte, after a restart and with its own numbers; a changed or missing model is told apart', async () => {
  const trackId = await write()
  await open()
  const { takes } = value(await here().handlers.project.open({ trackId }))
  const [take] = takes
  const manifest = JSON.parse(await readFile(join(modelFolder(), 'segno-model.json'), 'utf8'))
  expect(take?.making).toMatchObject({ request: { prompt: wish.prompt, seconds: 8, seed: take?.seed, tuning }, providers: ['cpu'] })
  const verified = new Promise<object>((resolve) => here().events.on('generation.verified', resolve))
  const { jobId } = value(await here().handlers.generation.verify({ trackId }))
  const job = await here().jobs.whenEnded(jobId)
  expect([job.state, job.kind, job.error]).toEqual(['succeeded', 'generation.verify-with-model', undefined])
  expect(await verified).toMatchObject({ trackId, isIdentical: true, expectedSha256: take?.audioSha256, actualSha256: take?.audioSha256 })

  const [first, ...others] = manifest.files
  const other = { ...manifest, files: [{ ...first, sha256: 'f'.repeat(64) }, ...others] }
  await writeFile(join(modelFolder(), 'segno-model.json'), JSON.stringify(other))
  const changed = await here().handlers.generation.verify({ trackId })
  expect(changed).toMatchObject({ ok: false, error: { code: 'verify.model-changed', details: { recorded: take?.making?.modelFingerprint } } })
  await rm(modelFolder(), { recursive: true })
  expect(await here().handlers.generation.verify({ trackId })).toMatchObject({ ok: false, error: { code: 'verify.model-gone' } })
})

test('of two endings that the model writes the one that is closer to the song’s notes is kept', async () => {
  const trackId = await write()
  const controls = { ...DEFAULT_REMIX_CONTROLS, melodyLoyalty: 0.8 }
  const { jobIds } = value(await here().handlers.editing.extend({ trackId, seconds: 2, direction: 'after', prompt: '', controls, takes: 1, seed: 3 }))
  expect(await here().jobs.whenEnded(jobIds[0] as JobId)).toMatchObject({ state: 'succeeded', kind: 'editing.extend-by-model' })
  const take = value(await here().handlers.project.open({ trackId })).takes.at(-1)
  expect(take).toMatchObject({
    kind: 'extend',
    engine: 'musicgen-tiny',
    seed: 3,
    reason: expect.stringMatching(/Picked [12] of 2 by melody \([01]\.\d\d alike\)\./),
  })
})
