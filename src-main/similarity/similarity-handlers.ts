import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { SoundIndexState, SoundQuery, similarity } from '../../src-shared/similarity/contract.ts'
import { segmentsOf } from '../../src-shared/similarity/segments.ts'
import type { Database, Queries } from '../platform/database/index.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import { type DescribeJob, joinSegments } from './describe-job.ts'
import type { SoundIndex } from './sound-index.ts'
import type { SoundModel } from './sound-models.ts'
import { vectorRepository } from './vector-repository.ts'

export type SimilarityParts = {
  readonly database: Database
  /** for what reads the whole library; where none is named, `database` */
  readonly reading?: Queries
  readonly findTrack: (trackId: TrackId) => Promise<Track | undefined>
  readonly pathOf: (sha256: Sha256) => string
  readonly model: () => SoundModel
  readonly index: SoundIndex
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly describeJob: DescribeJob
}

const NO_WORDS =
  'Searching by words needs CLAP, which knows what sounds mean to people. Until it is installed under Models, songs are compared by measured sound, and words have none.'
const SHORTEST_SECONDS = 0.2
/** a longer part is described by its beginning, middle and end: the answer should come while one waits */
const MOST_QUERY_SEGMENTS = 6

/** A question that somebody waits for: short, and nobody else's to cancel. */
const asked = (): WorkContext => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

const isSilent = (vector: Float32Array): boolean => vector.every((value) => value === 0)

export const createSimilarityHandlers = ({
  database,
  reading = database.query,
  findTrack,
  pathOf,
  model: choose,
  index,
  jobs,
  describeJob,
}: SimilarityParts): Handlers<typeof similarity> => {
  const repository = vectorRepository(reading)

  const stateOf = async (model: SoundModel): Promise<SoundIndexState> => ({
    method: model.method,
    methodName: model.name,
    canSearchWords: model.describeWords !== undefined,
    whyNoWords: model.describeWords ? '' : NO_WORDS,
    ...(await repository.count(model.id)),
  })

  const spread = <T>(items: readonly T[]): readonly T[] =>
    items.length <= MOST_QUERY_SEGMENTS
      ? items
      : Array.from({ length: MOST_QUERY_SEGMENTS }, (_, i) => items[Math.round((i * (items.length - 1)) / (MOST_QUERY_SEGMENTS - 1))] as T)

  const vectorOf = async (query: SoundQuery, model: SoundModel, track: Track | undefined): Promise<Float32Array> => {
    if (query.kind === 'words') return model.describeWords ? model.describeWords(query.text, asked()) : new Float32Array(0)
    if (!track) return new Float32Array(0)
    const isWhole = query.fromSeconds === undefined && query.toSeconds === undefined
    const known = isWhole ? (await repository.wholes(model.id, [track.audioSha256])).get(track.audioSha256) : undefined
    if (known) return known
    const from = Math.min(track.seconds, query.fromSeconds ?? 0)
    const to = Math.min(track.seconds, query.toSeconds ?? track.seconds)
    return joinSegments(model, await model.describe(pathOf(track.audioSha256), spread(segmentsOf(to - from, from)), asked())).whole
  }

  return {
    state: async () => ok(await stateOf(choose())),

    async find({ query, limit }) {
      try {
        const model = choose()
        const track = query.kind === 'track' ? await findTrack(query.trackId) : undefined
        if (query.kind === 'track') {
          if (!track) return err(failure('track.not-found', 'This song is not in the library any more.'))
          const length = Math.min(track.seconds, query.toSeconds ?? track.seconds) - (query.fromSeconds ?? 0)
          if (length < Math.min(SHORTEST_SECONDS, track.seconds))
            return err(failure('similarity.bad-span', 'This part is too short, or lies outside the song. Mark at least a fifth of a second inside it.'))
        } else if (!model.describeWords) return err(failure('similarity.no-words', NO_WORDS))
        const vector = await vectorOf(query, model, track)
        if (vector.length === 0 || isSilent(vector))
          return err(failure('similarity.silent', 'There is nothing to hear in this part, so nothing sounds like it. Mark a part with sound.'))
        const ranked = await index.search(model, vector, limit + 1, asked())
        const matches: { track: Track; similarity: number }[] = []
        for (const { trackId, similarity } of ranked) {
          const match = trackId === track?.id ? undefined : await findTrack(trackId)
          if (match && match.trashedAt === undefined && matches.length < limit) matches.push({ track: match, similarity })
        }
        return ok({ ...(await stateOf(model)), matches })
      } catch (cause) {
        if (!(cause instanceof FailureError)) throw cause
        const { code, message } = cause.failure
        return err(failure(/^(model|engine)\./.test(code) ? 'model.unusable' : 'audio.unreadable', message))
      }
    },

    async start() {
      const { waiting } = await repository.count(choose().id)
      if (waiting === 0) return err(failure('similarity.nothing-to-do', 'Every song is described already.'))
      return ok({
        jobId: await jobs.enqueue(describeJob, { isBackground: false }, { title: `Describe the sound of ${waiting} ${waiting === 1 ? 'song' : 'songs'}` }),
      })
    },
  }
}
