import { getLogger } from '@logtape/logtape'
import type { editing } from '../../src-shared/editing/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import type { IdSource } from '../../src-shared/kernel/ids.ts'
import { createCommentHandlers } from '../comments/index.ts'
import { announceWritten, createHistoryHandlers, createHistoryService, forgetAside, pruneSteps, recoverSteps } from '../history/index.ts'
import type { TrackReader } from '../library/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { isOwnerAlive, type ProcessIdentity } from '../platform/jobs/index.ts'

export type HistoryCore = {
  readonly database: Database
  readonly events: Events
  readonly ids: IdSource
  readonly now: () => number
  readonly identity: ProcessIdentity
  readonly tracks: TrackReader
  readonly regenerate: Handlers<typeof editing>['regenerate']
}

const WATCH_MILLISECONDS = 400
/** What a step puts aside is forgotten when nothing was done for so long. */
const FORGETTING_MILLISECONDS = 3_000

/** What was done to the library and to songs, in one list that can be walked; and comments on songs. */
export const composeHistory = ({ database, events, ids, now, identity, tracks, regenerate }: HistoryCore) => {
  const log = getLogger(['segno', 'history'])
  const service = createHistoryService({ database, events, now, owner: identity.token })
  const comments = createCommentHandlers({ database, events, ids, now, songs: tracks, regenerate })
  const newest = async () => {
    const steps = await database.query
      .selectFrom('library_steps')
      .select((eb) => [eb.fn.max('id').as('newest'), eb.fn.sum('applied').as('applied'), eb.fn.countAll().as('count')])
      .executeTakeFirst()
    const rows = await database.query
      .selectFrom('comments')
      .select((eb) => [eb.fn.countAll().as('count'), eb.fn.max('updated_at').as('at')])
      .executeTakeFirst()
    return { steps: JSON.stringify(steps), comments: JSON.stringify(rows) }
  }
  const warn = (what: string) => (cause: unknown) => log.error(what, { cause })

  /** tells this process of steps and comments that another one made */
  const watch = (): (() => void) => {
    let before = newest().catch(() => undefined)
    let timer: ReturnType<typeof setTimeout> | undefined
    const look = async () => {
      const [old, fresh] = [await before, await newest()]
      before = Promise.resolve(fresh)
      if (old?.steps !== fresh.steps) events.emit('history.changed', {})
      if (old?.comments !== fresh.comments) events.emit('comments.changed', { trackIds: [] })
    }
    const stop = database.watchForeignChanges(() => {
      clearTimeout(timer)
      timer = setTimeout(() => void look().catch(warn('steps of another process could not be read')), WATCH_MILLISECONDS)
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }
  // one after the other, and waited for at the end: a command that accepts a take closes the library right behind it
  let resolving: Promise<void> = Promise.resolve()
  const accepted = events.on('project.changed', ({ document }) => {
    resolving = resolving.then(() => comments.resolveAccepted(document.trackId)).catch(warn('a comment could not be resolved'))
  })
  const { resolveAccepted: _own, ...commentHandlers } = comments
  return {
    service,
    handlers: { history: createHistoryHandlers(database, service), comments: commentHandlers },
    /** what a process that died left half done is put back; call it before anything else changes the library */
    async recover() {
      const written = await recoverSteps({ database, owner: identity.token, now }, (owner) => isOwnerAlive(database, owner, now()))
      if (written.trackIds.length > 0) {
        log.info('a change of {count} songs that was interrupted is put back', { count: written.trackIds.length })
        announceWritten(events, written)
      }
    },
    tidy: () => pruneSteps(database, now()),
    begin() {
      const stop = watch()
      let forgetting: Promise<void> = Promise.resolve()
      let timer: ReturnType<typeof setTimeout> | undefined
      const forget = () => {
        forgetting = forgetting.then(() => forgetAside(database)).catch(warn('old steps could not be forgotten'))
      }
      const changed = events.on('history.changed', () => {
        clearTimeout(timer)
        timer = setTimeout(forget, FORGETTING_MILLISECONDS).unref()
      })
      return async () => {
        accepted()
        changed()
        clearTimeout(timer)
        stop()
        await forgetting
        await resolving
      }
    },
  }
}
