import { getLogger } from '@logtape/logtape'
import type { z } from 'zod'
import type { Job, JobLane, JobState } from '../../../src-shared/jobs/contract.ts'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import type { IdSource, JobId } from '../../../src-shared/kernel/ids.ts'
import type { Database, JobRow } from '../database/index.ts'
import type { Events } from '../events.ts'
import type { WorkFolders } from '../files/index.ts'
import { claimJob } from './job-claims.ts'
import { createJobCommands, type JobCommands } from './job-commands.ts'
import type { EnqueueOptions, JobDefinition, JobQueue } from './job-definition.ts'
import { recoverJobs } from './job-recovery.ts'
import { jobRepository } from './job-repository.ts'
import { hasEnded, jobOfRow } from './job-rows.ts'
import { type JobOutcome, type JobRun, startJobRun } from './job-run.ts'
import { isProcessAlive, type ProcessIdentity } from './process-identity.ts'

/** The queue with everything that a composition root and the jobs tray need. Domains see `JobQueue` only. */
export type JobService = JobQueue &
  JobCommands & {
    list(query: { states?: readonly JobState[] | undefined; limit: number }): Promise<Job[]>
    find(jobId: JobId): Promise<Job | undefined>
    clearFinished(): Promise<readonly JobId[]>
    /** Takes care of what a crash left, then begins to work. Definitions come here, because they need services that need the queue. */
    start(definitions: readonly JobDefinition[]): Promise<void>
    /** Stops the runs of this process and hands them back: they wait, or are interrupted where they ask a person first. */
    close(): Promise<void>
  }

export type JobServiceOptions = {
  readonly database: Database
  readonly events: Events
  readonly ids: IdSource
  readonly now: () => number
  readonly workFolders: WorkFolders
  readonly identity: ProcessIdentity
  /** how many run at once, over all processes of this studio */
  readonly lanes?: Readonly<Record<JobLane, number>>
  /** the command line: runs what it asked for itself and leaves the rest to the window */
  readonly claimOnlyOwn?: boolean
}

/** `io` has places to spare for the two background works (listening, describing sound), which give way by themselves */
const DEFAULT_LANES: Readonly<Record<JobLane, number>> = { gpu: 1, cpu: 1, io: 4 }
const TELL_MILLISECONDS = 100
const BEAT_MILLISECONDS = 1_000
const HEARTBEAT_EVERY_BEATS = 5
const CLOSE_MILLISECONDS = 3_000
const KEPT_ENDED_JOBS = 1_000
const RETRY_SETTLE_MILLISECONDS = 500

const log = getLogger(['segno', 'jobs'])

