import { randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ExtendRequest, MusicEngine, Patch, RegenerateRequest, SongContext } from '../../src-shared/generation/engine.ts'
import { DEFAULT_REMIX_CONTROLS } from '../../src-shared/generation/plan.ts'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { JobId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { takeName } from '../../src-shared/project/edits/index.ts'
import { createWavWriter, openWav } from '../audio/index.ts'
import { createTrackReader, createTrackWriters } from '../library/index.ts'
import { type Database, openDatabase } from '../platform/database/index.ts'
import { createEvents, type StudioEvent } from '../platform/events.ts'
import { createAudioStore, createWorkFolders } from '../platform/files/index.ts'
import { createIdSource } from '../platform/ids.ts'
import { createJobService, identifyThisProcess, type JobService } from '../platform/jobs/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import { createLibrarySongs, createProjectService, type ProjectService } from '../project/index.ts'
import { createCompJob, createEditingHandlers, createEditingPool, createExtendJob, createRegenerateJob } from './index.ts'
import { pastePatch } from './paste-patch.ts'
import type { PasteRequest, pasteAndProve } from './paste-task.ts'
import { provePaste } from './prove-paste.ts'

const RATE = 44_100
const SECONDS = 16
const BAR = 2 * RATE
const LEAD = 4_410

const writeNoise = async (path: string, frames: number, seed: number): Promise<string> => {
  const random = createRandom(seed)
  const writer = await createWavWriter(path, { sampleRateHz: RATE, channelCount: 2 })
  await writer.write([0, 1].map(() => Float32Array.from({ length: frames }, () => 0.3 * (random.next() - 0.5))))
  await writer.finish()
  return path
}

/** An engine that "composes" noise from its seed: everything but the music is real. */
const noiseEngine = (change: (patch: Patch) => Promise<Patch> = async (patch) => patch): MusicEngine => {
  const words = { score: undefined, plan: undefined, strategy: 'noise', reason: 'It is a test.' }
  return {
    describe: () => ({
      id: 'noise',
      name: 'Noise',
      version: '1',
      licence: 'MIT',
      mayISell: '',
      needsModel: false,
      abilities: ['regenerate', 'extend'],
      activeControls: [],
    }),
    plan: () => Promise.reject(new Error('not asked here')) as never,
    generate: () => Promise.reject(new Error('not asked here')),
    async regenerate(_song: SongContext, { startFrame, endFrame, seed }: RegenerateRequest, folder, { signal, progress }) {
      progress(0.5, 'hissing')
      signal.throwIfAborted()
      const audioPath = await writeNoise(join(folder, 'patch.wav'), LEAD + endFrame - startFrame + LEAD, seed)
      return change({ ...words, audioPath, leadInFrames: LEAD, leadOutFrames: LEAD, replaceFromFrame: startFrame, replaceToFrame: endFrame })
    },
    async extend(song: SongContext, { seconds, direction, seed }: ExtendRequest, folder) {
      const audioPath = await writeNoise(join(folder, 'patch.wav'), LEAD + seconds * RATE, seed)
      const at = direction === 'after' ? song.lengthFrames : 0
      const leads = direction === 'after' ? { leadInFrames: LEAD, leadOutFrames: 0 } : { leadInFrames: 0, leadOutFrames: LEAD }
      return change({ ...words, ...leads, audioPath, replaceFromFrame: at, replaceToFrame: at })
    },
  }
}

let folder = ''
let database: Database
let jobs: JobService
let project: ProjectService
let trackId: TrackId
let close = async () => {}

const openStudio = async (engine: MusicEngine = noiseEngine(), paste?: typeof pasteAndProve) => {
  database = await openDatabase({ path: join(folder, 'studio.sqlite'), backupsFolder: join(folder, 'backups'), now: Date.now })
  const events = createEvents((cause) => {
    throw cause
  })
  const seen: StudioEvent[] = []
  events.onAny((event) => seen.push(event))
  const ids = createIdSource(randomBytes, Date.now)
  const audio = createAudioStore(join(folder, 'audio'), Date.now)
  const workFolders = createWorkFolders(join(folder, 'work'))
  jobs = createJobService({ database, events, ids, now: Date.now, workFolders, identity: identifyThisProcess(randomBytes) })
  project = createProjectService({ database, songs: createLibrarySongs(Date.now), events, now: Date.now })
  const library = createTrackReader(database.query)
  const { tracks, takes } = createTrackWriters({ database, audio, events, ids, now: Date.now })
  const pool = createEditingPool()
  const parts = {
    songs: library,
    takes,
    audio,
    engineFor: () => engine,
    findEngine: () => engine,
    measureLoudness: async () => ({ integratedLufs: -14, truePeakDbtp: -1 }),
    crossfadeMilliseconds: async () => 20,
    pool: paste ? { run: (async (_: string, request: PasteRequest, { flags }: WorkContext) => paste(request, flags)) as ThreadPool['run'] } : pool,
    events,
    announce: project.announce,
  }
  const regenerateJobs = { cpu: createRegenerateJob(parts, 'cpu'), gpu: createRegenerateJob(parts, 'gpu') }
  const extendJobs = { cpu: createExtendJob(parts, 'cpu'), gpu: createExtendJob(parts, 'gpu') }
  const compJob = createCompJob(parts)
  let groups = 0
  const handlers = createEditingHandlers({
    songs: library,
    project,
    audio,
    pool: parts.pool,
    compJob,
    crossfadeMilliseconds: parts.crossfadeMilliseconds,
    jobs,
    regenerateJobs,
    extendJobs,
    regenerators: () => ({ engines: [engine], absent: [] }),
    engineFor: () => engine,
    melodyCandidates: () => 2,
    drawSeed: () => 100,
    newGroupId: () => `g${groups++}`,
  })
  await jobs.start([...Object.values(regenerateJobs), ...Object.values(extendJobs), compJob])
  close = async () => {
    await jobs.close()
    await pool.close()
    await database.close()
  }
  return { handlers, seen, tracks, audio }
}

const importSong = async ({ tracks, audio }: Awaited<ReturnType<typeof openStudio>>) => {
  const stored = await audio.adopt(await writeNoise(join(folder, 'song.wav'), SECONDS * RATE, 1))
  const { track } = await tracks.create({
    title: 'Hiss',
    origin: 'imported',
    engine: 'import',
    engineVersion: '1',
    prompt: '',
    licence: 'yours',
    take: {
      kind: 'imported',
      groupId: 'first',
      number: 1,
      audioSha256: stored.sha256,
      audioBytes: stored.bytes,
      sampleRateHz: RATE,
      channelCount: 2,
      lengthFrames: SECONDS * RATE,
      tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
      timeSignature: { beats: 4, unit: 4 },
      firstBarFrame: 0,
      sections: [],
      prompt: '',
      engine: 'import',
      strategy: '',
      reason: '',
    },
  })
  trackId = track.id
}

const wish = { prompt: '', controls: DEFAULT_REMIX_CONTROLS, takes: 2, seed: undefined }
const value = <T>(result: { ok: true; value: T } | { ok: false; error: { code: string } }): T => {
  if (!result.ok) throw new Error(result.error.code)
  return result.value
}
const takesNow = async (): Promise<readonly Take[]> => value(await project.open(trackId)).takes
const finish = (jobIds: readonly JobId[]): Promise<Job[]> => Promise.all(jobIds.map((jobId) => jobs.whenEnded(jobId)))
const filesIn = (name: string) =>
  (existsSync(join(folder, name)) ? readdirSync(join(folder, name), { recursive: true, withFileTypes: true }) : []).filter((entry) => entry.isFile())

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'editing-'))
})
afterEach(async () => {
  await close()
  await rm(folder, { recursive: true })
})

