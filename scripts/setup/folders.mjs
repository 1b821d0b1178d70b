import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The project's root. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
/** Everything that set-up fetches or remembers, ignored by git. Deleting it is always safe: the next start makes it again. */
export const setupFolder = join(root, '.setup')
