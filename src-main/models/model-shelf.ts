import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { ModelId, type ModelTask } from '../../src-shared/models/catalog.ts'
import { DAMAGE_NAME, type InstalledModel, MANIFEST_NAME, MOST_MANIFEST_BYTES, ModelManifest } from './installed-model.ts'

/** A folder that should hold a model, and why it cannot be used. */
export type DamagedModel = { readonly id: string; readonly folder: string; readonly sentence: string; readonly manifest?: ModelManifest | undefined }

/** The models that are installed. Reads the disk each time: another process may have installed or removed one. */
export type ModelShelf = {
  list(): readonly InstalledModel[]
  find(modelId: string): InstalledModel | undefined
  /** installed models for a task, the preferred one first */
  forTask(task: ModelTask): readonly InstalledModel[]
  /** @throws FailureError model.not-installed, with the way to get it; model.damaged, with the way to mend it */
  require(modelId: string): InstalledModel
}

/** The shelf as those see it who keep it in order. */
export type ModelInventory = ModelShelf & {
  listDamaged(): readonly DamagedModel[]
  /** what the folder of a model says, whole or not */
  manifestOf(modelId: string): ModelManifest | undefined
}

type Look = { readonly model: InstalledModel; readonly manifest: ModelManifest } | { readonly damaged: DamagedModel } | undefined

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

const readText = (path: string): string | undefined => {
  try {
    return statSync(path).size <= MOST_MANIFEST_BYTES ? readFileSync(path, 'utf8') : ''
  } catch {
    return undefined
  }
}

/** By sizes, which is quick; hashes are for `check`. A folder under another name than its manifest's is no model: two must not answer to one id. */
const look = (folder: string, id: string, isBundled: boolean): Look => {
  const text = readText(join(folder, MANIFEST_NAME))
  if (text === undefined) return undefined
  const parsed = ModelManifest.safeParse(parseJson(text))
  if (!parsed.success || parsed.data.id !== id) return { damaged: { id, folder, sentence: `${MANIFEST_NAME} in its folder cannot be read.` } }
  const manifest = parsed.data
  const wrong = manifest.files.find(({ path, bytes }) => {
    const found = statSync(join(folder, path), { throwIfNoEntry: false })
    return !found?.isFile() || found.size !== bytes
  })
  if (wrong) return { damaged: { id, folder, manifest, sentence: `${wrong.path} is missing or not as long as it should be.` } }
  const note = readText(join(folder, DAMAGE_NAME))
  if (note !== undefined) {
    const told = (parseJson(note) as { sentence?: unknown } | undefined)?.sentence
    return { damaged: { id, folder, manifest, sentence: typeof told === 'string' ? told : 'Its bytes are not what they should be.' } }
  }
  const { files, ...facts } = manifest
  const fingerprint = createHash('sha256')
    .update(files.map(({ role, sha256 }) => `${role} ${sha256}`).join('\n'))
    .digest('hex')
  return {
    model: { ...facts, folder, isBundled, files: Object.fromEntries(files.map(({ role, path }) => [role, join(folder, path)])), fingerprint },
    manifest,
  }
}

/**
 * @param folder holds one folder a model, named by its id
 * @param bundledFolder the same, as it ships with the studio; what the musician installed goes first
 * @param preference ids in the order in which a task should pick them (the catalogue's)
 */
export const createModelShelf = (folder: string, bundledFolder: string, preference: () => readonly string[]): ModelInventory => {
  const namesIn = (root: string): string[] => {
    try {
      return readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && ModelId.safeParse(entry.name).success)
        .map(({ name }) => name)
    } catch {
      return []
    }
  }
  const all = (): string[] => [...new Set([...namesIn(folder), ...namesIn(bundledFolder)])]
  const lookFor = (modelId: string): Look => {
    if (!ModelId.safeParse(modelId).success) return undefined
    const own = look(join(folder, modelId), modelId, false)
    // what ships with the studio stands in for a damaged copy of it
    const bundled = own && 'model' in own ? undefined : look(join(bundledFolder, modelId), modelId, true)
    return bundled && 'model' in bundled ? bundled : (own ?? bundled)
  }
  const find = (modelId: string): InstalledModel | undefined => {
    const found = lookFor(modelId)
    return found && 'model' in found ? found.model : undefined
  }
  const list = (): InstalledModel[] => {
    const order = preference()
    const rank = ({ id }: InstalledModel) => (order.includes(id) ? order.indexOf(id) : order.length)
    return all()
      .flatMap((name) => find(name) ?? [])
      .sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id))
  }
  return {
    list,
    find,
    forTask: (task) => list().filter((model) => model.task === task),
    require(modelId) {
      const found = lookFor(modelId)
      if (found && 'model' in found) return found.model
      if (found) {
        const message = `The model “${modelId}” is damaged: ${found.damaged.sentence} Open Models and repair it, or run \`segno models pull ${modelId}\`.`
        throw new FailureError(failure('model.damaged', message, { modelId }))
      }
      const message = `The model “${modelId}” is not installed. Open Models and install it, or run \`segno models pull ${modelId}\`.`
      throw new FailureError(failure('model.not-installed', message, { modelId }))
    },
    manifestOf(modelId) {
      const found = lookFor(modelId)
      return found && 'model' in found ? found.manifest : found?.damaged.manifest
    },
    listDamaged: () =>
      all().flatMap((name) => {
        const found = lookFor(name)
        return found && 'damaged' in found ? [found.damaged] : []
      }),
  }
}
