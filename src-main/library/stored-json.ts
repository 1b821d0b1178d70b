import { getLogger } from '@logtape/logtape'
import type { z } from 'zod'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'

const log = getLogger(['segno', 'library'])

const parse = <S extends z.ZodType>(schema: S, text: string): z.output<S> => schema.parse(JSON.parse(text))

/** JSON of the database, checked as it is read. @throws FailureError library.damaged-entry */
export const readStored = <S extends z.ZodType>(schema: S, text: string, what: string): z.output<S> => {
  try {
    return parse(schema, text)
  } catch (cause) {
    throw new FailureError(
      failure(
        'library.damaged-entry',
        `What the library has written about ${what} cannot be read. Its audio file is safe; bring back a backup or import the file again.`,
      ),
      { cause },
    )
  }
}

/** For ornaments of a list (key, loudness): unreadable is the same as unknown, and is logged. */
export const readOrnament = <S extends z.ZodType>(schema: S, text: string | null, what: string): z.output<S> | undefined => {
  if (text === null) return undefined
  try {
    return parse(schema, text)
  } catch (cause) {
    log.warn('{what} is not readable in the library', { what, cause })
    return undefined
  }
}
