import { create } from 'zustand'
import type { OfferId } from '../../../src-shared/kernel/ids.ts'
import type { OlderField, OlderMapping, OlderPreview } from '../../../src-shared/library/older-studio.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'

type OlderStudio = { readonly offerId: OfferId | undefined; readonly preview: OlderPreview | undefined; readonly mapping: OlderMapping }

/** A folder of the older studio that is being looked into. */
export const useOlderStudio = create<OlderStudio>()(() => ({ offerId: undefined, preview: undefined, mapping: {} }))

export const closeOlderStudio = (): void => useOlderStudio.setState({ offerId: undefined, preview: undefined, mapping: {} })

const look = async (offerId: OfferId, mapping: OlderMapping): Promise<void> => {
  const reply = await studio.olderStudio.preview({ offerId, mapping })
  if (!reply.ok) return notifyFailure(reply.error)
  useOlderStudio.setState({ offerId, preview: reply.value, mapping })
}

export const chooseOlderStudio = async (): Promise<void> => {
  const choice = await studio.desktop.chooseFolders({ purpose: 'older-studio' })
  if (!choice.ok) return notifyFailure(choice.error)
  if (choice.value.offerId) await look(choice.value.offerId, {})
}

/** `theirs`: the name of their field; null: not taken */
export const mapField = async (field: OlderField, theirs: string | null): Promise<void> => {
  const { offerId, mapping } = useOlderStudio.getState()
  if (offerId) await look(offerId, { ...mapping, [field]: theirs })
}

export const importOlderSongs = async (): Promise<void> => {
  const { offerId, mapping, preview } = useOlderStudio.getState()
  if (!offerId || !preview) return
  closeOlderStudio()
  const reply = await studio.olderStudio.import({ offerId, mapping })
  if (!reply.ok) return notifyFailure(reply.error)
  notify(`Importing ${counted(preview.ready, 'song')} of the older studio`)
}
