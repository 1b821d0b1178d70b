import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EngineAbility, GeneratedPiece, GenerateRequest, MusicEngine } from '../../src-shared/generation/engine.ts'
import type { Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import type { Provider } from '../../src-shared/hardware/contract.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, Sha256, TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { NewTrack } from '../library/index.ts'
import { createEvents, type StudioEvent } from '../platform/events.ts'
import { sha256OfFile } from '../platform/files/index.ts'
import type { EnqueueOptions } from '../platform/jobs/index.ts'
import { seedOfTry } from './generate-job.ts'
import {
  type BuiltInEngine,
  createEngineShelf,
  createGenerateJob,
  createGenerationHandlers,
  createVerifyJob,
  type Examiner,
  listStyles,
  type StudioRoom,
} from './index.ts'

const PLAN: Plan = {
  title: 'Paper Trams',
  style: 'lofi',
  mood: { valence: 0.4, energy: 0.4, words: [] },
  tempoBpm: 84,
  key: { tonic: 'A', mode: 'minor' },
  timeSignature: { beats: 4, unit: 4 },
  form: [{ label: 'A', role: 'verse', barCount: 4, energy: 0.5 }],
  instrumentation: [{ role: 'chords', instrument: 'piano' }],
  swing: 0.55,
  lengthSeconds: 12,
  ending: 'ring',
  understood: [],
  notUnderstood: [],
}
const TRACK = 'trk_00000001' as TrackId
const JOB = 'job_00000001' as JobId

let folder = ''
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'generation-'))
})
afterEach(() => rm(folder, { recursive: true }))

const MADE = { title: PLAN.title, plan: PLAN, score: undefined, strategy: 'compose', reason: 'Composed from your words.' }

/** Writes what it was asked for, so that the same wish gives the same bytes and another wish gives others. */
const wordEngine = (asked: GenerateRequest[] = [], salt = ''): BuiltInEngine => ({
  describe: () => ({
    id: 'words',
    name: 'Words',
    version: '3',
    licence: 'MIT',
    mayISell: 'Yes.',
    needsModel: false,
    abilities: ['generate'],
    activeControls: [],
  }),
  plan: ({ prompt }) => ({ ...PLAN, notUnderstood: [prompt] }),
  async generate(request, workFolder): Promise<GeneratedPiece> {
    asked.push(request)
    const audioPath = join(workFolder, 'song.wav')
    await writeFile(audioPath, JSON.stringify([request.prompt, request.seed, salt]))
    return { audioPath, sampleRateHz: 44_100, channelCount: 2, lengthFrames: 529_200, loudness: { truePeakDbtp: -1 }, ...MADE }
  },
  regenerate: () => Promise.reject(new Error('not asked here')),
  extend: () => Promise.reject(new Error('not asked here')),
})

const pleased: Examiner = { judge: async () => ({ fault: undefined, report: { score: 100 } }), retries: () => 1 }
const OPEN: StudioRoom = { id: 'open', styles: listStyles(), neural: undefined }

