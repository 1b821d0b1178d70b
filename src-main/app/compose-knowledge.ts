import { join } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { similarity } from '../../src-shared/similarity/contract.ts'
import { type EngineShelf, INSTRUMENTS, listStyles } from '../generation/index.ts'
import {
  chooseTextModel,
  createChromaKeeper,
  createFactsShelf,
  createKnowledgeHandlers,
  createKnowledgeService,
  createMemoryStore,
  createReaders,
  createRememberJob,
  createSqliteVecStore,
  createVectorPool,
  findBinding,
  memoryRepository,
  readWish,
  type SoundRanker,
} from '../knowledge/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { DataFolder } from '../platform/files/index.ts'
import type { JobDefinition, JobService } from '../platform/jobs/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'
import type { Examination } from '../settings/index.ts'
import type { Background } from './background.ts'

export type KnowledgeCore = {
  readonly folder: DataFolder
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly jobs: JobService
  readonly background: Background
  readonly tracks: TrackReader
  readonly models: ModelShelf
  readonly launchProcess: LaunchProcess
  readonly engines: EngineShelf
  readonly similarity: Handlers<typeof similarity>
}

const instrumentNames = new Map(INSTRUMENTS.map(({ id, name }) => [id, name]))
const styleNames = new Map<string, string>(listStyles().map(({ id, name }) => [id, name]))
const names = { instrument: (id: string) => instrumentNames.get(id) ?? id.replaceAll('-', ' '), style: (id: string) => styleNames.get(id) ?? id }

/** Sound as the searches by sound know it. Words without CLAP are nobody's fault. */
const rankerOf = ({ state, find }: Handlers<typeof similarity>): SoundRanker => ({
  async state() {
    const reply = await state({})
    if (!reply.ok) throw new FailureError(reply.error)
    return reply.value
  },
  async rank(query, limit) {
    const reply = await find({ query, limit })
    if (reply.ok) return reply.value.matches.map(({ track }) => track.id)
    if (reply.error.code === 'similarity.no-words') return []
    // a whole song that cannot be heard can still be compared by its words and facts; a part of one is nothing but its sound
    const isPart = query.kind === 'track' && (query.fromSeconds !== undefined || query.toSeconds !== undefined)
    if (isPart) throw new FailureError(reply.error)
    return []
  },
})

/** The memory of the library, joined to the rest. `begin` starts the background work: for the window, not for the command line. */
export const composeKnowledge = (core: KnowledgeCore) => {
  const { folder, database, events, now, jobs, background, tracks, models, launchProcess, engines, similarity: sounds } = core
  const memoryFolder = join(folder.cache, 'memory')
  const repository = memoryRepository(database.query)
  const readers = createReaders(launchProcess)
  const workModel = () => chooseTextModel(models, readers.work)
  const changed = () => events.emit('knowledge.changed', {})
  const chroma = createChromaKeeper({ launch: launchProcess, folder: memoryFolder, binding: () => findBinding(models), now, onChange: changed })
  const vectors = createVectorPool()
  const sqliteVec = (space: string, size: number) => createSqliteVecStore(vectors, memoryFolder, space, size)
  const store = createMemoryStore({ repository, chroma, sqliteVec, onChange: changed })
  const shelf = createFactsShelf(repository)
  const service = createKnowledgeService({
    repository,
    shelf,
    store,
    model: () => chooseTextModel(models, readers.questions),
    sound: rankerOf(sounds),
    findTrack: tracks.find,
    readWish,
    plan: (request) => engines.builtIn.plan(request),
    names,
  })
  const rememberJob = createRememberJob({
    database,
    events,
    now,
    songs: tracks,
    instrumentName: names.instrument,
    model: workModel,
    store,
    untilQuiet: background.untilQuiet,
  })
  const remembering = background.work({
    definition: rememberJob,
    countWaiting: async () => (await repository.count(workModel()?.id ?? '')).waiting,
    title: (count) => (count === 1 ? 'Remember a new song' : `Remember ${count} songs`),
    after: ['library.changed', 'comments.changed', 'models.changed'],
  })
  const stops = [events.on('library.changed', shelf.forget), events.on('knowledge.changed', shelf.forget)]
  const own: readonly JobDefinition[] = [rememberJob]
  const examination: Examination = async () => {
    const { keeper, meaning, remembered, songs } = await service.state()
    const by =
      keeper.kind === 'chroma' ? keeper.name : keeper.kind === 'sqlite-vec' ? 'sqlite-vec' : keeper.why === '' ? 'Chroma, when it is asked' : 'sqlite-vec'
    const reasons = [keeper.why, meaning.why].filter((why) => why !== '')
    const message = `${remembered} of ${songs} songs are remembered. Vectors: ${by}. ${reasons.join(' ')}`.trim()
    return { id: 'memory', name: 'Memory of the library', state: keeper.kind === 'sqlite-vec' && findBinding(models) ? 'warning' : 'ok', message }
  }
  return {
    handlers: createKnowledgeHandlers({ service, repository, store, jobs, rememberJob, forget: shelf.forget }),
    jobs: own,
    examination,
    leanOn: service.leanOn,
    begin: remembering.begin,
    async close() {
      for (const stop of stops) stop()
      remembering.close()
      await Promise.all([chroma.close(), readers.close(), vectors.close()])
    },
  }
}
