import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { hasSoundName } from './sound-names.ts'

/** One thing to import, or why a path that was offered gives nothing. `below`: the folder in which it was found, from the offered one on. */
export type Offered = { readonly path: string; readonly below?: string; readonly error?: FailureError }

const MOST_FILES = 200_000

const refusal = (path: string, cause: unknown): Offered => {
  const { code } = cause as { code?: unknown }
  const name = basename(path)
  const error =
    code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG' || code === 'ERR_INVALID_ARG_VALUE'
      ? failure('file.not-found', `There is no file ${path}. Check the name, or whether the drive is connected.`)
      : failure('file.unreadable', `The studio may not read ${name}. Allow reading it, or copy it to your own folder first.`)
  return { path, error: new FailureError(error, { cause }) }
}

/** A link may lead to a pipe or a device, which would be read for ever; one that leads nowhere is told when it is opened. */
const leadsToFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (known) => known.isFile(),
    () => true,
  )

/** Sound files of the folder and of those in it, by name. Hidden things and links to folders are left out, so there are no circles. */
const soundsIn = async function* (folder: string, below: string): AsyncGenerator<Offered> {
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
    if (entry.isDirectory()) yield* soundsIn(path, join(below, entry.name))
    else if (hasSoundName(entry.name) && (entry.isFile() || (entry.isSymbolicLink() && (await leadsToFile(path))))) yield { path, below }
  }
}
const readEntries = (folder: string) => readdir(folder, { withFileTypes: true })

/** Everything behind the offered paths, in their order: files as they are, folders with all that is in them. */
export const walkOffer = async (paths: readonly string[]): Promise<readonly Offered[]> => {
  const found: Offered[] = []
  let left = 0
  for (const path of paths) {
    const known = await stat(path).catch((cause: unknown) => refusal(path, cause))
    if ('path' in known) found.push(known)
    else if (known.isDirectory()) {
      const before = found.length
      for await (const sound of soundsIn(path, basename(path))) found.length < MOST_FILES ? found.push(sound) : left++
      if (found.length === before && left === 0)
        found.push({ path, error: new FailureError(failure('import.no-sound', `There are no sound files in the folder ${basename(path)}.`)) })
    } else if (known.isFile()) found.push({ path })
    else found.push({ path, error: new FailureError(failure('file.unreadable', `${basename(path)} is not a file that can be read.`)) })
  }
  const [first = ''] = paths
  if (left > 0)
    found.push({
      path: first,
      error: new FailureError(
        failure(
          'import.too-many',
          `One import takes ${MOST_FILES.toLocaleString('en')} files. ${left.toLocaleString('en')} more were left out: import their folders next.`,
        ),
      ),
    })
  return found
}