const studio = (
  engine: BuiltInEngine = wordEngine(),
  takes: readonly Take[] = [],
  origin: Track['origin'] = 'generated',
  others?: () => MusicEngine[],
  examiner: Examiner = pleased,
  room: StudioRoom = OPEN,
  lent: PlanOverrides = {},
) => {
  const events = createEvents((cause) => {
    throw cause
  })
  const seen: StudioEvent[] = []
  events.onAny((event) => seen.push(event))
  const made: NewTrack[] = []
  const queued: { payload: unknown; options: EnqueueOptions }[] = []
  const lanes: string[] = []
  const engines = createEngineShelf(engine, others)
  let published: Take | undefined
  const library = {
    find: async (trackId: TrackId) => (trackId === TRACK ? ({ id: TRACK, title: 'Paper Trams', origin } as Track) : undefined),
    findPublished: async () => published,
    listTakes: async () => takes,
  }
  const tracks = {
    create: async (track: NewTrack) => {
      made.push(track)
      published = { trackId: TRACK } as Take
      return { track: { id: TRACK } as Track, take: published }
    },
  }
  const audio = { adopt: async (path: string) => ({ sha256: await sha256OfFile(path), bytes: 1 }) }
  const generateJob = createGenerateJob({ engines, library, tracks, audio, events, examiner, cite: async () => undefined })
  const verifyJob = createVerifyJob({ engines, library, events })
  const verifyWithModelJob = createVerifyJob({ engines, library, events }, 'gpu')
  const jobs = {
    enqueue: async ({ lane }: { lane: string }, payload: unknown, options: EnqueueOptions) => {
      lanes.push(lane)
      queued.push({ payload, options })
      return JOB
    },
    whenEnded: () => Promise.reject(new Error('not asked here')),
  }
  const generateWithModelJob = createGenerateJob({ engines, library, tracks, audio, events, examiner, cite: async () => undefined }, 'gpu')
  const absent = {
    list: () => [{ id: 'away', name: 'Away', summary: '', licence: '', mayISell: '' }],
    why: (id: string) => (id === 'away' ? failure('model.not-installed', 'Away is not installed.') : undefined),
  }
  const parts = {
    engines,
    studios: { enter: async () => room },
    instruments: [],
    library,
    jobs,
    generateJob,
    generateWithModelJob,
    absent,
    verifyJob,
    verifyWithModelJob,
    leanOn: async ({ overrides }: { overrides: PlanOverrides }) => ({ overrides: { ...lent, ...overrides }, hintWords: undefined, influences: [] }),
    drawSeed: () => 0xffff_ffff,
    newGroupId: () => 'g',
  }
  return { handlers: createGenerationHandlers(parts), engines, generateJob, generateWithModelJob, verifyJob, verifyWithModelJob, seen, made, queued, lanes }
}
const context = (name: string) => {
  const workFolder = join(folder, name)
  return { jobId: JOB, workFolder, signal: new AbortController().signal, flags: createWorkFlags(), progress: () => {} }
}
const prepared = async (name: string) => {
  const { mkdir } = await import('node:fs/promises')
  const work = context(name)
  await mkdir(work.workFolder)
  return work
}

const wish = { prompt: 'rain on a window', seconds: undefined, overrides: {}, engine: 'words', seed: undefined, variations: 2 }

describe('start', () => {
  test('gives each variation a job and a seed of its own, wrapping where seeds end', async () => {
    const { handlers, queued } = studio()
    expect(await handlers.start(wish)).toEqual({
      ok: true,
      value: {
        groupId: 'g',
        jobs: [
          { jobId: JOB, seed: 0xffff_ffff },
          { jobId: JOB, seed: 0 },
        ],
      },
    })
    expect(queued.map(({ options }) => options.title)).toEqual(['Generate: rain on a window (1 of 2)', 'Generate: rain on a window (2 of 2)'])
  })

  test.each([
    [{ prompt: '' }, 'prompt.empty'],
    [{ prompt: ' \n\t' }, 'prompt.empty'],
    [{ prompt: 'x'.repeat(100_000) }, 'prompt.too-long'],
    [{ engine: 'orchestra' }, 'engine.not-found'],
  ])('%o is refused with %s', async (change, code) => {
    const { handlers, queued } = studio()
    expect(await handlers.start({ ...wish, ...change })).toMatchObject({ ok: false, error: { code } })
    expect(queued).toEqual([])
  })
})

describe('in a studio', () => {
  const ROOM: StudioRoom = {
    id: 'cypher',
    styles: [{ id: 'trap', name: 'Trap', blurb: '', examplePrompt: '' }],
    neural: { words: 'deep 808 bass', guidance: 4 },
  }
  const band = [{ role: 'chords' as const, instrument: 'piano' }]

  test('a song knows whose ensemble plays; what other songs lend stays within it, what the hand chose does not', async () => {
    const { handlers, queued } = studio(undefined, [], 'generated', undefined, undefined, ROOM, { style: 'lofi', tempoBpm: 82, instrumentation: band })
    await handlers.start({ ...wish, variations: 1 })
    await handlers.start({ ...wish, variations: 1, overrides: { style: 'trap', instrumentation: band } })
    const requests = queued.map(({ payload }) => (payload as { request: GenerateRequest }).request)
    expect(requests).toMatchObject([
      { studio: 'cypher', overrides: { tempoBpm: 82 } },
      { studio: 'cypher', overrides: { style: 'trap', tempoBpm: 82, instrumentation: band } },
    ])
    expect(requests[0]?.overrides).toEqual({ tempoBpm: 82 })
  })

  test('a style of another studio is refused by name', async () => {
    const { handlers } = studio(undefined, [], 'generated', undefined, undefined, ROOM)
    const reply = await handlers.start({ ...wish, overrides: { style: 'fugue' } })
    expect(reply).toMatchObject({ ok: false, error: { code: 'studio.no-such-style', message: expect.stringContaining('trap') } })
  })

  test('a model gets the ensemble’s words, and its guidance where the musician chose none', async () => {
    const described = { ...wordEngine().describe(), id: 'model', needsModel: true, tuning: { guidance: 3 } }
    const model: MusicEngine = { ...wordEngine(), describe: () => described }
    const { handlers, queued } = studio(undefined, [], 'generated', () => [model], undefined, ROOM)
    await handlers.start({ ...wish, engine: 'model', variations: 1 })
    await handlers.start({ ...wish, engine: 'model', variations: 1, tuning: { guidance: 7 } })
    expect(queued.map(({ payload }) => (payload as { request: GenerateRequest }).request)).toMatchObject([
      { hintWords: 'deep 808 bass', tuning: { guidance: 4 }, studio: 'cypher' },
      { hintWords: 'deep 808 bass', tuning: { guidance: 7 }, studio: 'cypher' },
    ])
  })
})

