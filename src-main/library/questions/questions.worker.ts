import { openForReading } from '../../platform/database/open-for-reading.ts'
import { serveQuestions } from '../../platform/threads/serve-questions.ts'
import { createLibraryQuestions, type LibraryQuestions } from './library-questions.ts'

/** `now`: the asker's clock */
export type Asked<K extends 'list' | 'nextLetters' | 'listIds' | 'packedIds' | 'facets' | 'count' | 'waves'> = {
  readonly now: number
  readonly query: Parameters<LibraryQuestions[K]>[0]
}

/** Answers the library's questions off a connection of its own that only reads: however long one takes, main is not held. */
serveQuestions(({ path }: { readonly path: string }) => {
  const database = openForReading(path)
  let clock = 0
  const questions = createLibraryQuestions(database.query, () => clock, true)
  const at = <Q>(asked: { readonly now: number; readonly query: Q }): Q => {
    clock = asked.now
    return asked.query
  }
  return {
    answers: {
      list: (asked: Asked<'list'>, signal) => questions.list(at(asked), signal),
      nextLetters: (asked: Asked<'nextLetters'>, signal) => questions.nextLetters(at(asked), signal),
      listIds: (asked: Asked<'listIds'>, signal) => questions.listIds(at(asked), signal),
      packedIds: (asked: Asked<'packedIds'>, signal) => questions.packedIds(at(asked), signal),
      facets: (asked: Asked<'facets'>, signal) => questions.facets(at(asked), signal),
      count: (asked: Asked<'count'>, signal) => questions.count(at(asked), signal),
      waves: ({ query }: Asked<'waves'>, signal) => questions.waves(query, signal),
      warm: questions.warm,
    },
    close: database.close,
  }
})
