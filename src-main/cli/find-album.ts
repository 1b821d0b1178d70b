import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { type Album, library } from '../../src-shared/library/contract.ts'
import { ask } from './ask.ts'
import type { StudioServices } from './studio-services.ts'

/** Of things with an id and a name: the one that a person means by its id, its name, or the beginning of either; undefined: none. @throws what `isSeveral` makes */
export const meant = <T extends { readonly id: string }>(
  all: readonly T[],
  words: string,
  nameOf: (one: T) => string,
  severalFailure: (names: string) => FailureError,
): T | undefined => {
  const wanted = words.trim().toLowerCase()
  if (wanted === '') return undefined
  const exact = all.filter((one) => one.id === wanted || nameOf(one).toLowerCase() === wanted)
  const found = exact.length > 0 ? exact : all.filter((one) => one.id.startsWith(wanted) || nameOf(one).toLowerCase().startsWith(wanted))
  if (found.length > 1)
    throw severalFailure(
      found
        .slice(0, 5)
        .map((one) => `${nameOf(one)} (${one.id})`)
        .join(', '),
    )
  return found[0]
}

/** @throws FailureError album.not-found, album.ambiguous */
export const findAlbum = async (studio: StudioServices, words: string): Promise<Album> => {
  const albums = await ask(library.listAlbums, studio.handlers.library.listAlbums, {})
  const album = meant(
    albums,
    words,
    ({ title }) => title,
    (names) => new FailureError(failure('album.ambiguous', `“${words}” may be ${names}. Give the id.`)),
  )
  if (!album) throw new FailureError(failure('album.not-found', `There is no album “${words}”. \`segno library albums list\` shows what there is.`))
  return album
}