describe('a job', () => {
  test('publishes the song with its plan and seed, once', async () => {
    const { generateJob, made, seen } = studio()
    const payload = { engine: 'words', groupId: 'g', number: 1, request: { prompt: 'rain', seed: 7, overrides: {} } }
    await generateJob.run(payload, await prepared('one'))
    await generateJob.run(payload, await prepared('two'))
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({ title: 'Paper Trams', origin: 'generated', engineVersion: '3', seed: 7, style: 'lofi' })
    expect(made[0]?.take).toMatchObject({ kind: 'original', plan: PLAN, tempoMap: [{ atTicks: 0, tempoBpm: 84 }], publishKey: JOB })
    const told = { name: 'generation.finished', payload: { jobId: JOB, groupId: 'g', trackId: TRACK, seed: 7 } }
    expect(seen).toEqual([told, told])
  })
})

describe('a song with a fault', () => {
  const payload = { engine: 'words', groupId: 'g', number: 1, request: { prompt: 'rain', seed: 7, overrides: {} } }
  const grumbling = (faults: readonly (string | undefined)[], scores: readonly number[], retries = 1): Examiner => {
    let heard = 0
    return { judge: async () => ({ fault: faults[heard], report: { score: scores[heard++] ?? 0 } }), retries: () => retries }
  }

  test('is made again with another seed, and the song says which seed it is and why', async () => {
    const asked: GenerateRequest[] = []
    const { generateJob, made, seen } = studio(wordEngine(asked), [], 'generated', undefined, grumbling(['was silent', undefined], [10, 90]))
    const told: number[] = []
    await generateJob.run(payload, { ...(await prepared('one')), progress: (fraction) => told.push(fraction) })
    expect(asked.map(({ seed }) => seed)).toEqual([7, seedOfTry(7, 1)])
    const seed = seedOfTry(7, 1)
    expect(made[0]).toMatchObject({ seed, take: { seed, reason: `Composed from your words. The first try, seed 7, was silent; this is seed ${seed}.` } })
    expect(seen.at(-1)).toMatchObject({ payload: { seed } })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
  })

  test('is kept as the best of its tries when the budget is used up, and says so', async () => {
    const { generateJob, made } = studio(wordEngine(), [], 'generated', undefined, grumbling(['was silent', 'broke off early', 'was silent'], [10, 40, 20], 2))
    await generateJob.run(payload, await prepared('one'))
    expect(made).toHaveLength(1)
    expect(made[0]).toMatchObject({ seed: seedOfTry(7, 1), take: { reason: expect.stringContaining('It broke off early; 2 other tries were no better.') } })
  })

  test('is not made again where the budget is none', async () => {
    const asked: GenerateRequest[] = []
    const { generateJob, made } = studio(wordEngine(asked), [], 'generated', undefined, grumbling(['was silent'], [10], 0))
    await generateJob.run(payload, await prepared('one'))
    expect(asked).toHaveLength(1)
    expect(made[0]).toMatchObject({ seed: 7, take: { reason: 'Composed from your words. It was silent.' } })
  })
})

