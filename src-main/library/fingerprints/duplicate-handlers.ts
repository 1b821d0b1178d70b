import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { DuplicateGroup, duplicates } from '../../../src-shared/library/duplicates.ts'
import type { Database, Queries } from '../../platform/database/index.ts'
import type { JobQueue } from '../../platform/jobs/index.ts'
import type { TrackReader } from '../track-reader.ts'
import type { FingerprintJob } from './fingerprint-job.ts'
import { fingerprintRepository } from './fingerprint-repository.ts'

export type DuplicateParts = {
  readonly database: Database
  /** for what reads the whole library; where none is named, `database` */
  readonly reading?: Queries
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly fingerprintJob: FingerprintJob
  readonly library: Pick<TrackReader, 'find'>
}

/** Sets of recordings that are connected by pairs. */
const connected = (pairs: readonly (readonly [Sha256, Sha256])[]): readonly (readonly Sha256[])[] => {
  const setOf = new Map<Sha256, Set<Sha256>>()
  for (const [a, b] of pairs) {
    const joined = new Set([a, b, ...(setOf.get(a) ?? []), ...(setOf.get(b) ?? [])])
    for (const one of joined) setOf.set(one, joined)
  }
  return [...new Set(setOf.values())].map((set) => [...set])
}

type Reason = { readonly words: string; readonly of: (track: Track) => number }
/** In this order: what the musician said counts more than what the file is. */
const REASONS: readonly Reason[] = [
  { words: 'a favourite', of: ({ isFavourite }) => Number(isFavourite) },
  { words: 'more stars', of: ({ rating }) => rating },
  { words: 'made here, so it can be edited by its score', of: ({ origin }) => Number(origin === 'generated') },
  { words: 'a higher sample rate', of: ({ sampleRateHz }) => sampleRateHz },
  { words: 'more channels', of: ({ channelCount }) => channelCount },
  { words: 'longer', of: ({ seconds }) => Math.round(seconds) },
  { words: 'older', of: ({ createdAt }) => -createdAt },
]

const chooseKept = (tracks: readonly Track[]): { readonly kept: Track | undefined; readonly why: string } => {
  let left = tracks
  for (const { words, of } of REASONS) {
    const most = Math.max(...left.map(of))
    const best = left.filter((track) => of(track) === most)
    if (best.length < left.length && best.length === 1) return { kept: best[0], why: words }
    left = best
  }
  return { kept: left[0], why: 'all are alike' }
}

export const createDuplicateHandlers = ({ database, reading = database.query, jobs, fingerprintJob, library }: DuplicateParts): Handlers<typeof duplicates> => {
  const repository = fingerprintRepository(reading)

  type Pairs = Awaited<ReturnType<typeof repository.pairs>>

  /** Songs that each sound like the one that is kept: what is only like one of the others is no double of it, and is looked at by itself. */
  const groupsOf = async (audio: readonly Sha256[], pairs: Pairs): Promise<DuplicateGroup[]> => {
    const rows = await repository.tracksWith(audio)
    const found = await Promise.all(rows.map(({ id }) => library.find(id)))
    const groups: DuplicateGroup[] = []
    for (let left = found.filter((track) => track !== undefined); left.length > 1; ) {
      const { kept, why } = chooseKept(left)
      if (!kept) break
      const heard = kept.audioSha256
      const alike = new Set<string>([heard, ...pairs.flatMap(({ a, b }) => (a === heard ? [b] : b === heard ? [a] : []))])
      const tracks = left.filter(({ audioSha256 }) => alike.has(audioSha256))
      left = left.filter(({ audioSha256 }) => !alike.has(audioSha256))
      if (tracks.length < 2) continue
      const within = pairs.flatMap(({ a, b, error, offsetSeconds, overlapSeconds }) => {
        const [first, second] = [tracks.find(({ audioSha256 }) => audioSha256 === a), tracks.find(({ audioSha256 }) => audioSha256 === b)]
        return first && second ? [{ trackIds: [first.id, second.id] as [Track['id'], Track['id']], likeness: 1 - error, offsetSeconds, overlapSeconds }] : []
      })
      groups.push({ tracks, keepId: kept.id, why, pairs: within })
    }
    return groups
  }

  return {
    async list() {
      const pairs = await repository.pairs()
      const twins = await repository.twins()
      const sets = connected([...pairs.map(({ a, b }) => [a, b] as const), ...twins.map((one) => [one, one] as const)])
      const groups = await Promise.all(sets.map((audio) => groupsOf(audio, pairs)))
      return ok({ groups: groups.flat(), waiting: await repository.countWaiting() })
    },
    async look() {
      const count = await repository.countWaiting()
      if (count === 0) return err(failure('duplicates.nothing-waiting', 'Every song has been compared with the others already.'))
      const title = count === 1 ? 'Compare a song with the others' : `Compare ${count} songs with the others`
      return ok({ jobId: await jobs.enqueue(fingerprintJob, { isBackground: false }, { title }) })
    },
  }
}