describe('regenerate', () => {
  test('gives takes that are proven, proposed, and told as each is ready', async () => {
    const studio = await openStudio()
    await importSong(studio)
    const { groupId, jobIds } = value(await studio.handlers.regenerate({ ...wish, trackId, startFrame: 2 * BAR, endFrame: 4 * BAR }))
    const ended = await finish(jobIds)
    expect(ended.map(({ state, title, subjectId }) => [state, title, subjectId])).toEqual([
      ['succeeded', 'Regenerate bars 3–4 of Hiss (take 1)', trackId],
      ['succeeded', 'Regenerate bars 3–4 of Hiss (take 2)', trackId],
    ])
    const [original, one, two] = await takesNow()
    expect([one?.seed, two?.seed]).toEqual([100, 101])
    expect(one?.audioSha256).not.toBe(two?.audioSha256)
    for (const take of [one, two]) {
      expect(take).toMatchObject({ kind: 'regenerate', groupId, parentTakeId: original?.id, engine: 'noise', strategy: 'noise', reason: 'It is a test.' })
      expect(take).toMatchObject({ region: { startFrame: 2 * BAR, endFrame: 4 * BAR }, lengthFrames: SECONDS * RATE })
      expect(take?.proof).toMatchObject({ outsideIdentical: true, crossfadeSeconds: 0.02, comparedFrames: SECONDS * RATE - 2 * BAR - 882 })
      for (const { loudnessStepLu } of take?.proof?.seams ?? []) expect(Math.abs(loudnessStepLu)).toBeLessThanOrEqual(1)
      expect(existsSync(studio.audio.pathOf(take?.audioSha256 ?? ('' as Take['audioSha256'])))).toBe(true)
    }
    const told = studio.seen.flatMap((event) => (event.name === 'editing.takeReady' ? [event.payload] : []))
    expect(told.map(({ jobId, takeId }) => [jobId, takeId])).toEqual([
      [jobIds[0], one?.id],
      [jobIds[1], two?.id],
    ])
    const views = studio.seen.flatMap((event) => (event.name === 'project.changed' ? [event.payload.takes.length] : []))
    expect(views).toEqual([2, 3])
    expect(filesIn('work')).toEqual([])
  })

  test('two orders at once: each take keeps the number that it has while it is made', async () => {
    const studio = await openStudio()
    await importSong(studio)
    const order = { ...wish, trackId, startFrame: 2 * BAR, endFrame: 4 * BAR }
    const extension = { ...wish, takes: 1, trackId, seconds: 2, direction: 'after' as const }
    const replies = await Promise.all([
      studio.handlers.regenerate(order),
      studio.handlers.regenerate(order),
      studio.handlers.regenerate({ ...order, takes: 1, endFrame: 5 * BAR }),
      studio.handlers.extend(extension),
      studio.handlers.extend(extension),
    ])
    const ended = (await finish(replies.flatMap((reply) => value(reply).jobIds))).map(({ title }) => title)
    const numbers = (place: string) => ended.filter((title) => title.includes(place)).map((title) => Number(/\(take (\d+)\)$/.exec(title)?.[1]))
    expect(numbers('bars 3–4 ')).toEqual([1, 2, 3, 4])
    expect(numbers('bars 3–5 ')).toEqual([1])
    expect(numbers('after its ending')).toEqual([1, 2])
    const made = (await takesNow()).map(takeName)
    for (const name of ['take 4: bars 3–4', 'take 1: bars 3–5', 'take 2: longer ending']) expect(made).toContain(name)
    const unlike = new Set(made)
    expect(unlike.size).toBe(made.length)
  })

  test('accepted, undone and extended takes all stand on each other', async () => {
    const studio = await openStudio()
    await importSong(studio)
    await finish(value(await studio.handlers.regenerate({ ...wish, takes: 1, trackId, startFrame: 2 * BAR, endFrame: 4 * BAR })).jobIds)
    const [, anew] = await takesNow()
    if (!anew) throw new Error('no take')
    value(await project.apply(trackId, { type: 'take.accept', takeId: anew.id }))
    await finish(value(await studio.handlers.extend({ ...wish, takes: 1, trackId, seconds: 4, direction: 'before' })).jobIds)
    const longer = (await takesNow()).at(-1)
    expect(longer).toMatchObject({ kind: 'extend', parentTakeId: anew.id, lengthFrames: (SECONDS + 4) * RATE, firstBarFrame: 4 * RATE })
    expect(longer?.region).toEqual({ startFrame: 0, endFrame: 4 * RATE })
    expect(longer?.proof).toMatchObject({ outsideIdentical: true, comparedFrames: SECONDS * RATE })
    const view = value(await project.undo(trackId))
    expect(view.document.currentTakeId).toBe(anew.parentTakeId)
  })

  test.each<[string, number, number, string]>([
    ['past the end', 4 * BAR, SECONDS * RATE + 1, 'region.outside-song'],
    ['beyond the end', 100 * BAR, 101 * BAR, 'region.outside-song'],
    ['of no length', BAR, BAR, 'region.empty'],
    ['backwards', 2 * BAR, BAR, 'region.empty'],
    ['of one frame', BAR, BAR + 1, 'region.empty'],
  ])('a region %s is refused and starts nothing', async (_, startFrame, endFrame, code) => {
    const studio = await openStudio()
    await importSong(studio)
    expect(await studio.handlers.regenerate({ ...wish, trackId, startFrame, endFrame })).toMatchObject({ ok: false, error: { code } })
    expect(await jobs.list({ limit: 10 })).toEqual([])
  })

  test('a long prompt, a long extension and an unknown song are refused', async () => {
    const studio = await openStudio()
    await importSong(studio)
    const region = { startFrame: 0, endFrame: BAR }
    const code = async (asked: Promise<{ ok: boolean; error?: { code: string } }>) => (await asked).error?.code
    expect(await code(studio.handlers.regenerate({ ...wish, ...region, trackId, prompt: 'x'.repeat(100_000) }) as never)).toBe('prompt.too-long')
    expect(await code(studio.handlers.extend({ ...wish, trackId, seconds: 20_000, direction: 'after' }) as never)).toBe('extend.too-long')
    expect(await code(studio.handlers.regenerate({ ...wish, ...region, trackId: 'trk_00000000' as TrackId }) as never)).toBe('track.not-found')
  })
})