describe('verify', () => {
  const takeOf = async (prompt: string, seed: number): Promise<Take> => {
    const path = join(folder, 'reference')
    await writeFile(path, JSON.stringify([prompt, seed, '']))
    const audioSha256: Sha256 = await sha256OfFile(path)
    return { id: 'tak_00000001' as TakeId, trackId: TRACK, kind: 'original', engine: 'words', prompt, seed, plan: PLAN, audioSha256 } as Take
  }

  test('asks for every choice of the recorded plan again and finds the same bytes', async () => {
    const asked: GenerateRequest[] = []
    const { verifyJob, seen } = studio(wordEngine(asked), [await takeOf('rain', 7)])
    await verifyJob.run({ trackId: TRACK }, await prepared('work'))
    expect(seen).toMatchObject([{ name: 'generation.verified', payload: { trackId: TRACK, isIdentical: true } }])
    const { mood: _mood, lengthSeconds, understood: _understood, notUnderstood: _left, ...overrides } = PLAN
    expect(asked).toEqual([{ prompt: 'rain', seed: 7, seconds: lengthSeconds, overrides }])
  })

  test('tells when they differ', async () => {
    const { verifyJob, seen } = studio(wordEngine([], 'another version'), [await takeOf('rain', 7)])
    await verifyJob.run({ trackId: TRACK }, await prepared('work'))
    expect(seen).toMatchObject([{ payload: { isIdentical: false } }])
  })

  test('refuses what was not generated', async () => {
    expect(await studio(wordEngine(), [], 'imported').handlers.verify({ trackId: TRACK })).toMatchObject({ error: { code: 'verify.not-generated' } })
    expect(await studio().handlers.verify({ trackId: 'trk_99999999' as TrackId })).toMatchObject({ error: { code: 'track.not-found' } })
    await expect(studio().verifyJob.run({ trackId: TRACK }, await prepared('work'))).rejects.toThrow(FailureError)
  })

  describe('of a song that a model wrote', () => {
    const model = (asked: GenerateRequest[], { version = '1-aa', fingerprint = 'aa', provider = 'cpu' as Provider, salt = '' } = {}): MusicEngine => {
      const { describe: words, generate, regenerate, extend } = wordEngine(asked, salt)
      const run = { modelFingerprint: fingerprint, providers: [provider] }
      return {
        describe: () => ({ ...words(), id: 'neural', needsModel: true, version, modelFingerprint: fingerprint }),
        generate: async (...order) => ({ ...(await generate(...order)), plan: undefined, run }),
        regenerate,
        extend,
      }
    }
    const request = { prompt: 'rain', seed: 7, seconds: 20, overrides: {}, hintWords: 'felt piano', tuning: { topK: 9 } }
    const written = async (): Promise<Take> => {
      const { generateWithModelJob, made } = studio(undefined, [], 'generated', () => [model([])])
      await generateWithModelJob.run({ engine: 'neural', groupId: 'g', number: 1, request }, await prepared('song'))
      return { ...made[0]?.take, id: 'tak_00000001' as TakeId, trackId: TRACK } as Take
    }

    test('the whole request is kept and asked again, through the lane of models', async () => {
      const take = await written()
      expect(take.making).toEqual({ request, engineVersion: '1-aa', modelFingerprint: 'aa', providers: ['cpu'] })
      const asked: GenerateRequest[] = []
      const { handlers, lanes, verifyWithModelJob, seen } = studio(undefined, [take], 'generated', () => [model(asked)])
      expect(await handlers.verify({ trackId: TRACK })).toMatchObject({ ok: true })
      expect(lanes).toEqual(['gpu'])
      await verifyWithModelJob.run({ trackId: TRACK }, await prepared('work'))
      expect(asked).toEqual([{ ...request, prompt: 'rain, felt piano' }])
      expect(seen).toMatchObject([{ name: 'generation.verified', payload: { isIdentical: true } }])
    })

    test('what cannot be proved is said before anything is made', async () => {
      const take = await written()
      const replyOf = async (original: Take, engines: MusicEngine[]) =>
        studio(undefined, [original], 'generated', () => engines).handlers.verify({ trackId: TRACK })
      expect(await replyOf({ ...take, making: undefined }, [model([])])).toMatchObject({ error: { code: 'verify.no-record' } })
      expect(await replyOf(take, [])).toMatchObject({ error: { code: 'verify.model-gone' } })
      const bigger = await replyOf(take, [model([], { fingerprint: 'bb', version: '1-bb' })])
      expect(bigger).toMatchObject({ error: { code: 'verify.model-changed', message: expect.stringContaining('other files') } })
      const newer = await replyOf(take, [model([], { version: '2-aa' })])
      expect(newer).toMatchObject({ error: { code: 'verify.model-changed', message: expect.stringContaining('The model is the same') } })
    })

    test('other bytes on other hardware prove nothing; the same bytes prove it anywhere; on the same hardware they differ', async () => {
      const take = await written()
      const verify = async (name: string, change: Parameters<typeof model>[1]) => {
        const { verifyWithModelJob, seen } = studio(undefined, [take], 'generated', () => [model([], change)])
        await verifyWithModelJob.run({ trackId: TRACK }, await prepared(name))
        return seen
      }
      await expect(verify('a', { provider: 'cuda', salt: 'x' })).rejects.toMatchObject({
        failure: { code: 'verify.other-provider', message: expect.stringContaining('made on the processor, and here the model runs on cuda') },
      })
      expect(await verify('b', { provider: 'cuda' })).toMatchObject([{ payload: { isIdentical: true } }])
      expect(await verify('c', { salt: 'x' })).toMatchObject([{ payload: { isIdentical: false } }])
    })
  })
})