export const createJobService = (options: JobServiceOptions): JobService => {
  const { database, events, ids, now, workFolders, identity, lanes = DEFAULT_LANES, claimOnlyOwn = false } = options
  const me = identity.token
  const jobs = jobRepository(database.query)
  const definitions = new Map<string, JobDefinition>()
  const runs = new Map<JobId, JobRun>()
  const rows = new Map<JobId, JobRow>()
  const told = new Map<JobId, string>()
  const waiters = new Map<JobId, ((job: Job) => void)[]>()
  const tellTimers = new Map<JobId, ReturnType<typeof setTimeout>>()
  const settling = new Set<Promise<void>>()
  let phase: 'new' | 'working' | 'closing' = 'new'
  let seenUntil = 0
  let beats = 0
  let beatTimer: ReturnType<typeof setInterval> | undefined
  let stopWatching = () => {}

  /** a row as it is now, with the live progress of a run of this process */
  const show = (row: JobRow): Job => {
    const held = rows.get(row.id)
    if (held && hasEnded(held.state)) return jobOfRow(held)
    const run = runs.get(row.id)
    if (!run || hasEnded(row.state)) return jobOfRow(row)
    const { fraction, stage, etaSeconds } = run.progress()
    const { etaSeconds: _, ...job } = jobOfRow(row)
    return { ...job, fraction, stage, ...(etaSeconds !== undefined && row.state === 'running' && { etaSeconds }) }
  }

  const tell = (row: JobRow): void => {
    const job = show(row)
    const text = JSON.stringify(job)
    if (told.get(row.id) === text) return
    told.set(row.id, text)
    events.emit('jobs.changed', job)
    if (!hasEnded(row.state)) return
    for (const resolve of waiters.get(row.id) ?? []) resolve(job)
    waiters.delete(row.id)
  }

  const onChanged = (row: JobRow): void => {
    seenUntil = Math.max(seenUntil, row.updated_at)
    if (runs.has(row.id)) rows.set(row.id, row)
    tell(row)
    void claim()
  }

  const commands = createJobCommands({ database, now, runOf: (jobId) => runs.get(jobId), onChanged })

  const tellSoon = (jobId: JobId): void => {
    if (tellTimers.has(jobId)) return
    tellTimers.set(
      jobId,
      setTimeout(() => {
        tellTimers.delete(jobId)
        const row = rows.get(jobId)
        if (row && runs.has(jobId)) tell(row)
      }, TELL_MILLISECONDS),
    )
  }

  const afterOutcome = (row: JobRow, outcome: JobOutcome): Partial<JobRow> => {
    const at = now()
    const rest = { owner: null, reserved_for: null, wish: null, eta_seconds: null, updated_at: at, stage: '' } as const
    switch (outcome.kind) {
      case 'succeeded':
        return { ...rest, state: 'succeeded', fraction: 1, finished_at: at }
      case 'cancelled':
        return { ...rest, state: 'cancelled', finished_at: at }
      case 'failed':
        return { ...rest, state: 'failed', finished_at: at, error_code: outcome.error.code, error_message: outcome.error.message }
      case 'stopped':
        return definitions.get(row.kind)?.afterCrash === 'restart'
          ? { ...rest, state: row.state === 'paused' ? 'paused' : 'queued', fraction: 0, started_at: null }
          : { ...rest, state: 'interrupted', stage: 'interrupted', finished_at: at }
    }
  }

  /** writes how a run ended; a full disk or a locked library is waited out, because the work itself is done, but whoever waits is told at once */
  const settle = async (row: JobRow, outcome: JobOutcome): Promise<void> => {
    if (outcome.kind === 'failed')
      log.error('job failed: {kind} {jobId} {code}', { kind: row.kind, jobId: row.id, code: outcome.error.code, cause: outcome.cause })
    else log.info('job {outcome}: {kind} {jobId}', { outcome: outcome.kind, kind: row.kind, jobId: row.id })
    const held = rows.get(row.id) ?? row
    const change = afterOutcome(held, outcome)
    for (;;) {
      try {
        const after = await jobs.change(row.id, change, me)
        runs.delete(row.id)
        rows.delete(row.id)
        if (after) onChanged(after)
        return
      } catch (cause) {
        if (!(cause instanceof FailureError)) throw cause
        const ended = { ...held, ...change }
        rows.set(row.id, ended)
        tell(ended)
        if (phase === 'closing') throw cause
        log.error('the end of job {jobId} could not be written yet: {code}', { jobId: row.id, code: cause.failure.code })
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_SETTLE_MILLISECONDS))
    }
  }

  const begin = (row: JobRow): void => {
    rows.set(row.id, row)
    const parked = runs.get(row.id)
    if (parked) {
      parked.pause(false)
      tell(row)
      return
    }
    const definition = definitions.get(row.kind)
    if (!definition) throw new Error(`claimed a job of unknown kind ${row.kind}`)
    log.info('job started: {kind} {jobId}', { kind: row.kind, jobId: row.id, attempt: row.attempt })
    const run = startJobRun(row, definition, workFolders, () => tellSoon(row.id))
    runs.set(row.id, run)
    tell(row)
    const settled: Promise<void> = run.ended
      .then((outcome) => settle(row, outcome))
      .catch((cause) => log.error('job {jobId} could not be ended', { jobId: row.id, cause }))
      .finally(() => settling.delete(settled))
    settling.add(settled)
  }

  /** a command line that cannot take its own jobs (a full disk, a locked library) says why instead of waiting for better times */
  const giveUp = async ({ code, message }: Failure): Promise<void> => {
    for (const jobId of [...waiters.keys()].filter((id) => !runs.has(id))) {
      const at = now()
      const change = { state: 'failed', error_code: code, error_message: message, finished_at: at, updated_at: at, reserved_for: null } as const
      const row = await jobs.find(jobId)
      if (!row) continue
      await jobs.change(jobId, change).catch((cause) => log.error('job {jobId} stays in the queue', { jobId, cause }))
      tell({ ...row, ...change })
    }
  }

  let claiming: Promise<void> | undefined
  let isClaimAskedAgain = false
  /** takes jobs while there are places; calls during a round ask for one more round */
  const claim = (): Promise<void> => {
    if (phase !== 'working') return Promise.resolve()
    isClaimAskedAgain = true
    claiming ??= (async () => {
      try {
        while (isClaimAskedAgain && phase === 'working') {
          isClaimAskedAgain = false
          const row = await claimJob(database, { owner: me, kinds: [...definitions.keys()], lanes, onlyOwn: claimOnlyOwn }, now())
          if (!row) continue
          begin(row)
          isClaimAskedAgain = true
        }
      } catch (cause) {
        log.error('the queue could not take a job', { cause })
        if (claimOnlyOwn && cause instanceof FailureError) await giveUp(cause.failure)
      } finally {
        claiming = undefined
      }
    })()
    return claiming
  }

  const recover = async (): Promise<void> => {
    for (const row of await recoverJobs(database, me, definitions, now())) {
      log.warn('job of a process that ended: {jobId} is {state}', { jobId: row.id, state: row.state })
      onChanged(row)
    }
    if (claimOnlyOwn) return
    for (const row of await jobs.ofUnknownKind([...definitions.keys()])) {
      const after = await jobs.change(row.id, {
        state: 'failed',
        error_code: 'job.unknown-kind',
        error_message: 'Another version of the studio put this job into the queue, and this one does not know it.',
        finished_at: now(),
        updated_at: now(),
      })
      if (after) onChanged(after)
    }
  }

  /** another process wrote: obey wishes, notice lost jobs, tell what looks different */
  const refresh = async (): Promise<void> => {
    const changed = await jobs.changedSince(seenUntil)
    for (const row of changed) {
      seenUntil = Math.max(seenUntil, row.updated_at)
      const run = runs.get(row.id)
      if (!run) {
        tell(row)
        continue
      }
      if (row.owner !== me) {
        run.stop()
        continue
      }
      // it has ended here, and only its row could not be written yet
      if (hasEnded(rows.get(row.id)?.state ?? row.state)) continue
      rows.set(row.id, row)
      if (row.wish === 'cancel') await commands.cancel(row.id)
      else if (row.wish === 'pause') await commands.pause(row.id)
      else tell(row)
    }
    const left = new Set(await jobs.allIds())
    const gone = [...told.keys()].filter((jobId) => !left.has(jobId))
    for (const jobId of gone) told.delete(jobId)
    if (gone.length > 0) events.emit('jobs.removed', { jobIds: gone })
    void claim()
  }

  const writeProgress = async (): Promise<void> => {
    for (const [jobId, run] of runs) {
      const row = rows.get(jobId)
      if (row?.state !== 'running') continue
      const { fraction, stage, etaSeconds } = run.progress()
      if (row.fraction === fraction && row.stage === stage) continue
      const after = await jobs.change(jobId, { fraction, stage, eta_seconds: etaSeconds ?? null, updated_at: now() }, me)
      // the run may have ended while this was written
      if (runs.get(jobId) !== run) continue
      if (!after) run.stop()
      else {
        rows.set(jobId, after)
        tellSoon(jobId)
      }
    }
  }

  let isBeating = false
  const beat = async (): Promise<void> => {
    if (isBeating) return
    isBeating = true
    try {
      await writeProgress()
      if (beats++ % HEARTBEAT_EVERY_BEATS === 0 && (runs.size > 0 || claimOnlyOwn)) await jobs.signIn(identity, now())
      await recover()
      // places may have become free in a process that died
      await claim()
    } catch (cause) {
      log.error('the queue could not be kept up to date', { cause })
    } finally {
      isBeating = false
    }
  }

  const sweepWorkFolders = async (): Promise<void> => {
    const alive = new Set((await jobs.processes()).filter((row) => isProcessAlive(row, now())).map(({ token }) => token))
    const held = new Set(
      (await jobs.changedSince(Number.MAX_SAFE_INTEGER)).filter(({ owner }) => owner !== null && alive.has(owner)).map(({ id }) => String(id)),
    )
    const removed = await workFolders.sweep((name) => held.has(name))
    if (removed > 0) log.info('{removed} work folders of jobs that were interrupted have been removed', { removed })
  }

  return {
    ...commands,

    async enqueue<P extends z.ZodType>(definition: JobDefinition<P>, payload: z.input<P>, enqueueOptions: EnqueueOptions): Promise<JobId> {
      const { title, subjectId, groupId, priority = 0 } = enqueueOptions
      // parsed now for its defects, stored as it was given: what is parsed later are the defaults of that day
      definition.payload.parse(payload)
      const at = now()
      const row = await database.transaction(async (tx) => {
        const repository = jobRepository(tx)
        const fresh: JobRow = {
          id: ids.job(),
          kind: definition.kind,
          title,
          lane: definition.lane,
          priority,
          position: (await repository.lastPosition()) + 1,
          state: 'queued',
          fraction: 0,
          stage: '',
          eta_seconds: null,
          attempt: 1,
          crashes: 0,
          payload_json: JSON.stringify(payload),
          subject_id: subjectId ?? null,
          group_id: groupId ?? null,
          error_code: null,
          error_message: null,
          created_at: at,
          started_at: null,
          finished_at: null,
          updated_at: at,
          owner: null,
          reserved_for: claimOnlyOwn ? me : null,
          wish: null,
        }
        await repository.insert(fresh)
        return fresh
      })
      onChanged(row)
      return row.id
    },

    async whenEnded(jobId) {
      const row = await jobs.find(jobId)
      if (!row) throw new Error(`no job ${jobId}`)
      if (hasEnded(row.state)) return jobOfRow(row)
      const waiting = new Promise<Job>((resolve) => waiters.set(jobId, [...(waiters.get(jobId) ?? []), resolve]))
      // it may have ended between the look and the waiting
      const again = await jobs.find(jobId)
      const job = again && show(again)
      return job && hasEnded(job.state) ? job : waiting
    },

    unfinished: async (definition, subjectId) =>
      (await jobs.unfinished(definition.kind, subjectId)).map(({ payload_json }) => definition.payload.parse(JSON.parse(payload_json))),

    list: async ({ states, limit }) => (await jobs.list(states, limit)).map(show),
    find: async (jobId) => {
      const row = await jobs.find(jobId)
      return row && show(row)
    },

    async clearFinished() {
      const removed = await jobs.removeEnded()
      for (const jobId of removed) told.delete(jobId)
      if (removed.length > 0) events.emit('jobs.removed', { jobIds: removed })
      return removed
    },

    async start(known) {
      for (const definition of known) {
        if (definitions.has(definition.kind)) throw new Error(`two job definitions of kind ${definition.kind}`)
        definitions.set(definition.kind, definition)
      }
      await jobs.signIn(identity, now())
      phase = 'working'
      seenUntil = now()
      await recover()
      await sweepWorkFolders()
      await jobs.forgetOld(KEPT_ENDED_JOBS)
      for (const row of await jobs.list(undefined, KEPT_ENDED_JOBS)) told.set(row.id, JSON.stringify(show(row)))
      stopWatching = database.watchForeignChanges(() => void refresh().catch((cause) => log.error('foreign changes could not be read', { cause })))
      beatTimer = setInterval(() => void beat(), BEAT_MILLISECONDS)
      beatTimer.unref()
      await claim()
    },

    async close() {
      if (phase === 'closing') return
      phase = 'closing'
      stopWatching()
      clearInterval(beatTimer)
      for (const timer of tellTimers.values()) clearTimeout(timer)
      await claiming
      for (const run of runs.values()) run.stop()
      let timer: ReturnType<typeof setTimeout> | undefined
      const patience = new Promise<void>((resolve) => {
        timer = setTimeout(resolve, CLOSE_MILLISECONDS)
      })
      await Promise.race([Promise.all(settling), patience])
      clearTimeout(timer)
      // a work that does not listen keeps its job: the next start finds this process gone and recovers it
      if (settling.size === 0) await jobs.signOut([me])
    },
  }
}
