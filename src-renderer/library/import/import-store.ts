import { create } from 'zustand'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'
import { countTagAlbums, openTagAlbums } from '../albums/from-tags/tag-albums-store.ts'
import { openDuplicates } from '../duplicates/duplicates-store.ts'
import { fileWords } from './file-words.ts'

export type ImportedFile = {
  readonly name: string
  /** the folder in which it was found */
  readonly below?: string | undefined
  /** these bytes were in the library before */
  readonly isKnown?: boolean | undefined
  readonly note?: string | undefined
  readonly trackId?: TrackId | undefined
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

type Report = { readonly files: readonly ImportedFile[]; readonly albums: number; readonly hasDuplicates: boolean }
const NOTHING: Report = { files: [], albums: 0, hasDuplicates: false }

/** The last import that has something to say. `albums`: how many can be made of its files’ album tags, or joined. */
export const useImportReport = create<Report>()(() => NOTHING)

export const closeImportReport = (): void => useImportReport.setState(NOTHING)

/** The files of an import by what there is to tell of them. */
export const tellingOf = (files: readonly ImportedFile[]) => ({
  failed: files.filter(({ error }) => error),
  noted: files.filter(({ error, note, isKnown }) => !error && !isKnown && note),
  known: files.filter(({ error, isKnown }) => !error && isKnown),
  imported: files.filter(({ error, note, isKnown }) => !error && !isKnown && !note),
})

/** Every file that says something, a line each. */
export const copyImportReport = async (): Promise<void> => {
  const { failed, noted, known } = tellingOf(useImportReport.getState().files)
  const lines = [...failed, ...noted, ...known].map(
    ({ name, below, error, note }) => `${below === undefined ? '' : `${below}/`}${name}\t${error ? fileWords(name, error.message) : (note ?? '')}`,
  )
  await navigator.clipboard.writeText(lines.join('\n')).then(
    () => notify(`Copied ${counted(lines.length, 'line')}`),
    () => notify('The list could not be copied. Try again while the window is in front.'),
  )
}

const songsOf = (files: readonly ImportedFile[]): readonly TrackId[] => files.flatMap(({ trackId }) => (trackId ? [trackId] : []))

/** Whether one of them is a recording that the library holds more than once. */
const areDuplicates = async (trackIds: readonly TrackId[]): Promise<boolean> => {
  const reply = await studio.duplicates.list({})
  const known = new Set(trackIds)
  return reply.ok && reply.value.groups.some(({ tracks }) => tracks.some(({ id }) => known.has(id)))
}

/** A clean import is one line; anything else is a list, file by file. Where the files name albums, these are offered. */
export const showImportReport = async (files: readonly ImportedFile[]): Promise<void> => {
  const trackIds = songsOf(files)
  const albums = trackIds.length > 0 ? await countTagAlbums(trackIds) : 0
  if (files.some((file) => file.error || file.note)) useImportReport.setState({ files, albums, hasDuplicates: await areDuplicates(trackIds) })
  else if (files.length > 0)
    notify(
      `Imported ${counted(files.length, 'song')}`,
      albums > 0 ? { label: albums === 1 ? 'Make its album…' : `Make ${counted(albums, 'album')}…`, run: () => void openTagAlbums(trackIds) } : undefined,
    )
}

export const showReportedDuplicates = (): void => {
  closeImportReport()
  openDuplicates()
}

export const makeReportedAlbums = (): void => {
  const trackIds = songsOf(useImportReport.getState().files)
  closeImportReport()
  void openTagAlbums(trackIds)
}

const start = async (offerId: Parameters<typeof studio.library.importOffered>[0]['offerId']): Promise<void> => {
  const reply = await studio.library.importOffered({ offerId })
  if (!reply.ok) notifyFailure(reply.error)
}

export const importFiles = async (files: readonly File[]): Promise<void> => {
  const offerId = await window.segnoShell.offerFiles(files)
  if (!offerId) return notify('Nothing to import: drop audio files or folders from your disk.')
  await start(offerId)
}

export const chooseImport = async (): Promise<void> => {
  const reply = await studio.desktop.chooseImport({})
  if (!reply.ok) return notifyFailure(reply.error)
  if (reply.value.offerId) await start(reply.value.offerId)
}
