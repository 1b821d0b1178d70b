import { create } from 'zustand'
import { studio } from '../../bridge/studio-client.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'

export type ImportedFile = {
  readonly name: string
  readonly note?: string | undefined
  readonly trackId?: string | undefined
  readonly error?: { readonly code: string; readonly message: string } | undefined
}

/** The last import that has something to say. */
export const useImportReport = create<{ readonly files: readonly ImportedFile[] }>()(() => ({ files: [] }))

export const closeImportReport = (): void => useImportReport.setState({ files: [] })

/** A clean import is one line; anything else is a list, file by file. */
export const showImportReport = (files: readonly ImportedFile[]): void => {
  if (files.some((file) => file.error || file.note)) useImportReport.setState({ files })
  else if (files.length > 0) notify(`Imported ${counted(files.length, 'song')}`)
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
