import { create } from 'zustand'
import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { ModelId } from '../../src-shared/models/catalog.ts'
import type { ModelsView } from '../../src-shared/models/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { byteSize, counted } from '../words/index.ts'

type ModelsState = { readonly view: ModelsView | undefined; readonly error: Failure | undefined }

/** Mirror of what main knows of models. */
export const useModels = create<ModelsState>()(() => ({ view: undefined, error: undefined }))

let asking: Promise<void> | undefined
let isStale = false

/** Asks again; questions that come while one is on its way become one. */
export const reloadModels = (): Promise<void> => {
  isStale = true
  asking ??= (async () => {
    while (isStale) {
      isStale = false
      const reply = await studio.models.list({})
      useModels.setState(reply.ok ? { view: reply.value, error: undefined } : { error: reply.error })
    }
    asking = undefined
  })()
  return asking
}

export const connectModels = (): void => {
  studio.models.on('changed', () => void reloadModels())
  studio.settings.on('changed', () => void reloadModels())
  studio.hardware.on('changed', () => void reloadModels())
  studio.models.on('imported', ({ modelIds, notes }) => {
    if (modelIds.length > 0) notify([`${counted(modelIds.length, 'model')} imported`, ...notes].join('. '))
  })
  studio.models.on('checked', ({ findings }) => {
    const bad = findings.filter(({ problem }) => problem)
    if (bad.length === 0) notify(`${counted(findings.length, 'model')} checked: every byte is right`)
    else notifyFailure({ code: 'model.damaged', message: bad.map(({ name, problem }) => `${name}: ${problem}`).join(' ') })
  })
}

export const installModel = async (modelId: ModelId, variant?: string): Promise<void> => {
  const reply = await studio.models.install({ modelId, ...(variant !== undefined && { variant }) })
  if (!reply.ok) notifyFailure(reply.error)
}

export const removeModel = async (modelId: ModelId, name: string): Promise<void> => {
  const reply = await studio.models.remove({ modelId })
  if (reply.ok) notify(`${name} removed: ${byteSize(reply.value.freedBytes)} are free again`)
  else notifyFailure(reply.error)
}

export const checkModels = async (modelId?: ModelId): Promise<void> => {
  const reply = await studio.models.check(modelId === undefined ? {} : { modelId })
  if (!reply.ok) notifyFailure(reply.error)
}

export const importModels = async (): Promise<void> => {
  const chosen = await studio.desktop.chooseModels({})
  if (!chosen.ok) return notifyFailure(chosen.error)
  if (!chosen.value.offerId) return
  const reply = await studio.models.importOffered({ offerId: chosen.value.offerId })
  if (!reply.ok) notifyFailure(reply.error)
}
