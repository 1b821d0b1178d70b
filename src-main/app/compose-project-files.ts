import about from '../../package.json' with { type: 'json' }
import type { SavedSongs } from '../library/index.ts'
import type { MixdownParts } from '../mixdown/index.ts'
import { isProjectFile, type OpenProjectFileParts, openProjectFile, type WriteProjectFileParts, writeProjectFile } from '../project-file/index.ts'
import type { StemShelf } from '../separation/index.ts'
import type { Core } from './compose-core.ts'

export type ProjectFilesCore = Core & { readonly stems: Pick<StemShelf, 'listOfTrack'> }

/** A song as one file of its own: how it goes out, and how it comes in again. */
export const composeProjectFiles = ({ database, store, covers, events, ids, now, stems, influences }: ProjectFilesCore) => {
  const parts = {
    database,
    db: database.query,
    store,
    covers,
    events,
    ids,
    now,
    appVersion: about.version,
    stemsOf: stems.listOfTrack,
    ...influences,
  } satisfies OpenProjectFileParts & WriteProjectFileParts
  const savedSongs: SavedSongs = { isOne: isProjectFile, open: (...file) => openProjectFile(parts, ...file) }
  const writeProject: MixdownParts['writeProject'] = (...order) => writeProjectFile(parts, ...order)
  return { savedSongs, writeProject }
}
