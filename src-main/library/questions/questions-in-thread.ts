import type { Queries } from '../../platform/database/index.ts'
import { createAnsweringThread } from '../../platform/threads/answering-thread.ts'
import { isWholeShelf } from '../track-listing.ts'
import { createLibraryQuestions, type LibraryQuestions } from './library-questions.ts'

const workerUrl = import.meta.url.endsWith('.ts') ? new URL('./questions.worker.ts', import.meta.url) : new URL('./questions.worker.js', import.meta.url)

/** A window shows its first songs before anything else is read. */
const FIRST_LIST_MILLISECONDS = 300

/**
 * Questions about the library answered in a thread with its own connection, so that main is never held by one. The first pages, which are read
 * off an index in a moment, are answered here: the thread starts when they are on their way. Close it before the database.
 */
export const createQuestionsInThread = (path: string, db: Queries, now: () => number): LibraryQuestions => {
  const thread = createAnsweringThread(workerUrl, { path })
  const here = createLibraryQuestions(db, now)
  let isStarted = false
  let starting: ReturnType<typeof setTimeout> | undefined
  const warm = async (): Promise<void> => {
    isStarted = true
    clearTimeout(starting)
    // a library that is closed meanwhile is not a failure of the question
    await thread.ask('warm', {}).catch(() => undefined)
  }
  const ask =
    <Q, A>(name: string) =>
    (query: Q, signal?: AbortSignal): Promise<A> => {
      if (!isStarted) void warm()
      return thread.ask<A>(name, { now: now(), query }, signal)
    }
  const list = ask<Parameters<LibraryQuestions['list']>[0], Awaited<ReturnType<LibraryQuestions['list']>>>('list')
  return {
    list(query, signal) {
      if (isStarted || !isWholeShelf(query, now())) return list(query, signal)
      starting ??= setTimeout(() => void warm(), FIRST_LIST_MILLISECONDS).unref()
      return here.list(query, signal)
    },
    nextLetters: ask('nextLetters'),
    listIds: ask('listIds'),
    packedIds: ask('packedIds'),
    facets: ask('facets'),
    count: ask('count'),
    // pictures of the first rows: what counts are answered from can wait until these are on their way
    waves: (query, signal) => thread.ask('waves', { now: now(), query }, signal),
    warm,
    async close() {
      clearTimeout(starting)
      isStarted = true
      await thread.close()
    },
  }
}
