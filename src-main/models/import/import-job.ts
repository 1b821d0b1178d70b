import { mkdir, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { type Catalog, ModelId } from '../../../src-shared/models/catalog.ts'
import { LoraName, LoraStrength } from '../../../src-shared/models/lora.ts'
import type { Events } from '../../platform/events.ts'
import { failureOfSystemError, requireSpace } from '../../platform/files/index.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import type { ModelFolders } from '../model-folders.ts'
import type { ModelInventory } from '../model-shelf.ts'
import { hashFile, type ModelFileFacts } from '../verify-model.ts'
import { type FoundModel, findModels } from './find-models.ts'
import { splitLoras } from './lora-files.ts'
import { type MergeLora, mixLora } from './mix-lora.ts'

export const ImportPayload = z.object({
  paths: z.array(z.string()).min(1).max(1_000),
  /** of the LoRAs among them: 1 as they were trained */
  strength: LoraStrength.default(1),
  /** the model that they are added to; without it, the first that they fit */
  baseId: ModelId.optional(),
  /** of a LoRA, instead of its file's */
  name: LoraName.optional(),
})
export type ImportModelsJob = JobDefinition<typeof ImportPayload>

export type ImportParts = {
  readonly catalog: Catalog
  readonly folders: ModelFolders
  readonly inventory: ModelInventory
  readonly events: Events
  readonly mergeLora: MergeLora
}

const wrong = (path: string) =>
  new FailureError(
    failure('models.wrong-bytes', `${path} is not what its manifest says: its bytes are damaged or were changed. Nothing of this model was imported.`),
  )

/** Copies models from folders of the musician's into the studio's, checking each byte on the way. */
export const createImportModelsJob = ({ catalog, folders, inventory, events, mergeLora }: ImportParts): ImportModelsJob => {
  const takeIn = async ({ manifest, files, isAddition }: FoundModel, context: WorkContext, from: number, to: number): Promise<void> => {
    const incoming = await folders.incoming(manifest.id, 'import')
    await rm(incoming.files, { recursive: true, force: true })
    await mkdir(incoming.files, { recursive: true })
    const kept = isAddition ? (inventory.manifestOf(manifest.id)?.files ?? []).filter(({ role }) => !files.some((file) => file.role === role)) : []
    const wanted = [...files, ...kept.map((facts) => ({ ...facts, from: join(folders.of(manifest.id), facts.path) }))]
    const total = wanted.reduce((sum, { bytes }) => sum + bytes, 0)
    await requireSpace(incoming.root, total)
    const facts: ModelFileFacts[] = []
    let before = 0
    for (const { role, path, from: source, bytes, sha256: expected } of wanted) {
      const place = join(incoming.files, path)
      await mkdir(dirname(place), { recursive: true })
      const onBytes = (done: number) => context.progress(from + (to - from) * ((before + done) / total), `copying ${path}`)
      const sha256 = await hashFile(source, { ...context, onBytes }, place).catch((cause) => Promise.reject(failureOfSystemError(cause, source) ?? cause))
      if (expected !== undefined && sha256 !== expected) throw wrong(path)
      before += bytes
      facts.push({ role, path, bytes, sha256 })
    }
    context.signal.throwIfAborted()
    await folders.publish(incoming, { ...manifest, files: facts })
    events.emit('models.changed', { modelId: manifest.id })
  }

  return {
    kind: 'models.import',
    payload: ImportPayload,
    lane: 'io',
    afterCrash: 'restart',
    async run({ paths, ...wish }, context) {
      context.progress(0, 'looking at the files')
      const { loras, others } = await splitLoras(paths)
      const { found, notes } =
        others.length > 0 ? await findModels(others, catalog, (modelId) => inventory.find(modelId)?.variant, context) : { found: [], notes: [] }
      const done: string[] = []
      try {
        for (const path of loras) {
          const id = await mixLora({ folders, inventory, merge: mergeLora }, path, wish, context).catch((cause) =>
            Promise.reject(failureOfSystemError(cause, path) ?? cause),
          )
          done.push(id)
          events.emit('models.changed', { modelId: id })
        }
        for (const [index, model] of found.entries()) {
          await takeIn(model, context, index / found.length, (index + 1) / found.length).catch(async (cause) => {
            await folders.discardIncoming(model.manifest.id)
            throw cause
          })
          done.push(model.manifest.id)
        }
      } finally {
        events.emit('models.imported', { jobId: context.jobId, modelIds: done, notes: [...notes] })
      }
    },
  }
}
