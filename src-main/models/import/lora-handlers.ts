import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { type Failure, FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId, OfferId } from '../../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import type { LoraFile, models } from '../../../src-shared/models/contract.ts'
import type { InstalledModel } from '../installed-model.ts'
import type { ModelInventory } from '../model-shelf.ts'
import { type LoraWish, loraBases, noLoraBase } from './mix-lora.ts'

/** What a LoRA file says of itself, without reading its weights. @throws FailureError lora.damaged */
export type DescribeLora = (path: string) => Promise<Omit<LoraFile, 'bases'>>

/** For those who may say paths themselves; `loras`: how the LoRAs among them are added. */
export type ImportPaths = (
  paths: readonly string[],
  loras?: Partial<LoraWish>,
) => Promise<Result<{ readonly jobId: JobId }, Failure<'models.nothing-offered' | 'lora.no-base'>>>

export type LoraHandlerParts = {
  readonly inventory: Pick<ModelInventory, 'list'>
  readonly takeOffer: (offerId: OfferId) => readonly string[] | undefined
  readonly lookAtOffer: (offerId: OfferId) => readonly string[] | undefined
  readonly describeLora: DescribeLora
  readonly importPaths: ImportPaths
}

export const nothingOffered = (): Failure<'models.nothing-offered'> =>
  failure('models.nothing-offered', 'There is nothing to import. Choose a folder or file that holds a model.')

/** "facebook/musicgen-small" names the model musicgen-small */
const likeliestFirst = (bases: readonly InstalledModel[], said: string): InstalledModel[] => {
  const word = said.toLowerCase().split('/').at(-1) ?? ''
  return bases.toSorted((a, b) => Number(b.id === word) - Number(a.id === word))
}

/** A LoRA chosen in the window: looked at first, then added by the same job as `segno models import`. */
export const loraHandlers = ({
  inventory,
  takeOffer,
  lookAtOffer,
  describeLora,
  importPaths,
}: LoraHandlerParts): Pick<Handlers<typeof models>, 'readLora' | 'addLora'> => ({
  async readLora({ offerId }) {
    const [path] = lookAtOffer(offerId) ?? []
    if (path === undefined) return err(nothingOffered())
    const bases = loraBases(inventory)
    if (bases.length === 0) return err(noLoraBase())
    try {
      const told = await describeLora(path)
      return ok({ ...told, bases: likeliestFirst(bases, told.base).map(({ id, name, licence }) => ({ id, name, licence })) })
    } catch (cause) {
      if (cause instanceof FailureError && cause.failure.code === 'lora.damaged') return err(cause.failure as Failure<'lora.damaged'>)
      throw cause
    }
  },

  async addLora({ offerId, ...wish }) {
    const started = await importPaths(lookAtOffer(offerId) ?? [], wish)
    if (started.ok) takeOffer(offerId)
    return started
  },
})