describe('several regions in one pass', () => {
  test('give one take with all of them changed, one proof and one entry in the history', async () => {
    const studio = await openStudio()
    await importSong(studio)
    const regions = [
      { startFrame: 6 * BAR, endFrame: 7 * BAR },
      { startFrame: BAR, endFrame: 2 * BAR, prompt: 'softer' },
      { startFrame: 1.5 * BAR, endFrame: 3 * BAR },
    ]
    const [job] = await finish(value(await studio.handlers.regenerateRegions({ ...wish, takes: 1, trackId, regions })).jobIds)
    expect(job).toMatchObject({ state: 'succeeded', title: 'Regenerate 2 regions in bars 2–7 of Hiss (take 1)' })
    const [original, take] = await takesNow()
    if (!original || !take) throw new Error('no take')
    expect(take).toMatchObject({ parentTakeId: original.id, region: { startFrame: BAR, endFrame: 7 * BAR } })
    expect(take.regions).toEqual([
      { startFrame: BAR, endFrame: 3 * BAR },
      { startFrame: 6 * BAR, endFrame: 7 * BAR },
    ])
    expect(take.proof).toMatchObject({ outsideIdentical: true, comparedFrames: SECONDS * RATE - 3 * BAR - 2 * 882 })
    expect(take.proof?.seams.map(({ atFrame }) => atFrame)).toEqual([BAR, 3 * BAR, 6 * BAR, 7 * BAR])
    for (const seam of take.proof?.seams ?? []) {
      expect(Math.abs(seam.loudnessStepLu)).toBeLessThanOrEqual(1)
      expect(seam.crossfadeSeconds).toBe(0.02)
      expect(seam.clickDb).toBeLessThan(6)
    }
    const files = await Promise.all([original, take].map(({ audioSha256 }) => openWav(studio.audio.pathOf(audioSha256))))
    const identical = async (from: number, to: number) => {
      const [a, b] = await Promise.all(files.map((file) => file.readBytes(from, to)))
      return Buffer.compare(a ?? new Uint8Array(), b ?? new Uint8Array(1)) === 0
    }
    expect([await identical(0, BAR - 882), await identical(3 * BAR, 6 * BAR - 882), await identical(7 * BAR, SECONDS * RATE)]).toEqual([true, true, true])
    expect([await identical(BAR, 3 * BAR), await identical(6 * BAR, 7 * BAR)]).toEqual([false, false])
    await Promise.all(files.map((file) => file.close()))
    const view = value(await project.apply(trackId, { type: 'take.accept', takeId: take.id }))
    expect(view.history.map(({ label }) => label)).toEqual(['Accept take 1: 2 regions in bars 2–7'])
    expect(filesIn('work')).toEqual([])
  })
})

