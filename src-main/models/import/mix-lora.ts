import { link, mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { type Failure, FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { ModelId } from '../../../src-shared/models/catalog.ts'
import { licenceWithLora, loraModelId } from '../../../src-shared/models/lora.ts'
import { requireSpace } from '../../platform/files/index.ts'
import type { InstalledModel, ModelManifest } from '../installed-model.ts'
import type { ModelFolders } from '../model-folders.ts'
import type { ModelInventory } from '../model-shelf.ts'
import { hashFile, type ModelFileFacts } from '../verify-model.ts'

/** Writes a graph with a LoRA in its weights; a task of the inference process. */
export type MergeLora = (
  order: { graphPath: string; loraPath: string; outPath: string; strength: number; weights?: readonly string[] | undefined },
  context: WorkContext,
) => Promise<{ readonly name: string; readonly base: string; readonly licence: string; readonly layers: number; readonly rank: number }>

export type MixLoraParts = { readonly folders: ModelFolders; readonly inventory: ModelInventory; readonly merge: MergeLora }

/** the graphs that a LoRA may be for, by what the model is for */
const GRAPHS: Readonly<Partial<Record<InstalledModel['task'], readonly string[]>>> = { 'text-to-music': ['decoder'] }

/** @param wanted the model that was asked for, where one was */
export const noLoraBase = (wanted?: string): Failure<'lora.no-base'> =>
  failure(
    'lora.no-base',
    wanted === undefined
      ? 'There is no model here that a LoRA could be added to. Install the MusicGen model that it was trained on, in full precision, then import it again.'
      : `“${wanted}” is no model here that a LoRA could be added to. Install it in full precision, or choose another.`,
  )

/** How a LoRA is taken in. `baseId`: the model it is added to; without it, the first that it fits. `name`: instead of its file's. */
export type LoraWish = { readonly strength: number; readonly baseId?: string | undefined; readonly name?: string | undefined }

/** Models here that a LoRA may be added to; not those that have one already. */
export const loraBases = (inventory: Pick<ModelInventory, 'list'>): InstalledModel[] =>
  inventory.list().filter(({ task, params }) => GRAPHS[task] && params.lora === undefined)

/**
 * A model with a LoRA as a model of its own, beside its base: the graph that changed is written anew, the other files are the base's (linked where
 * the disk can, so that they take no room twice). The base stays as it is, and removing the mix leaves it alone.
 *
 * @returns the new model's id
 * @throws FailureError lora.no-base, lora.damaged, lora.wrong-base, lora.cannot-merge, disk.full; AbortError
 */
export const mixLora = async (
  { folders, inventory, merge }: MixLoraParts,
  loraPath: string,
  { strength, baseId, name }: LoraWish,
  context: WorkContext,
): Promise<ModelId> => {
  const bases = loraBases(inventory).filter(({ id }) => baseId === undefined || id === baseId)
  if (bases.length === 0) throw new FailureError(noLoraBase(baseId))
  let refusal: unknown
  for (const base of bases)
    for (const role of GRAPHS[base.task] ?? []) {
      const graphPath = base.files[role]
      if (!graphPath) continue
      // apart from what is being fetched of the base itself
      const incoming = await folders.incoming('lora', base.id)
      try {
        return await mixInto(base, role, graphPath)
      } catch (cause) {
        if (!(cause instanceof FailureError) || !['lora.wrong-base', 'lora.cannot-merge'].includes(cause.failure.code)) throw cause
        // a quantised base that would fit says more than one that does not
        if (!refusal || cause.failure.code === 'lora.cannot-merge') refusal = cause
      } finally {
        await rm(incoming.root, { recursive: true, force: true })
      }

      async function mixInto(model: InstalledModel, changed: string, from: string): Promise<ModelId> {
        await rm(incoming.files, { recursive: true, force: true })
        await mkdir(incoming.files, { recursive: true })
        await requireSpace(incoming.root, (await stat(from)).size)
        const manifest = inventory.manifestOf(model.id)
        if (!manifest) throw new FailureError(noLoraBase(baseId))
        const place = (path: string) => join(incoming.files, path)
        for (const { path } of manifest.files) await mkdir(dirname(place(path)), { recursive: true })
        const graph = manifest.files.find((file) => file.role === changed)
        if (!graph) throw new FailureError(noLoraBase(baseId))
        const weights = model.params.loraWeights
        const told = await merge(
          { graphPath: from, loraPath, outPath: place(graph.path), strength, weights: Array.isArray(weights) ? weights.map(String) : undefined },
          { ...context, progress: subProgress(context.progress, 0, 0.7) },
        )
        const called = name ?? told.name
        const facts: ModelFileFacts[] = []
        for (const [index, file] of manifest.files.entries()) {
          context.progress(0.7 + (0.3 * index) / manifest.files.length, `putting ${called} together`)
          context.signal.throwIfAborted()
          if (file.role === changed) {
            const sha256 = await hashFile(place(file.path), context)
            facts.push({ ...file, sha256, bytes: (await stat(place(file.path))).size })
            continue
          }
          const source = join(model.folder, file.path)
          await link(source, place(file.path)).catch(() => hashFile(source, context, place(file.path)))
          facts.push(file)
        }
        const id = loraModelId(model.id, called)
        const made: ModelManifest = {
          ...manifest,
          id,
          name: `${model.name} + ${called}`.slice(0, 120),
          licence: licenceWithLora(model.licence, told.licence),
          params: { ...model.params, lora: called, loraBase: model.id, loraStrength: strength, loraRank: told.rank },
          files: facts,
        }
        await folders.publish(incoming, made)
        return id
      }
    }
  throw refusal ?? new FailureError(noLoraBase(baseId))
}
