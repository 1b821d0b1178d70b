import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { hasSoundName } from './sound-names.ts'

/** One thing to import, or why a path that was offered gives nothing. */
export type Offered = { readonly path: string } | { readonly path: string; readonly error: FailureError }

const MOST_FILES = 10_000

const refusal = (path: string, cause: unknown): Offered => {
  const { code } = cause as { code?: unknown }
  const name = basename(path)
  const error =
    code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE'
      ? failure('file.not-found', `There is no file ${path}. Check the name, or whether the drive is connected.`)
      : failure('file.unreadable', `The studio may not read ${name}. Allow reading it, or copy it to your own folder first.`)
  return { path, error: new FailureError(error, { cause }) }
}

/** Sound files of the folder and of those in it, by name. Hidden things and links to folders are left out, so there are no circles. */
const soundsIn = async function* (folder: string): AsyncGenerator<Offered> {
  let entries: Awaited<ReturnType<typeof readEntries>>
  try {
    entries = await readEntries(folder)
  } catch (cause) {
    yield refusal(folder, cause)
    return
  }
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.')) continue
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* soundsIn(path)
    else if ((entry.isFile() || entry.isSymbolicLink()) && hasSoundName(entry.name)) yield { path }
  }
}
const readEntries = (folder: string) => readdir(folder, { withFileTypes: true })

/** Everything behind the offered paths, in their order: files as they are, folders with all that is in them. */
export const walkOffer = async (paths: readonly string[]): Promise<readonly Offered[]> => {
  const found: Offered[] = []
  for (const path of paths) {
    const known = await stat(path).catch((cause: unknown) => refusal(path, cause))
    if ('path' in known) found.push(known)
    else if (known.isDirectory()) {
      const before = found.length
      for await (const sound of soundsIn(path)) if (found.length < MOST_FILES) found.push(sound)
      if (found.length === before)
        found.push({ path, error: new FailureError(failure('import.no-sound', `There are no sound files in the folder ${basename(path)}.`)) })
    } else if (known.isFile()) found.push({ path })
    else found.push({ path, error: new FailureError(failure('file.unreadable', `${basename(path)} is not a file that can be read.`)) })
  }
  return found.slice(0, MOST_FILES)
}
