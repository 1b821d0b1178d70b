import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { TrackId } from '../../src-shared/kernel/ids.ts'
import { library, type Track, type TrackDetail } from '../../src-shared/library/contract.ts'
import { ask } from './ask.ts'
import type { StudioServices } from './studio-services.ts'

const SHOWN_CANDIDATES = 5

type Shelf = 'all' | 'trash'

/** Every song of the library or of the trash, or those that a search finds, page by page. */
const pages = async function* (studio: StudioServices, text: string, view: Shelf): AsyncGenerator<readonly Track[]> {
  let cursor: string | undefined
  do {
    const page = await ask(library.list, studio.handlers.library.list, { text, view, limit: 500, filters: { disliked: 'show' }, ...(cursor && { cursor }) })
    yield page.tracks
    cursor = page.nextCursor
  } while (cursor)
}

const collect = async (studio: StudioServices, text: string, view: Shelf, isWanted: (track: Track) => boolean): Promise<Track[]> => {
  const found: Track[] = []
  for await (const page of pages(studio, text, view)) found.push(...page.filter(isWanted))
  return found
}

/**
 * The song that a person means: its id, the beginning of its id, its title, or the beginning of its title. An id finds it on every shelf.
 * @throws FailureError track.not-found, track.ambiguous
 */
export const findTrack = async (studio: StudioServices, words: string, shelf: Shelf = 'all'): Promise<TrackDetail> => {
  const id = TrackId.safeParse(words)
  if (id.success) return ask(library.get, studio.handlers.library.get, { trackId: id.data })

  const wanted = words.trim().toLowerCase()
  const titled = wanted === '' ? [] : await collect(studio, words.slice(0, 500), shelf, ({ title }) => title.toLowerCase().startsWith(wanted))
  const exact = titled.filter(({ title }) => title.toLowerCase() === wanted)
  const asWritten = exact.filter(({ title }) => title === words.trim())
  const named = [asWritten, exact, titled].find(({ length }) => length > 0) ?? []
  const found = named.length > 0 || !wanted.startsWith('trk_') ? named : await collect(studio, '', shelf, (track) => track.id.startsWith(wanted))
  const [only, ...others] = found
  if (!only) {
    const isTrash = shelf === 'trash'
    const where = isTrash ? ' in the trash' : ''
    const list = isTrash ? 'segno library list --view trash' : 'segno tracks list'
    throw new FailureError(failure('track.not-found', `There is no song “${words}”${where}. \`${list}\` shows what there is; an id or a title will do.`))
  }
  if (others.length > 0) {
    const names = found.slice(0, SHOWN_CANDIDATES).map((track) => `${track.title} (${track.id})`)
    const rest = found.length > SHOWN_CANDIDATES ? ` and ${found.length - SHOWN_CANDIDATES} more` : ''
    throw new FailureError(
      failure('track.ambiguous', `“${words}” may be ${names.join(', ')}${rest}. Give the id.`, { trackIds: found.slice(0, 100).map((track) => track.id) }),
    )
  }
  return ask(library.get, studio.handlers.library.get, { trackId: only.id })
}
