import { link, mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { subProgress, type WorkContext } from '../../../src-shared/kernel/progress.ts'
import { ModelId, type ModelLicence } from '../../../src-shared/models/catalog.ts'
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

const noBase = () =>
  new FailureError(
    failure(
      'lora.no-base',
      'There is no model here that a LoRA could be added to. Install the MusicGen model that it was trained on, in full precision, then import it again.',
    ),
  )

const idOf = (base: string, name: string): ModelId => {
  const own = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 20)
    .replace(/-+$/, '')
  return ModelId.parse(`${base.split('.')[0]}.${own || 'lora'}`)
}

/** The stricter of the two: what the base forbids stays forbidden, and a LoRA that names no terms has to be asked about. */
const licenceOf = (base: ModelLicence, lora: string): ModelLicence => {
  const named = lora.trim().slice(0, 80)
  const own = named === '' ? 'its LoRA names no licence' : `its LoRA is under “${named}”`
  return {
    id: base.id,
    name: `${base.name}; ${own}`.slice(0, 200),
    mayISell: base.mayISell === 'no' ? 'no' : 'ask',
    note: `${base.note} ${named === '' ? 'The LoRA names no licence: ask whoever made it.' : `The LoRA says “${named}”: read its terms, too.`}`.slice(0, 600),
  }
}

/**
 * A model with a LoRA as a model of its own, beside its base: the graph that changed is written anew, the other files are the base's (linked where
 * the disk can, so that they take no room twice). The base stays as it is, and removing the mix leaves it alone.
 *
 * @returns the new model's id
 * @throws FailureError lora.no-base, lora.damaged, lora.wrong-base, lora.cannot-merge, disk.full; AbortError
 */
export const mixLora = async ({ folders, inventory, merge }: MixLoraParts, loraPath: string, strength: number, context: WorkContext): Promise<ModelId> => {
  const bases = inventory.list().filter(({ task, params }) => GRAPHS[task] && params.lora === undefined)
  if (bases.length === 0) throw noBase()
  let refusal: unknown
  for (const base of bases)
    for (const role of GRAPHS[base.task] ?? []) {
      const graphPath = base.files[role]
      if (!graphPath) continue
      const incoming = await folders.incoming(`${base.id}`.slice(0, 40), 'lora')
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
        if (!manifest) throw noBase()
        const place = (path: string) => join(incoming.files, path)
        for (const { path } of manifest.files) await mkdir(dirname(place(path)), { recursive: true })
        const graph = manifest.files.find((file) => file.role === changed)
        if (!graph) throw noBase()
        const weights = model.params.loraWeights
        const told = await merge(
          { graphPath: from, loraPath, outPath: place(graph.path), strength, weights: Array.isArray(weights) ? weights.map(String) : undefined },
          { ...context, progress: subProgress(context.progress, 0, 0.7) },
        )
        const facts: ModelFileFacts[] = []
        for (const [index, file] of manifest.files.entries()) {
          context.progress(0.7 + (0.3 * index) / manifest.files.length, `putting ${told.name} together`)
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
        const id = idOf(model.id, told.name)
        const made: ModelManifest = {
          ...manifest,
          id,
          name: `${model.name} + ${told.name}`.slice(0, 120),
          licence: licenceOf(model.licence, told.licence),
          params: { ...model.params, lora: told.name, loraBase: model.id, loraStrength: strength, loraRank: told.rank },
          files: facts,
        }
        await folders.publish(incoming, made)
        return id
      }
    }
  throw refusal ?? noBase()
}