describe('a comp', () => {
  test('becomes a take of its own whose pieces are the takes’ own samples, and runs again after a crash', async () => {
    const studio = await openStudio()
    await importSong(studio)
    expect(await studio.handlers.comp({ trackId })).toMatchObject({ ok: false, error: { code: 'comp.empty' } })
    await finish(value(await studio.handlers.regenerate({ ...wish, trackId, startFrame: 2 * BAR, endFrame: 6 * BAR })).jobIds)
    const [original, one, two] = await takesNow()
    if (!original || !one || !two) throw new Error('no takes')
    value(await project.apply(trackId, { type: 'comp.use', takeId: one.id, startFrame: 2 * BAR, endFrame: 4 * BAR }))
    value(await project.apply(trackId, { type: 'comp.use', takeId: two.id, startFrame: 4 * BAR, endFrame: 5 * BAR }))
    value(await project.apply(trackId, { type: 'comp.fade', atFrame: 4 * BAR, seconds: 0.2 }))
    const { jobIds } = value(await studio.handlers.comp({ trackId }))
    expect(await finish(jobIds)).toMatchObject([{ state: 'succeeded', title: 'Comp of Hiss' }])
    const comp = (await takesNow()).at(-1)
    expect(comp).toMatchObject({
      kind: 'comp',
      parentTakeId: original.id,
      region: { startFrame: 2 * BAR, endFrame: 5 * BAR },
      reason: 'Take 1 in bars 3–4, take 2 in bar 5.',
      pieces: [
        { startFrame: 2 * BAR, endFrame: 4 * BAR, takeId: one.id },
        { startFrame: 4 * BAR, endFrame: 5 * BAR, takeId: two.id },
      ],
    })
    expect(comp?.proof).toMatchObject({ outsideIdentical: true, piecesIdentical: true, crossfadeSeconds: 0.2 })
    expect(comp?.proof?.seams.map(({ crossfadeSeconds }) => crossfadeSeconds)).toEqual([0.02, 0.2, 0.02])
    const heard = value(await studio.handlers.stretchLoudness({ trackId, takeIds: [original.id, comp?.id ?? original.id], startFrame: 0, endFrame: BAR }))
    expect(heard[0]?.integratedLufs).toBeLessThan(-10)
    expect(heard[1]?.integratedLufs).toBe(heard[0]?.integratedLufs)

    await database.query
      .updateTable('jobs')
      .set({ state: 'queued', finished_at: null, fraction: 0 })
      .where('id', '=', jobIds[0] as JobId)
      .execute()
    await database.query.deleteFrom('takes').where('kind', '=', 'comp').execute()
    await close()
    await openStudio()
    await finish(jobIds)
    expect((await takesNow()).at(-1)).toMatchObject({ kind: 'comp', audioSha256: comp?.audioSha256 })
  })
})

