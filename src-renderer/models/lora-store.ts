import { create } from 'zustand'
import type { OfferId } from '../../src-shared/kernel/ids.ts'
import type { ModelId } from '../../src-shared/models/catalog.ts'
import type { LoraFile } from '../../src-shared/models/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyFailure } from '../notices/index.ts'

type Chosen = { readonly offerId: OfferId; readonly file: LoraFile }
type LoraState = { readonly chosen: Chosen | undefined }

/** The LoRA that was chosen and is asked about. */
export const useLora = create<LoraState>()(() => ({ chosen: undefined }))

export const closeLora = (): void => useLora.setState({ chosen: undefined })

/** Opens the file dialog, and then the question how the LoRA is to be added. */
export const chooseLora = async (): Promise<void> => {
  const picked = await studio.desktop.chooseLora({})
  if (!picked.ok) return notifyFailure(picked.error)
  const { offerId } = picked.value
  if (!offerId) return
  const file = await studio.models.readLora({ offerId })
  if (file.ok) useLora.setState({ chosen: { offerId, file: file.value } })
  else notifyFailure(file.error)
}

export const addLora = async (baseId: ModelId, name: string, strength: number): Promise<void> => {
  const { chosen } = useLora.getState()
  if (!chosen) return
  closeLora()
  const reply = await studio.models.addLora({ offerId: chosen.offerId, baseId, name, strength })
  if (!reply.ok) notifyFailure(reply.error)
}
