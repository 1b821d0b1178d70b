import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import { ModelId, type ModelTask } from '../../src-shared/models/catalog.ts'
import { type InstalledModel, MANIFEST_NAME, ModelManifest } from './installed-model.ts'

/** The models that are installed. Reads the disk each time: another process may have installed or removed one. */
export type ModelShelf = {
  list(): readonly InstalledModel[]
  find(modelId: string): InstalledModel | undefined
  /** installed models for a task, the preferred one first */
  forTask(task: ModelTask): readonly InstalledModel[]
  /** @throws FailureError model.not-installed, with the way to get it */
  require(modelId: string): InstalledModel
}

const read = (folder: string, isBundled: boolean): InstalledModel | undefined => {
  let text: string
  try {
    text = readFileSync(join(folder, MANIFEST_NAME), 'utf8')
  } catch {
    return undefined
  }
  const parsed = ModelManifest.safeParse(parseJson(text))
  if (!parsed.success) return undefined
  const { files, ...facts } = parsed.data
  const isWhole = files.every(({ path, bytes }) => statSync(join(folder, path), { throwIfNoEntry: false })?.size === bytes)
  if (!isWhole) return undefined
  const fingerprint = createHash('sha256')
    .update(files.map(({ role, sha256 }) => `${role} ${sha256}`).join('\n'))
    .digest('hex')
  return { ...facts, folder, isBundled, files: Object.fromEntries(files.map(({ role, path }) => [role, join(folder, path)])), fingerprint }
}

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/**
 * @param folder holds one folder a model, named by its id
 * @param bundledFolder the same, as it ships with the studio; what the musician installed goes first
 * @param preference ids in the order in which a task should pick them (the catalogue's)
 */
export const createModelShelf = (folder: string, bundledFolder: string, preference: () => readonly string[]): ModelShelf => {
  const namesIn = (root: string): string[] => {
    try {
      return readdirSync(root, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
        .map(({ name }) => name)
    } catch {
      return []
    }
  }
  /** a folder under another name than its manifest's is no model: two folders must not answer to one id */
  const findIn = (root: string, modelId: string): InstalledModel | undefined => {
    const model = read(join(root, modelId), root === bundledFolder)
    return model?.id === modelId ? model : undefined
  }
  const find = (modelId: string): InstalledModel | undefined =>
    ModelId.safeParse(modelId).success ? (findIn(folder, modelId) ?? findIn(bundledFolder, modelId)) : undefined
  const list = (): InstalledModel[] => {
    const order = preference()
    const rank = ({ id }: InstalledModel) => (order.includes(id) ? order.indexOf(id) : order.length)
    return [...new Set([...namesIn(folder), ...namesIn(bundledFolder)])]
      .flatMap((name) => find(name) ?? [])
      .sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id))
  }
  return {
    list,
    find,
    forTask: (task) => list().filter((model) => model.task === task),
    require(modelId) {
      const model = find(modelId)
      if (model) return model
      const message = `The model “${modelId}” is not installed. Open Models and install it, or run \`segno models pull ${modelId}\`.`
      throw new FailureError(failure('model.not-installed', message, { modelId }))
    },
  }
}