describe('nothing is published', () => {
  const expectNothing = async (studio: Awaited<ReturnType<typeof openStudio>>, files: number) => {
    expect(await takesNow()).toHaveLength(1)
    expect(filesIn('audio')).toHaveLength(files)
    expect(filesIn('work')).toEqual([])
    expect(studio.seen.some(({ name }) => name === 'editing.takeReady')).toBe(false)
  }
  const regenerateOnce = async (studio: Awaited<ReturnType<typeof openStudio>>) => {
    const [job] = await finish(value(await studio.handlers.regenerate({ ...wish, takes: 1, trackId, startFrame: 2 * BAR, endFrame: 4 * BAR })).jobIds)
    return job
  }

  test('when the engine fails', async () => {
    const studio = await openStudio(
      noiseEngine(async () => {
        throw new FailureError(failure('soundfont.missing', 'No sounds.'))
      }),
    )
    await importSong(studio)
    expect(await regenerateOnce(studio)).toMatchObject({ state: 'failed', error: { code: 'soundfont.missing' } })
    await expectNothing(studio, 1)
  })

  test('when the proof finds a changed sample outside the region', async () => {
    const studio = await openStudio(noiseEngine(), async ({ songPath, patchPath, outPath, wish: { span } }, flags) => {
      const [song, patch] = await Promise.all([openWav(songPath), openWav(patchPath)])
      const pasted = await pastePatch(song, patch, { span, crossfadeMilliseconds: 20, beatFrames: [] }, outPath, flags)
      const file = await open(outPath, 'r+')
      await file.write(Buffer.of(1, 2, 3), 0, 3, 44 + 6 * 5 * BAR)
      await file.close()
      const result = await openWav(outPath)
      const proof = await provePaste(song, result, pasted.geometry, flags)
      await Promise.all([song.close(), patch.close(), result.close()])
      return { ...pasted, proof, lengthFrames: result.layout.lengthFrames }
    })
    await importSong(studio)
    expect(await regenerateOnce(studio)).toMatchObject({ state: 'failed', error: { code: 'editing.proof-failed' } })
    await expectNothing(studio, 1)
  })

  test('when it is cancelled', async () => {
    let started = () => {}
    const isStarted = new Promise<void>((resolve) => {
      started = resolve
    })
    const studio = await openStudio({
      ...noiseEngine(),
      regenerate: (_song, _request, _folder, { signal }) =>
        new Promise((_, reject) => {
          started()
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
    })
    await importSong(studio)
    const { jobIds } = value(await studio.handlers.regenerate({ ...wish, takes: 1, trackId, startFrame: 2 * BAR, endFrame: 4 * BAR }))
    await isStarted
    const at = performance.now()
    for (const jobId of jobIds) await jobs.cancel(jobId)
    expect((await finish(jobIds)).map(({ state }) => state)).toEqual(['cancelled'])
    // a second is promised; the rest is for a machine that is busy with other tests
    expect(performance.now() - at).toBeLessThan(4_000)
    await expectNothing(studio, 1)
  })

  test('twice, when a job is run again after it had published', async () => {
    const studio = await openStudio()
    await importSong(studio)
    const job = await regenerateOnce(studio)
    expect(job?.state).toBe('succeeded')
    // as a crash between publishing and the end of the job would leave it
    await database.query.updateTable('jobs').set({ state: 'queued', finished_at: null, fraction: 0 }).execute()
    await close()
    const again = await openStudio()
    await finish(job ? [job.id] : [])
    expect(await takesNow()).toHaveLength(2)
    expect(again.seen.filter(({ name }) => name === 'editing.takeReady')).toHaveLength(1)
  })
})
