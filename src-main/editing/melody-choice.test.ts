import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Patch, SongContext } from '../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { writeWav24 } from '../audio/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import { chooseByMelody, type MelodyChoice, pickCandidate, seedOfCandidate } from './melody-choice.ts'
import { type HearMelodyRequest, hearMelody, melodyLikeness } from './melody-likeness.ts'

const RATE = 44_100
const TUNE = [262, 330, 392, 523]
const BACKWARDS = [523, 392, 330, 262]
const OTHER = [277, 370, 311, 466]

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'melody-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** Half a second a note, hertz; 0 is a rest. */
const play = async (path: string, notes: readonly number[]): Promise<string> => {
  const samples = Float32Array.from(
    { length: (notes.length * RATE) / 2 },
    (_, n) => 0.3 * Math.sin((2 * Math.PI * (notes[Math.floor((2 * n) / RATE)] ?? 0) * n) / RATE),
  )
  await writeWav24(path, [samples, samples], RATE)
  return path
}
const hear = async (name: string, notes: readonly number[]) =>
  hearMelody({ path: await play(join(folder, `${name}.wav`), notes), fromSeconds: 0, toSeconds: notes.length / 2 }, createWorkFlags())

const pool = { run: (async (_: string, request: HearMelodyRequest, { flags }: WorkContext) => hearMelody(request, flags)) as ThreadPool['run'] }

test('the same notes in the same order are most alike; the same notes in another order only as a whole', async () => {
  const [tune, backwards, other] = [await hear('a', TUNE), await hear('b', BACKWARDS), await hear('c', OTHER)]
  expect(melodyLikeness(tune, tune, 'inTime')).toBeCloseTo(1, 3)
  expect(melodyLikeness(tune, backwards, 'inTime')).toBeLessThan(0.6)
  expect(melodyLikeness(tune, backwards, 'asWhole')).toBeGreaterThan(0.95)
  expect(melodyLikeness(tune, other, 'asWhole')).toBeLessThan(0.3)
  expect(melodyLikeness(tune, await hear('rest', [0, 0, 0, 0]), 'inTime')).toBe(0)
})

test('the slider weighs: near 0 a later candidate must be clearly closer than the first, at 1 a little is enough', () => {
  expect(pickCandidate([0.8, 0.85], 1)).toBe(1)
  expect(pickCandidate([0.8, 0.85], 0.1)).toBe(0)
  expect(pickCandidate([0.6, 0.85], 0.1)).toBe(1)
  expect(pickCandidate([0.8, 0.8, 0.8], 1)).toBe(0)
})

describe('choosing', () => {
  const REGION = { from: RATE, to: 3 * RATE }
  const song = async (name: string, notes: readonly number[]): Promise<SongContext> => {
    const audioPath = await play(join(folder, `${name}.wav`), [220, 220, ...notes, 220, 220])
    return { audioPath, sampleRateHz: RATE, lengthFrames: 4 * RATE, score: undefined, plan: undefined }
  }
  const choose = async (name: string, tunes: readonly (readonly number[] | 'fails')[], wish: Partial<MelodyChoice> = {}, notes: readonly number[] = TUNE) => {
    const seeds: number[] = []
    const told: [number, string][] = []
    const context = {
      signal: new AbortController().signal,
      flags: createWorkFlags(),
      progress: (fraction: number, stage: string) => void told.push([fraction, stage]),
    }
    const work = await mkdtemp(join(folder, name))
    const make = async (seed: number, to: string, own: WorkContext): Promise<Patch> => {
      own.progress(0.5, 'playing')
      const tune = tunes[seeds.push(seed) - 1] ?? []
      if (tune === 'fails') throw new FailureError(failure('model.not-installed', 'The model is gone.'))
      const audioPath = await play(join(to, 'patch.wav'), [220, ...tune, 220])
      const leads = { leadInFrames: RATE / 2, leadOutFrames: RATE / 2, replaceFromFrame: REGION.from, replaceToFrame: REGION.to }
      return { ...leads, audioPath, score: undefined, plan: undefined, strategy: 'test', reason: 'Played.' }
    }
    const choice = { candidates: 2, loyalty: 1, seed: 7, against: 'replaced', ...wish } as const
    const patch = await chooseByMelody(pool, await song(name, notes), choice, make, work, context)
    return { patch, seeds, told }
  }

  test('the one that is most alike is kept and says so; each has its own seed, and progress counts them', async () => {
    const { patch, seeds, told } = await choose('three', [OTHER, TUNE, BACKWARDS], { candidates: 3 })
    expect(patch.audioPath).toContain('candidate-2')
    expect(patch.reason).toMatch(/^Played\. Picked 2 of 3 by melody \((1\.00|0\.9\d) alike\)\.$/)
    expect(seeds).toEqual([0, 1, 2].map((index) => seedOfCandidate(7, index)))
    expect(new Set(seeds).size).toBe(3)
    expect(told.map(([, stage]) => stage)).toEqual([...[1, 2, 3].map((n) => `candidate ${n} of 3: playing`), 'comparing the melody'])
    expect(told.map(([fraction]) => fraction)).toEqual(told.map(([fraction]) => fraction).toSorted((a, b) => a - b))
  })

  test('a new ending is held against what sounds before it', async () => {
    const { patch } = await choose('ending', [OTHER, [220, 220, 220, 220]], { against: 'before' })
    expect(patch.audioPath).toContain('candidate-2')
  })

  test('without loyalty, and over silence, there is one candidate', async () => {
    const without = await choose('free', [OTHER, TUNE], { loyalty: 0 })
    expect([without.seeds, without.patch.reason]).toEqual([[7], 'Played.'])
    const silent = await choose('silent', [OTHER, TUNE], {}, [0, 0, 0, 0])
    expect([silent.seeds, silent.patch.reason]).toEqual([[7], 'Played.'])
  })

  test('one that fails after another was made is told; the first one’s failure is the take’s', async () => {
    const { patch } = await choose('half', [OTHER, 'fails'])
    expect(patch.reason).toBe('Played. Only 1 of 2 candidates could be made: The model is gone.')
    await expect(choose('none', ['fails'])).rejects.toMatchObject({ failure: { code: 'model.not-installed' } })
  })
})
