import { serveQuestions } from '../threads/serve-questions.ts'
import { openForReading, type Statement } from './open-for-reading.ts'

/** Statements that read the whole library, away from main. */
serveQuestions(({ path }: { readonly path: string }) => {
  const database = openForReading(path)
  return {
    answers: { rows: async (query: Statement) => (await database.query.executeQuery(query)).rows },
    close: database.close,
  }
})
