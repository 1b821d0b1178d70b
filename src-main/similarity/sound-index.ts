import type { Sha256, TrackId } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Queries } from '../platform/database/index.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import type { Ranked, RankRequest } from './rank.ts'
import type { SoundModel } from './sound-models.ts'
import { vectorRepository } from './vector-repository.ts'

/** All songs that can be found, their vectors in one block of memory that the searching thread reads where it is. */
export type SoundIndex = {
  search(
    model: SoundModel,
    query: Float32Array,
    limit: number,
    context: WorkContext,
  ): Promise<readonly { readonly trackId: TrackId; readonly similarity: number }[]>
  /** the library changed: look again before the next search */
  forget(): void
}

const FIRST_ROWS = 256

export const createSoundIndex = (db: Queries, pool: ThreadPool): SoundIndex => {
  const repository = vectorRepository(db)
  let model = ''
  let size = 0
  let matrix = new SharedArrayBuffer(0)
  let trackIds: TrackId[] = []
  let audio: Sha256[] = []
  let isStale = true
  let refreshing: Promise<void> = Promise.resolve()

  /** Keeps the rows that are still right, and reads only what is new. */
  const refresh = async (wanted: SoundModel): Promise<void> => {
    if (!isStale && model === wanted.id) return
    isStale = false
    const listed = await repository.list(wanted.id)
    const old = new Float32Array(matrix)
    const rowOf = new Map(model === wanted.id ? audio.map((sha256, row) => [sha256, row] as const) : [])
    const fresh = await repository.wholes(wanted.id, [...new Set(listed.map(({ audioSha256 }) => audioSha256).filter((sha256) => !rowOf.has(sha256)))])
    const first = fresh.values().next().value
    const nextSize = first?.length ?? (model === wanted.id ? size : 0)
    const capacity = Math.max(FIRST_ROWS, listed.length)
    // a new block each time: a search that still runs keeps the one it has
    const next = new SharedArrayBuffer(capacity * nextSize * 4)
    const rows = new Float32Array(next)
    const kept: typeof listed = listed.filter(({ audioSha256 }) => rowOf.has(audioSha256) || fresh.get(audioSha256)?.length === nextSize)
    kept.forEach(({ audioSha256 }, row) => {
      const before = rowOf.get(audioSha256)
      rows.set(fresh.get(audioSha256) ?? old.subarray((before ?? 0) * nextSize, ((before ?? 0) + 1) * nextSize), row * nextSize)
    })
    model = wanted.id
    size = nextSize
    matrix = next
    trackIds = kept.map(({ trackId }) => trackId)
    audio = kept.map(({ audioSha256 }) => audioSha256)
  }

  return {
    forget() {
      isStale = true
    },
    async search(wanted, query, limit, context) {
      refreshing = refreshing.catch(() => undefined).then(() => refresh(wanted))
      await refreshing
      const songs = trackIds
      if (songs.length === 0 || query.length !== size) return []
      const request: RankRequest = { matrix, count: songs.length, size, query, limit, standard: wanted.standard }
      const ranked: readonly Ranked[] = await pool.run('rank', request, context)
      return ranked.flatMap(({ row, similarity }) => (songs[row] ? [{ trackId: songs[row], similarity }] : []))
    },
  }
}
