import type { JobLane, JobState } from '../../../src-shared/jobs/contract.ts'
import type { JobId } from '../../../src-shared/kernel/ids.ts'
import type { JobRow, ProcessRow, Queries } from '../database/index.ts'
import { ENDED_STATES } from './job-rows.ts'
import type { ProcessIdentity } from './process-identity.ts'

type Change = Partial<Omit<JobRow, 'id'>>

/** The jobs' rows. Takes the database or a transaction; holds no state. */
export const jobRepository = (db: Queries) => {
  const find = (jobId: JobId): Promise<JobRow | undefined> => db.selectFrom('jobs').selectAll().where('id', '=', jobId).executeTakeFirst()

  return {
    find,
    insert: (row: JobRow) => db.insertInto('jobs').values(row).execute(),
    /** with `owner`: only while that process still holds the job; undefined when it does not */
    async change(jobId: JobId, change: Change, owner?: string): Promise<JobRow | undefined> {
      let update = db.updateTable('jobs').set(change).where('id', '=', jobId)
      if (owner !== undefined) update = update.where('owner', '=', owner)
      return update.returningAll().executeTakeFirst()
    },
    /** running first, then the queue in its order, then what ended, newest first */
    async list(states: readonly JobState[] | undefined, limit: number): Promise<JobRow[]> {
      let rows = db.selectFrom('jobs').selectAll()
      if (states) rows = rows.where('state', 'in', states)
      return rows
        .orderBy((eb) => eb.case().when('state', '=', 'running').then(0).when('state', 'in', ['queued', 'paused']).then(1).else(2).end())
        .orderBy('finished_at', 'desc')
        .orderBy('priority', 'desc')
        .orderBy('position')
        .limit(limit)
        .execute()
    },
    unfinished: (kind: string, subjectId: string): Promise<JobRow[]> =>
      db
        .selectFrom('jobs')
        .selectAll()
        .where('state', 'in', ['queued', 'running', 'paused'])
        .where('kind', '=', kind)
        .where('subject_id', '=', subjectId)
        .orderBy('position')
        .execute(),
    async lastPosition(): Promise<number> {
      const { last } = await db
        .selectFrom('jobs')
        .select((eb) => eb.fn.max('position').as('last'))
        .executeTakeFirstOrThrow()
      return last ?? 0
    },
    /** the waiting jobs of a lane in the order in which they will run */
    waiting: (lane: JobLane): Promise<JobRow[]> =>
      db
        .selectFrom('jobs')
        .selectAll()
        .where('lane', '=', lane)
        .where('state', 'in', ['queued', 'paused'])
        .orderBy('priority', 'desc')
        .orderBy('position')
        .execute(),
    async hasQueued(): Promise<boolean> {
      return (await db.selectFrom('jobs').select('id').where('state', '=', 'queued').limit(1).executeTakeFirst()) !== undefined
    },
    runningIn: (lane: JobLane) => db.selectFrom('jobs').select(['id', 'owner']).where('lane', '=', lane).where('state', '=', 'running').execute(),
    /** the first job of a lane that `owner` may start: nobody's or its own parked one, reserved for nobody or for it */
    next(lane: JobLane, owner: string, kinds: readonly string[], onlyOwn: boolean): Promise<JobRow | undefined> {
      return db
        .selectFrom('jobs')
        .selectAll()
        .where('state', '=', 'queued')
        .where('lane', '=', lane)
        .where('kind', 'in', kinds)
        .where((eb) => eb.or([eb('owner', 'is', null), eb('owner', '=', owner)]))
        .where((eb) => (onlyOwn ? eb('reserved_for', '=', owner) : eb.or([eb('reserved_for', 'is', null), eb('reserved_for', '=', owner)])))
        .orderBy('priority', 'desc')
        .orderBy('position')
        .limit(1)
        .executeTakeFirst()
    },
    heldByOthers: (owner: string): Promise<JobRow[]> =>
      db
        .selectFrom('jobs')
        .selectAll()
        .where((eb) => eb.or([eb('owner', '!=', owner), eb('reserved_for', '!=', owner)]))
        .where('state', 'in', ['queued', 'running', 'paused'])
        .execute(),
    ofUnknownKind: (kinds: readonly string[]): Promise<JobRow[]> =>
      db.selectFrom('jobs').selectAll().where('state', '=', 'queued').where('reserved_for', 'is', null).where('kind', 'not in', kinds).execute(),
    /** what may look different since `since`: everything that has not ended, and what ended after */
    changedSince: (since: number): Promise<JobRow[]> =>
      db
        .selectFrom('jobs')
        .selectAll()
        .where((eb) => eb.or([eb('state', 'in', ['queued', 'running', 'paused']), eb('updated_at', '>=', since)]))
        .execute(),
    allIds: async (): Promise<JobId[]> => (await db.selectFrom('jobs').select('id').execute()).map(({ id }) => id),
    async removeEnded(): Promise<JobId[]> {
      return (await db.deleteFrom('jobs').where('state', 'in', ENDED_STATES).returning('id').execute()).map(({ id }) => id)
    },
    /** keeps the newest `keep` ended jobs */
    async forgetOld(keep: number): Promise<void> {
      const newest = db.selectFrom('jobs').select('id').where('state', 'in', ENDED_STATES).orderBy('finished_at', 'desc').limit(keep)
      await db.deleteFrom('jobs').where('state', 'in', ENDED_STATES).where('id', 'not in', newest).execute()
    },

    processes: (): Promise<ProcessRow[]> => db.selectFrom('processes').selectAll().execute(),
    signIn: ({ token, pid, started }: ProcessIdentity, now: number) =>
      db
        .insertInto('processes')
        .values({ token, pid, started, heartbeat_at: now })
        .onConflict((conflict) => conflict.column('token').doUpdateSet({ heartbeat_at: now }))
        .execute(),
    signOut: (tokens: readonly string[]) => db.deleteFrom('processes').where('token', 'in', tokens).execute(),
  }
}
export type JobRepository = ReturnType<typeof jobRepository>
