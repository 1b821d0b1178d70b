import { copyFile, link, mkdir, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { type Catalog, type CatalogModel, type ModelFile, ModelId, type ModelVariant } from '../../../src-shared/models/catalog.ts'
import type { Events } from '../../platform/events.ts'
import type { JobDefinition } from '../../platform/jobs/index.ts'
import { fetchedFiles } from '../choose-variant.ts'
import type { HubOrigin, ModelManifest } from '../installed-model.ts'
import type { IncomingFolder, ModelFolders } from '../model-folders.ts'
import type { ModelInventory } from '../model-shelf.ts'
import { findDamage, hashFile, type ModelFileFacts, unmarkDamaged } from '../verify-model.ts'
import { fetchFiles } from './fetch-files.ts'
import { type FetchParts, readDone } from './transfer.ts'

export const PullPayload = z.object({ modelId: ModelId, variant: z.string() })
export type PullJob = JobDefinition<typeof PullPayload>

export type PullParts = FetchParts & {
  readonly catalog: Catalog
  readonly folders: ModelFolders
  readonly inventory: ModelInventory
  readonly events: Events
}

const unknown = (modelId: string) =>
  new FailureError(failure('model.unknown', `This version of the studio does not know the model “${modelId}”. Look at Models for what there is.`))

/** The same bytes at another place; not copied where the disk can give a file two names. */
const sameFile = async (from: string, to: string): Promise<void> => {
  await mkdir(dirname(to), { recursive: true })
  await rm(to, { force: true })
  await link(from, to).catch(() => copyFile(from, to))
}

type Expected = { readonly bytes?: number | undefined; readonly sha256: string; readonly origin?: HubOrigin | undefined }

/** What the bytes of a file are known to have to be before anything is fetched: by the catalogue, by an earlier try, by what is installed. */
const expectedOf = async (file: ModelFile, incoming: IncomingFolder, installed: ModelManifest | undefined): Promise<readonly Expected[]> => {
  const facts = installed?.files.find(({ role, path }) => role === file.role && path === file.path)
  if (file.sha256) return [{ bytes: file.bytes, sha256: file.sha256, origin: facts?.sha256 === file.sha256 ? facts.origin : undefined }]
  return [await readDone(incoming, file.role), facts].flatMap((one) => one ?? [])
}

/**
 * Installs a variant of a model: what is here already and right is kept (from an interrupted try, or from a damaged installation), the rest
 * is fetched and checked, and the whole is published in one step.
 */
export const createPullJob = (parts: PullParts): PullJob => {
  const { catalog, folders, inventory, events } = parts

  /** files that need not be fetched, put into their place */
  const keepWhatIsRight = async (
    files: readonly ModelFile[],
    modelId: ModelId,
    incoming: IncomingFolder,
    context: WorkContext,
  ): Promise<Map<string, ModelFileFacts>> => {
    const kept = new Map<string, ModelFileFacts>()
    const installed = inventory.manifestOf(modelId)
    for (const file of files) {
      const expected = await expectedOf(file, incoming, installed)
      if (expected.length === 0) continue
      const place = join(incoming.files, file.path)
      for (const candidate of [place, join(folders.of(modelId), file.path)]) {
        const size = (await stat(candidate).catch(() => undefined))?.size
        if (size === undefined || !expected.some(({ bytes = size }) => bytes === size)) continue
        context.progress(0, `checking what is here: ${file.path}`)
        const sha256 = await hashFile(candidate, context)
        const right = expected.find((one) => one.sha256 === sha256)
        if (!right) continue
        if (candidate !== place) await sameFile(candidate, place)
        kept.set(file.role, { role: file.role, path: file.path, bytes: size, sha256, ...(right.origin && { origin: right.origin }) })
        break
      }
    }
    return kept
  }

  /** optional files that the musician brought stay, as long as they are right */
  const keepWhatWasBrought = async (
    variant: ModelVariant,
    modelId: ModelId,
    have: ReadonlySet<string>,
    incoming: IncomingFolder,
    context: WorkContext,
  ): Promise<ModelFileFacts[]> => {
    const installed = inventory.manifestOf(modelId)
    const kept: ModelFileFacts[] = []
    for (const facts of installed?.files ?? []) {
      const isOptional = variant.files.some(({ role, isOptional: may }) => role === facts.role && may)
      if (!isOptional || have.has(facts.role)) continue
      const path = join(folders.of(modelId), facts.path)
      if ((await hashFile(path, context).catch(() => undefined)) !== facts.sha256) continue
      await sameFile(path, join(incoming.files, facts.path))
      kept.push(facts)
    }
    return kept
  }

  const install = async (model: CatalogModel, variant: ModelVariant, context: WorkContext): Promise<void> => {
    const incoming = await folders.incoming(model.id, variant.id)
    events.emit('models.changed', { modelId: model.id })
    const wanted = fetchedFiles(variant)
    const kept = await keepWhatIsRight(wanted, model.id, incoming, context)
    const fetched = await fetchFiles(
      parts,
      { context, incoming },
      wanted.filter(({ role }) => !kept.has(role)),
      ({ role, path }) => inventory.manifestOf(model.id)?.files.find((facts) => facts.role === role && facts.path === path),
    )
    const facts = wanted.flatMap(({ role }) => kept.get(role) ?? fetched.find((one) => one.role === role) ?? [])
    const brought = await keepWhatWasBrought(variant, model.id, new Set(facts.map(({ role }) => role)), incoming, context)
    context.progress(0.99, 'putting it in its place')
    context.signal.throwIfAborted()
    const { id, name, task, licence, params } = model
    await folders.publish(incoming, { id, name, task, licence, params, variant: variant.id, files: [...facts, ...brought] })
  }

  return {
    kind: 'models.pull',
    payload: PullPayload,
    lane: 'io',
    afterCrash: 'restart',
    async run({ modelId, variant: variantId }, context) {
      const model = catalog.models.find(({ id }) => id === modelId)
      const variant = model?.variants.find(({ id }) => id === variantId)
      if (!model || !variant) throw unknown(modelId)
      try {
        const manifest = inventory.manifestOf(modelId)
        const isSame = manifest?.variant === variantId && fetchedFiles(variant).every(({ role }) => manifest.files.some((file) => file.role === role))
        // it is here: then every byte is looked at, and only what is wrong is fetched again
        if (manifest && isSame && (await findDamage(folders.of(modelId), manifest, context)).length === 0) {
          await unmarkDamaged(folders.of(modelId))
          await folders.discardIncoming(modelId)
          return
        }
        await install(model, variant, context)
      } finally {
        events.emit('models.changed', { modelId })
      }
    },
  }
}
