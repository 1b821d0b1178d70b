import type { Actor, Walked } from '../../src-shared/history/contract.ts'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../src-shared/kernel/result.ts'
import type { Database, LibraryStepRow, Queries } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { announceWritten } from './announce-written.ts'
import { copyBackwards } from './copy-backwards.ts'
import { forgetStep } from './forget-steps.ts'
import { countOtherSongs, stepsToRedo, stepsToUndo } from './song-scope.ts'
import { forgetBefore, type Notes, openStep, type StepDone, type StepWords, takeNotes } from './step-recorder.ts'
import { MILLISECONDS_BESIDE, recoverSteps, type Walk, walkStep } from './step-walk.ts'
import { joinWritten, NOTHING_WRITTEN, type Written } from './write-changes.ts'
import { writerOf } from './writer-of.ts'

export type HistoryParts = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  /** token of this process, by which others see whether it is alive */
  readonly owner: string
}

type Busy = Failure<'history.busy'>
type Lost = Failure<'history.not-found'>

export type HistoryService = {
  undo(): Promise<Result<Walked, Busy | Failure<'history.nothing-to-undo'>>>
  redo(): Promise<Result<Walked, Busy | Failure<'history.nothing-to-redo'>>>
  /** with a song: only that song, see `song-scope.ts`; a trial changes nothing */
  goTo(stepId: number, trackId?: TrackId, isTrial?: boolean): Promise<Result<Walked, Busy | Lost>>
  takeBack(stepId: number, actor: Actor): Promise<Result<Walked, Busy | Lost>>
  /**
   * A step of any size, prepared and done part by part; the whole of it or, when it is stopped or fails, nothing. Each of `parts` notes what
   * it changes, in a transaction of its own. Undefined where nothing changes. @throws FailureError history.stopped
   */
  perform(words: Omit<StepWords, 'at'>, label: (count: number) => string, parts: readonly ((notes: Notes) => Promise<unknown>)[]): Promise<StepDone | undefined>
  stop(stepId: number): void
}

/** how much of the work of a large step is preparing it */
const PREPARING = 0.5

const WAITING = (label: string) => failure('history.busy', `“${label}” is still being done. Wait until it is finished, or stop it, then try again.`)
const LOST = () => failure('history.not-found', 'This step is no longer in the history: the newest 1,000 of the last 90 days are kept.')

type Way = { readonly step: LibraryStepRow; readonly direction: 'do' | 'undo' }

const others = (count: number) =>
  count === 0 ? '' : count === 1 ? ' One other song changed with it.' : ` ${count.toLocaleString('en')} other songs changed with it.`

const gone = (missing: number) =>
  missing === 0
    ? ''
    : missing === 1
      ? ' One thing it touched is gone for good and stays away.'
      : ` ${missing} things it touched are gone for good and stay away.`