describe('engines with a model', () => {
  const neural = (asked: GenerateRequest[] = []): MusicEngine => {
    const { plan: _plan, generate, regenerate, extend, describe: words } = wordEngine(asked)
    return {
      describe: () => ({ ...words(), id: 'neural', needsModel: true, maxSeconds: 60, abilities: ['generate', 'extend', 'regenerate'] }),
      readiness: (ability) => (ability === 'regenerate' ? { isReady: false, why: 'A file is missing.' } : { isReady: true }),
      generate: async (...order) => ({ ...(await generate(...order)), title: 'Rain on a window', plan: undefined, strategy: 'neural', reason: 'Written.' }),
      regenerate,
      extend,
    }
  }

  test('an engine that comes while the studio runs is there at once, and takes turns with what else needs a model', async () => {
    const installed: MusicEngine[] = []
    const { handlers, lanes, queued } = studio(undefined, [], 'generated', () => installed)
    expect(await handlers.start({ ...wish, engine: 'neural' })).toMatchObject({ ok: false, error: { code: 'engine.not-found' } })
    installed.push(neural())
    expect(await handlers.start({ ...wish, engine: 'neural', tuning: { temperature: 0.5 } })).toMatchObject({ ok: true })
    expect(lanes).toEqual(['gpu', 'gpu'])
    expect(queued[0]?.payload).toMatchObject({ engine: 'neural', request: { tuning: { temperature: 0.5 } } })
    expect(await handlers.options({})).toMatchObject({ value: { engines: [{ id: 'words' }, { id: 'neural' }], absent: [{ id: 'away' }] } })
  })

  test('one that could be here says how to get it, a length that is too long says how long it may be', async () => {
    const { handlers } = studio(undefined, [], 'generated', () => [neural()])
    expect(await handlers.start({ ...wish, engine: 'away' })).toMatchObject({ ok: false, error: { code: 'model.not-installed' } })
    expect(await handlers.start({ ...wish, engine: 'neural', seconds: 61 })).toMatchObject({ ok: false, error: { code: 'engine.too-long' } })
  })

  test('a song without a plan gets no invented tempo, key or style', async () => {
    const { generateWithModelJob, made } = studio(undefined, [], 'generated', () => [neural()])
    const request = { prompt: 'rain', seed: 1, overrides: {} }
    await generateWithModelJob.run({ engine: 'neural', groupId: 'g', number: 1, request }, await prepared('work'))
    expect(made[0]).toMatchObject({ title: 'Rain on a window', take: { strategy: 'neural', reason: 'Written.' } })
    expect([made[0]?.style, made[0]?.key, made[0]?.take.plan, made[0]?.take.tempoMap, made[0]?.take.timeSignature]).toEqual(Array(5).fill(undefined))
  })

  test('a take is changed by its own engine where that can do it, else by the built-in one', () => {
    const { engines } = studio(undefined, [], 'generated', () => [neural()])
    const idFor = (engine: string, ability: EngineAbility) => engines.forTake({ engine }, ability).describe().id
    expect([idFor('neural', 'extend'), idFor('neural', 'extend-before'), idFor('neural', 'regenerate'), idFor('gone', 'extend')]).toEqual([
      'neural',
      'words',
      'words',
      'words',
    ])
  })
})
