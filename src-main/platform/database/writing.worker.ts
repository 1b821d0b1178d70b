import { serveQuestions } from '../threads/serve-questions.ts'
import { openForWriting } from './open-for-writing.ts'

/** Writes very many rows and puts the write-ahead log away, beside main. */
serveQuestions(({ path }: { readonly path: string }) => openForWriting(path))
