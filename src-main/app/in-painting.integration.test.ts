import { cp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { RegenerateWay } from '../../src-shared/editing/ways.ts'
import { DEFAULT_REMIX_CONTROLS, type RemixControls } from '../../src-shared/generation/plan.ts'
import type { Job } from '../../src-shared/jobs/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { readWavSpan } from '../audio/index.ts'
import { seedOfCandidate } from '../editing/melody-choice.ts'
import { writeSound } from '../inference/sound/write-sound.ts'
import { testStudio, value } from './studio-for-tests.ts'

const FIXTURE = join(import.meta.dirname, '../../models/fixtures/vampnet-tiny')

const { home, open, here, importFile: importSong } = testStudio()
/** one take of each region, without a choice by melody */
const openPlainly = async (): Promise<void> => void value(await (await open()).handlers.settings.update({ melodyCandidates: 1 }))
const install = (): Promise<void> => cp(FIXTURE, join(home(), 'models', 'vampnet-tiny'), { recursive: true })
/** Bursts of noise twice a second, the channels not quite equal; silence between `quietFrom` and `quietTo` (seconds). */
const recording = async (name: string, { rateHz = 44_100, channels = 2, seconds = 8, quietFrom = 0, quietTo = 0 } = {}): Promise<string> => {
  const random = createRandom(9)
  const mid = Float32Array.from({ length: rateHz * seconds }, (_, at) => {
    const time = at / rateHz
    return time >= quietFrom && time < quietTo ? 0 : 0.5 * Math.exp(-8 * (time % 0.5)) * (random.next() - 0.5)
  })
  const path = join(home(), `${name}.wav`)
  await writeSound(path, channels === 1 ? [mid] : [mid, mid.map((sample, at) => 0.7 * sample + (sample === 0 ? 0 : 0.02 * Math.sin(at / 9)))], rateHz)
  return path
}

type Wish = { readonly from: number; readonly to: number; readonly seed?: number; readonly how?: RegenerateWay; readonly controls?: Partial<RemixControls> }
const regenerate = async (trackId: TrackId, { from, to, seed = 1, how, controls }: Wish): Promise<{ job: Job; takes: readonly Take[] }> => {
  const view = value(await here().handlers.project.open({ trackId }))
  const rate = view.takes[0]?.sampleRateHz ?? 0
  const asked = { trackId, startFrame: Math.round(from * rate), endFrame: Math.round(to * rate), prompt: '', seed, takes: 1, ...(how && { how }) }
  const { jobIds } = value(await here().handlers.editing.regenerate({ ...asked, controls: { ...DEFAULT_REMIX_CONTROLS, ...controls } }))
  const [jobId] = jobIds
  if (!jobId) throw new Error('no job')
  const job = await here().jobs.whenEnded(jobId)
  return { job, takes: value(await here().handlers.project.open({ trackId })).takes }
}

/** until the network is at work */
const imagining = (): Promise<void> =>
  new Promise((resolve) => {
    here().events.on('jobs.changed', ({ stage }) => stage?.includes('imagining') && resolve())
  })

const soundOf = (take: Take | undefined, from: number, to: number): Promise<Float32Array[]> => {
  if (!take) throw new Error('no take')
  return readWavSpan(here().store.pathOf(take.audioSha256), Math.round(from * take.sampleRateHz), Math.round(to * take.sampleRateHz))
}

describe('a region of a recording', () => {
  test.each([
    ['in the middle, stereo', {}, { from: 2.3, to: 4.1 }],
    ['at the very beginning, mono', { channels: 1 }, { from: 0, to: 1.5 }],
    ['at the very end, 48 kHz', { rateHz: 48_000 }, { from: 6.5, to: 8 }],
    ['that is silent', { quietFrom: 3, quietTo: 5.5 }, { from: 3.5, to: 5 }],
    ['that is the whole of it', { seconds: 3 }, { from: 0, to: 3 }],
    ['longer than the network sees', { seconds: 18 }, { from: 2, to: 16 }],
  ])('%s is filled in and proven; outside no bit has changed', async (name, sound, wish) => {
    await install()
    await openPlainly()
    const trackId = await importSong(await recording(name, sound))
    const { job, takes } = await regenerate(trackId, wish)
    expect([job.state, job.error?.message]).toEqual(['succeeded', undefined])
    expect(job.kind).toBe('editing.regenerate-by-model')
    const [original, take] = takes
    expect(take).toMatchObject({ kind: 'regenerate', engine: 'vampnet', strategy: 'in-painting', proof: { outsideIdentical: true } })
    expect(take?.reason).toContain('heard what lies before and after')
    expect([take?.lengthFrames, take?.channelCount, take?.sampleRateHz]).toEqual([original?.lengthFrames, original?.channelCount, original?.sampleRateHz])
    const [before, after] = [await soundOf(original, wish.from, wish.to), await soundOf(take, wish.from, wish.to)]
    expect(after.every((samples) => samples.every(Number.isFinite))).toBe(true)
    expect(after).not.toEqual(before)
  })

  test('the same seed gives the same bytes, another seed another take; the sliders reach the network', async () => {
    await install()
    await openPlainly()
    const trackId = await importSong(await recording('song'))
    const region = { from: 2, to: 4 }
    const take = async (wish: Partial<Wish>) => (await regenerate(trackId, { ...region, ...wish })).takes.at(-1)
    const [one, again, other] = [await take({ seed: 5 }), await take({ seed: 5 }), await take({ seed: 6 })]
    expect(again?.audioSha256).toBe(one?.audioSha256)
    expect(other?.audioSha256).not.toBe(one?.audioSha256)
    const share = (made: Take | undefined): number => Number(/(\d+) % of the region/.exec(made?.reason ?? '')?.[1])
    const [close, far] = [await take({ controls: { weirdness: 0 } }), await take({ controls: { weirdness: 1, melodyLoyalty: 0 } })]
    expect(share(far)).toBe(100)
    expect(share(close)).toBeLessThan(share(far))
    const loyal = await take({ controls: { weirdness: 1, melodyLoyalty: 1 } })
    expect(loyal?.reason).toMatch(/, \d+ of the old attacks stayed/)
  })

  test('melody loyalty keeps one of two candidates, the same one for the same seed; at 0 there is one', async () => {
    await install()
    await open()
    const trackId = await importSong(await recording('song'))
    const stages = new Set<string>()
    here().events.on('jobs.changed', ({ stage }) => stage && stages.add(stage))
    const take = async (seed: number, melodyLoyalty: number) => (await regenerate(trackId, { from: 2, to: 4, seed, controls: { melodyLoyalty } })).takes.at(-1)
    const [picked, again] = [await take(5, 1), await take(5, 1)]
    expect(picked?.reason).toMatch(/Picked [12] of 2 by melody \([01]\.\d\d alike\)\.$/)
    expect(again?.audioSha256).toBe(picked?.audioSha256)
    expect([...stages].filter((stage) => stage.startsWith('candidate 2 of 2: ')).length).toBeGreaterThan(0)
    expect((await take(5, 0))?.reason).not.toContain('Picked')
    // alone, the seed of the candidate that was kept makes the very same take
    value(await here().handlers.settings.update({ melodyCandidates: 1 }))
    const number = Number(/Picked (\d)/.exec(picked?.reason ?? '')?.[1])
    const alone = await take(seedOfCandidate(5, number - 1), 1)
    expect(alone?.audioSha256).toBe(picked?.audioSha256)
    expect(alone?.reason).not.toContain('Picked')
  })
})

test('what the recording gets without the model is composed, and the take says what was passed over', async () => {
  await open()
  const trackId = await importSong(await recording('song'))
  const before = value(await here().handlers.editing.strategy({ trackId }))
  expect(before).toMatchObject({ strategy: 'cut-and-stitch', chosen: 'compose' })
  expect(before.ways.find(({ way }) => way === 'in-painting')).toMatchObject({ isAvailable: false, modelId: 'vampnet' })
  const { job, takes } = await regenerate(trackId, { from: 2, to: 4 })
  expect(job).toMatchObject({ state: 'succeeded', kind: 'editing.regenerate' })
  expect(takes.at(-1)).toMatchObject({ engine: 'score', strategy: 'cut-and-stitch' })
  expect(takes.at(-1)?.reason).toContain('In-painting was passed over: VampNet is not installed.')
  const asked = { trackId, startFrame: 0, endFrame: 44_100, prompt: '', takes: 1, controls: DEFAULT_REMIX_CONTROLS, how: 'in-painting' as const }
  expect(await here().handlers.editing.regenerate(asked)).toMatchObject({ ok: false, error: { code: 'regenerate.not-available' } })

  // it is there as soon as it is installed
  await install()
  expect(value(await here().handlers.editing.strategy({ trackId }))).toMatchObject({ strategy: 'in-painting', chosen: 'in-painting' })
})

test('a damaged model fails the take with a sentence; nothing else is taken instead, and nothing is left behind', async () => {
  await install()
  const graph = join(home(), 'models', 'vampnet-tiny', 'c2f.onnx')
  const bytes = await readFile(graph)
  await open()
  const trackId = await importSong(await recording('song'))
  // as long as it was, so that only opening it tells
  await writeFile(graph, Buffer.alloc(bytes.length))
  const { job, takes } = await regenerate(trackId, { from: 2, to: 4 })
  expect(job).toMatchObject({ state: 'failed', error: { code: 'model.damaged' } })
  expect(takes).toHaveLength(1)
})

test('a model that goes while a take waits fails that one; the one that had begun is finished', async () => {
  await install()
  await open()
  const trackId = await importSong(await recording('song', { seconds: 20 }))
  const isImagining = imagining()
  const asked = { trackId, startFrame: 0, endFrame: 18 * 44_100, prompt: '', takes: 2, controls: DEFAULT_REMIX_CONTROLS, seed: 1 }
  const { jobIds } = value(await here().handlers.editing.regenerate(asked))
  await isImagining
  await rm(join(home(), 'models', 'vampnet-tiny', 'segno-model.json'))
  const ended = await Promise.all(jobIds.map((jobId) => here().jobs.whenEnded(jobId)))
  expect(ended.map(({ state, error }) => [state, error?.code])).toEqual([
    ['succeeded', undefined],
    ['failed', 'model.not-installed'],
  ])
})

test('a cancel ends the take within a second and leaves the song as it was', async () => {
  await install()
  await open()
  const trackId = await importSong(await recording('song', { seconds: 60 }))
  const isImagining = imagining()
  const asked = { trackId, startFrame: 0, endFrame: 58 * 44_100, prompt: '', takes: 1, controls: DEFAULT_REMIX_CONTROLS, seed: 1 }
  const [jobId] = value(await here().handlers.editing.regenerate(asked)).jobIds
  if (!jobId) throw new Error('no job')
  await isImagining
  const at = performance.now()
  await here().jobs.cancel(jobId)
  expect((await here().jobs.whenEnded(jobId)).state).toBe('cancelled')
  // a second is promised; the rest is for a machine that is busy with other tests
  expect(performance.now() - at).toBeLessThan(2_000)
  expect(value(await here().handlers.project.open({ trackId })).takes).toHaveLength(1)
})
