import type { Handlers } from '../../src-shared/ipc/call.ts'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { type Failure, FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { OfferId } from '../../src-shared/kernel/ids.ts'
import { createTurns } from '../../src-shared/kernel/in-turn.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import { type Catalog, ModelId } from '../../src-shared/models/catalog.ts'
import type { ModelsView, models } from '../../src-shared/models/contract.ts'
import type { Machine } from '../../src-shared/models/fit.ts'
import { loraModelId } from '../../src-shared/models/lora.ts'
import type { Events } from '../platform/events.ts'
import { freeBytes } from '../platform/files/index.ts'
import { sealed } from '../platform/http/index.ts'
import type { JobService } from '../platform/jobs/index.ts'
import type { CheckModelsJob } from './check-job.ts'
import { canDownload, recommendVariant } from './choose-variant.ts'
import type { ImportModelsJob } from './import/import-job.ts'
import { type DescribeLora, type ImportPaths, loraHandlers, nothingOffered } from './import/lora-handlers.ts'
import { loraBases, noLoraBase } from './import/mix-lora.ts'
import type { ModelFolders } from './model-folders.ts'
import type { ModelInventory } from './model-shelf.ts'
import { type OnDisk, viewOfKnown, viewOfStranger } from './model-views.ts'
import type { PullJob } from './pull/pull-job.ts'

export type ModelsHandlerParts = {
  readonly catalog: Catalog
  readonly inventory: ModelInventory
  readonly folders: ModelFolders
  readonly jobs: Pick<JobService, 'enqueue' | 'list' | 'cancel'>
  readonly pullJob: PullJob
  readonly checkJob: CheckModelsJob
  readonly importJob: ImportModelsJob
  readonly events: Events
  readonly machine: () => Promise<Machine>
  readonly seal: () => { readonly isSealed: boolean; readonly byEnvironment: boolean }
  readonly takeOffer: (offerId: OfferId) => readonly string[] | undefined
  readonly lookAtOffer: (offerId: OfferId) => readonly string[] | undefined
  readonly describeLora: DescribeLora
  /** the command line runs only what it put into the queue itself */
  readonly runsOnlyOwn: boolean
}

export type ModelsHandlers = Handlers<typeof models> & {
  readonly importPaths: ImportPaths
}

const ACTIVE: Job['state'][] = ['queued', 'running', 'paused']

const asFailure = <C extends string>(cause: unknown, codes: readonly C[]): Failure<C> => {
  if (cause instanceof FailureError && codes.some((code) => code === cause.failure.code)) return cause.failure as Failure<C>
  throw cause
}

export const createModelsHandlers = (parts: ModelsHandlerParts): ModelsHandlers => {
  const { catalog, inventory, folders, jobs, pullJob, checkJob, importJob, events, machine, seal, takeOffer, lookAtOffer, describeLora, runsOnlyOwn } = parts

  const onDisk = async (modelId: string): Promise<OnDisk> => ({
    installed: inventory.find(modelId),
    manifest: inventory.manifestOf(modelId),
    damaged: inventory.listDamaged().find(({ id }) => id === modelId),
    incomingBytes: await folders.incomingBytes(modelId),
  })

  const pullsOf = async (modelId: string): Promise<Job[]> =>
    (await jobs.list({ states: ACTIVE, limit: 1000 })).filter(({ kind, subjectId }) => kind === pullJob.kind && subjectId === modelId)

  /** calls that decide about one queue come one after the other */
  const inTurn = createTurns()

  const importPaths: ImportPaths = async (paths, { strength = 1, baseId, name } = {}) => {
    if (paths.length === 0) return err(nothingOffered())
    const base = baseId === undefined ? undefined : loraBases(inventory).find(({ id }) => id === baseId)
    if (baseId !== undefined && !base) return err(noLoraBase(baseId))
    const payload = { paths: [...paths], strength, ...(base && { baseId: base.id }), ...(name !== undefined && { name }) }
    const subjectId = base && name !== undefined ? loraModelId(base.id, name) : undefined
    const title = subjectId === undefined ? 'Import models' : `Add the LoRA ${name} to ${base?.name}`
    return ok({ jobId: await jobs.enqueue(importJob, payload, { title, ...(subjectId !== undefined && { subjectId }) }) })
  }

  return {
    async list() {
      try {
        const here = await machine()
        const known = await Promise.all(catalog.models.map(async (model) => viewOfKnown(model, await onDisk(model.id), here)))
        const ids = new Set<string>(known.map(({ id }) => id))
        const strangers = [...inventory.list().map(({ id }) => id as string), ...inventory.listDamaged().map(({ id }) => id)].filter((id) => !ids.has(id))
        const brought = await Promise.all(
          [...new Set(strangers)].map(async (id) => viewOfStranger(ModelId.parse(id), await onDisk(id), (other) => inventory.manifestOf(other)?.name)),
        )
        const { isSealed, byEnvironment } = seal()
        const view: ModelsView = {
          models: [...known, ...brought],
          isSealed,
          isSealedByEnvironment: byEnvironment,
          freeBytes: await freeBytes(folders.root),
          folder: folders.root,
        }
        return ok(view)
      } catch (cause) {
        return err(asFailure(cause, ['disk.unreadable']))
      }
    },

    install: ({ modelId, variant: wanted }) =>
      inTurn(async () => {
        const model = catalog.models.find(({ id }) => id === modelId)
        if (!model) {
          const known = catalog.models.map(({ id }) => id).join(', ')
          return err(failure('model.unknown', `The studio does not know the model “${modelId}”. It knows: ${known}.`))
        }
        if (inventory.find(modelId)?.isBundled) return err(failure('model.bundled', `${model.name} comes with the studio and is ready to use.`))
        const here = inventory.manifestOf(modelId)?.variant
        const variant =
          wanted === undefined
            ? (model.variants.find(({ id }) => id === here) ?? recommendVariant(model, await machine()))
            : model.variants.find(({ id }) => id === wanted)
        if (!variant && wanted !== undefined) {
          const names = model.variants.map(({ id }) => id).join(', ')
          return err(failure('model.no-variant', `${model.name} does not come as “${wanted}”. Choose one of: ${names}.`))
        }
        if (!variant || !canDownload(variant))
          return err(
            failure(
              'model.no-download',
              `${model.name}${variant ? ` (${variant.name})` : ''} cannot be downloaded. ${model.howToGet ?? 'Import it from a folder.'}`,
            ),
          )
        const [running] = await pullsOf(modelId)
        if (running && runsOnlyOwn && running.state !== 'running') await jobs.cancel(running.id)
        else if (running) return ok({ jobId: running.id })
        if (seal().isSealed) return err(sealed().failure as Failure<'network.sealed'>)
        const title = `Install ${model.name}`
        return ok({ jobId: await jobs.enqueue(pullJob, { modelId, variant: variant.id }, { title, subjectId: modelId }) })
      }),

    remove: ({ modelId }) =>
      inTurn(async () => {
        const disk = await onDisk(modelId)
        const name = catalog.models.find(({ id }) => id === modelId)?.name ?? disk.manifest?.name ?? modelId
        if (disk.installed?.isBundled && disk.incomingBytes === 0) return err(failure('model.bundled', `${name} comes with the studio and goes with it.`))
        if ((await pullsOf(modelId)).length > 0) return err(failure('model.busy', `${name} is being installed. Cancel that first.`))
        if (!disk.installed && !disk.damaged && disk.incomingBytes === 0)
          return err(failure('model.not-installed', `${name} is not installed, so there is nothing to remove.`))
        try {
          const isHere = (disk.installed && !disk.installed.isBundled) || disk.damaged
          const freed = (isHere ? await folders.remove(modelId) : 0) + disk.incomingBytes
          await folders.discardIncoming(modelId)
          events.emit('models.changed', { modelId })
          return ok({ freedBytes: freed })
        } catch (cause) {
          return err(asFailure(cause, ['disk.read-only', 'disk.unreadable']))
        }
      }),

    async check({ modelId }) {
      if (modelId !== undefined && !inventory.manifestOf(modelId) && !inventory.listDamaged().some(({ id }) => id === modelId))
        return err(failure('model.not-installed', `The model “${modelId}” is not installed, so there is nothing to check.`))
      const title = modelId === undefined ? 'Check the models' : `Check ${inventory.manifestOf(modelId)?.name ?? modelId}`
      return ok({
        jobId: await jobs.enqueue(checkJob, modelId === undefined ? {} : { modelId }, { title, ...(modelId !== undefined && { subjectId: modelId }) }),
      })
    },

    async importOffered({ offerId }) {
      const started = await importPaths(takeOffer(offerId) ?? [])
      return started.ok ? started : err(nothingOffered())
    },

    ...loraHandlers({ inventory, takeOffer, lookAtOffer, describeLora, importPaths }),
    importPaths,
  }
}