export const createHistoryService = ({ database, events, now, owner }: HistoryParts): HistoryService => {
  const running = new Map<number, AbortController>()
  const steps = (db: Queries) => db.selectFrom('library_steps').selectAll().where('total', '>', 0)
  const newestDone = () => steps(database.query).where('target', '>', 0).orderBy('id', 'desc').limit(1).executeTakeFirst()
  // steps of one song may be undone while later ones of others are not: the oldest undone one can always be done again
  const oldestUndone = () => steps(database.query).where('target', '=', 0).orderBy('id').limit(1).executeTakeFirst()

  /** work that is going on, and what is put right before any begins */
  let begun = 0
  let mending: Promise<void> | undefined

  /** A step of this process that could be neither finished nor taken back (a full disk) goes back to where it began as soon as that can be done. */
  const mend = async (): Promise<void> => {
    const written = await recoverSteps({ database, owner, now }, async (one) => one !== owner)
    if (written.trackIds.length > 0 || written.hasAlbums) announce(written)
  }
  const during = async <T>(work: () => Promise<T>): Promise<T> => {
    // what still cannot go back says so to whoever wants to change it
    if (begun === 0) mending ??= mend().catch(() => undefined)
    await mending
    mending = undefined
    begun += 1
    try {
      return await work()
    } finally {
      begun -= 1
    }
  }

  const announce = (written: Written) => announceWritten(events, written)

  const walk = async (step: LibraryStepRow, direction: 'do' | 'undo'): Promise<Written> => {
    const stop = new AbortController()
    running.set(step.id, stop)
    const way: Walk = {
      database,
      owner,
      now,
      signal: stop.signal,
      onProgress: ({ id, label, applied, total }) => {
        const part = applied / Math.max(1, total)
        events.emit('history.progressed', { stepId: id, label, fraction: direction === 'do' ? part : 1 - part })
      },
    }
    try {
      return (await walkStep(way, step.id, direction)) ?? NOTHING_WRITTEN
    } catch (cause) {
      if (stop.signal.aborted) {
        announce(NOTHING_WRITTEN)
        throw new FailureError(failure('history.stopped', `“${step.label}” was stopped. Nothing was changed.`), { cause })
      }
      throw cause
    } finally {
      running.delete(step.id)
    }
  }

  const asBusy = (cause: unknown): Result<never, Busy> => {
    if (cause instanceof FailureError && (cause.failure.code === 'history.busy' || cause.failure.code === 'history.stopped'))
      return err(failure('history.busy', cause.failure.message))
    throw cause
  }

  /** one after the other; each is whole by itself, so a death in between leaves the library at a step */
  const walkAll = async (ways: readonly Way[], message: (written: Written) => string): Promise<Result<Walked, Busy>> => {
    const held = ways.find(({ step }) => step.owner !== null)
    if (held) return err(WAITING(held.step.label))
    let written = NOTHING_WRITTEN
    try {
      for (const { step, direction } of ways) written = joinWritten(written, await walk(step, direction))
    } catch (cause) {
      announce(written)
      return asBusy(cause)
    }
    announce(written)
    const stepId = ways.at(-1)?.step.id ?? 0
    return ok({ steps: ways.length, stepId, message: `${message(written)}${gone(written.missing)}`, missing: written.missing, otherSongs: 0 })
  }
  const walkOne = (step: LibraryStepRow, direction: Way['direction'], message: string) => walkAll([{ step, direction }], () => message)

  const titleOf = async (trackId: TrackId): Promise<string> =>
    (await database.query.selectFrom('tracks').select('title').where('id', '=', trackId).executeTakeFirst())?.title ?? 'The song'

  const deeds: HistoryService = {
    async undo() {
      const step = await newestDone()
      if (!step) return err(failure('history.nothing-to-undo', 'There is nothing to undo in the library.'))
      return walkOne(step, 'undo', `Undone: ${step.label}.`)
    },
    async redo() {
      const step = await oldestUndone()
      if (!step) return err(failure('history.nothing-to-redo', 'There is nothing to redo in the library.'))
      return walkOne(step, 'do', `Redone: ${step.label}.`)
    },
    async goTo(stepId, trackId, isTrial = false) {
      const target = stepId === 0 ? undefined : await steps(database.query).where('id', '=', stepId).executeTakeFirst()
      if (stepId !== 0 && !target) return err(LOST())
      const later = await stepsToUndo(database.query, stepId, trackId)
      const earlier = await stepsToRedo(database.query, stepId, trackId)
      const ways: Way[] = [
        ...later.map((step) => ({ step, direction: 'undo' }) as const),
        // what is undone is redone only where it belongs before the place
        ...earlier.map((step) => ({ step, direction: 'do' }) as const),
      ]
      const place = target ? `after: ${target.label}.` : 'before the oldest step that is kept.'
      const who = trackId === undefined ? 'The library' : `“${await titleOf(trackId)}”`
      const ids = ways.map(({ step }) => step.id)
      const otherSongs = trackId === undefined ? 0 : await countOtherSongs(database.query, ids, trackId)
      if (isTrial) return ok({ steps: ways.length, stepId, message: `${who} would be as it was ${place}${others(otherSongs)}`, missing: 0, otherSongs })
      const walked = await walkAll(ways, () => `${who} is as it was ${place}${others(otherSongs)}`)
      return walked.ok ? ok({ ...walked.value, otherSongs }) : walked
    },
    async takeBack(stepId, actor) {
      const step = await steps(database.query).where('id', '=', stepId).executeTakeFirst()
      if (!step) return err(LOST())
      if (step.target === 0) return ok({ steps: 0, stepId, message: `“${step.label}” is undone already.`, missing: 0, otherSongs: 0 })
      if ((await newestDone())?.id === stepId) return walkOne(step, 'undo', `Undone: ${step.label}.`)
      if (step.owner !== null) return err(WAITING(step.label))
      // others came later: they stay, and putting this one back is a step of its own
      const id = await copyBackwards(database, step, { label: `Take back: ${step.label}`, actor, at: now(), owner })
      const fresh = await steps(database.query).where('id', '=', id).executeTakeFirstOrThrow()
      return walkOne({ ...fresh, owner: null }, 'do', `Taken back: ${step.label}.`)
    },
    async perform({ actor, fields = [] }, label, parts) {
      const id = await database.transaction((tx) => openStep(tx, { actor, at: now(), fields }, label(0), owner))
      const stop = new AbortController()
      running.set(id, stop)
      const forget = () => forgetStep(database, id)
      try {
        const bulk = parts.length > 1 ? database.bulk : writerOf(database, 0)
        let count = 0
        for (let done = 0; done < parts.length; ) {
          stop.signal.throwIfAborted()
          count = await bulk.transaction(async (tx) => {
            const notes = takeNotes(tx, id, fields, count)
            const until = performance.now() + (bulk.isBeside ? MILLISECONDS_BESIDE : 0)
            do {
              await parts[done]?.(notes)
              done += 1
            } while (done < parts.length && performance.now() < until && !stop.signal.aborted)
            return notes.count()
          })
          if (parts.length > 1) events.emit('history.progressed', { stepId: id, label: label(count), fraction: (PREPARING * done) / parts.length })
          await new Promise<void>((resolve) => setImmediate(resolve))
        }
        if (count === 0) {
          await forget()
          return undefined
        }
        await database.transaction(async (tx) => {
          await forgetBefore(tx, id)
          await tx
            .updateTable('library_steps')
            .set({ label: label(count), total: count })
            .where('id', '=', id)
            .execute()
        })
        const onProgress: Walk['onProgress'] = ({ applied, total }) =>
          events.emit('history.progressed', { stepId: id, label: label(count), fraction: PREPARING + (1 - PREPARING) * (applied / total) })
        const written = (await walkStep({ database, owner, now, signal: stop.signal, onProgress }, id, 'do')) ?? NOTHING_WRITTEN
        announce(written)
        return { ...written, stepId: id }
      } catch (cause) {
        const left = await database.query.selectFrom('library_steps').select('applied').where('id', '=', id).executeTakeFirst()
        const isBack = (left?.applied ?? 0) === 0
        // what could not be written back is still known by its step, see `mend`
        if (isBack) await forget()
        announce(NOTHING_WRITTEN)
        if (!stop.signal.aborted || !isBack) throw cause
        throw new FailureError(failure('history.stopped', 'It was stopped. Nothing was changed.'), { cause })
      } finally {
        running.delete(id)
      }
    },
    stop: (stepId) => running.get(stepId)?.abort(),
  }
  return {
    undo: () => during(deeds.undo),
    redo: () => during(deeds.redo),
    goTo: (...asked) => during(() => deeds.goTo(...asked)),
    takeBack: (...asked) => during(() => deeds.takeBack(...asked)),
    perform: (...asked) => during(() => deeds.perform(...asked)),
    stop: deeds.stop,
  }
}
