import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { IdSource, StemSetId, TrackId } from '../../src-shared/kernel/ids.ts'
import type { StemSet } from '../../src-shared/separation/contract.ts'
import { releaseAudio } from '../library/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { AudioStore } from '../platform/files/index.ts'
import type { ProjectService } from '../project/index.ts'
import { noSet } from './separation-failures.ts'
import { createStemReader, insertStemSet, type NewStemSet, type StemReader } from './stem-repository.ts'

export type StemShelfParts = {
  readonly database: Database
  readonly audio: AudioStore
  readonly project: Pick<ProjectService, 'apply' | 'open'>
  readonly events: Events
  readonly ids: Pick<IdSource, 'stemSet'>
  readonly now: () => number
}

/** The stems of the library: rows, files and their place under a song, kept in step. */
export type StemShelf = StemReader & {
  /**
   * One transaction. The same request twice is one set: the second time answers the first's.
   * @throws FailureError track.not-found, audio.missing, disk.full
   */
  publish(fresh: Omit<NewStemSet, 'id'>): Promise<StemSet>
  /** Lays a set under its song; nothing happens where it lies there. @throws FailureError track.not-found, project.damaged */
  attach(set: StemSet): Promise<void>
  /** whether every file of the set is still there */
  isWhole(set: StemSet): boolean
  /** Deletes rows and, where nothing else names them, files. */
  discard(set: StemSet): Promise<{ readonly freedBytes: number }>
  /** it lies under its song, or has the place of one that does */
  isAttached(trackId: TrackId, setId: StemSetId): Promise<boolean>
}

export const createStemShelf = ({ database, audio, project, events, ids, now }: StemShelfParts): StemShelf => {
  const reader = createStemReader(database.query)
  const isAttached = async (trackId: TrackId, setId: StemSetId): Promise<boolean> => {
    const view = await project.open(trackId)
    const set = await reader.find(setId)
    const { stems } = view.ok ? view.value.document : { stems: {} as Readonly<Record<string, unknown>> }
    return [setId, set?.follows].some((id) => id !== undefined && stems[id] !== undefined)
  }
  const isWhole = (set: StemSet): boolean => set.stems.every(({ audioSha256 }) => audio.has(audioSha256))

  return {
    ...reader,
    isAttached,
    isWhole,
    async publish(fresh) {
      const setId = await database.transaction(async (tx) => {
        const before = await createStemReader(tx).findByRequest(fresh.requestKey)
        if (before && isWhole(before)) return before.id
        // its files went missing: what was made now takes its place
        if (before) await tx.deleteFrom('stem_sets').where('id', '=', before.id).execute()
        const take = await tx.selectFrom('takes').select('id').where('id', '=', fresh.takeId).executeTakeFirst()
        if (!take) throw new FailureError(failure('track.not-found', 'This song is not in the library any more, so its stems were not kept.'))
        // inside the write lock: emptying the trash takes the same lock before it deletes a file
        if (!fresh.stems.every(({ sha256 }) => audio.has(sha256)))
          throw new FailureError(failure('audio.missing', 'The files of these stems are not in the studio’s folder any more. Split the song again.'))
        const id = before?.id ?? ids.stemSet()
        await insertStemSet(tx, { ...fresh, id }, now())
        return id
      })
      events.emit('separation.changed', { trackId: fresh.trackId })
      const set = await reader.find(setId)
      if (!set) throw new FailureError(noSet())
      return set
    },
    async attach({ id: setId, trackId, stems }) {
      if (await isAttached(trackId, setId)) return
      const names = stems.filter(({ role }) => role !== 'outside').map(({ name }) => name)
      const applied = await project.apply(trackId, { type: 'stems.attach', setId, names })
      // somebody else may have laid it there meanwhile
      if (!applied.ok && !(await isAttached(trackId, setId))) throw new FailureError(applied.error)
    },
    async discard(set) {
      await database.query.deleteFrom('stem_sets').where('id', '=', set.id).execute()
      const freed = await releaseAudio(
        database,
        audio,
        set.stems.map(({ audioSha256 }) => audioSha256),
      )
      events.emit('separation.changed', { trackId: set.trackId })
      return freed
    },
  }
}
