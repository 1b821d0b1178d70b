import type { Stats } from 'node:fs'
import { lstat, open, readdir, readFile, realpath, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { Catalog, CatalogModel, ModelFile, ModelVariant } from '../../../src-shared/models/catalog.ts'
import { sizeOf } from '../choose-variant.ts'
import { MANIFEST_NAME, MOST_MANIFEST_BYTES, ModelManifest } from '../installed-model.ts'
import { hashFile, type ReadingContext } from '../verify-model.ts'

/** A model that a folder holds, file by file. `isAddition`: only optional files, for a model that is here already. */
export type FoundModel = {
  readonly manifest: Omit<ModelManifest, 'files'>
  readonly files: readonly {
    readonly role: string
    readonly path: string
    readonly from: string
    readonly bytes: number
    readonly sha256?: string | undefined
  }[]
  readonly isAddition: boolean
}
export type Findings = { readonly found: readonly FoundModel[]; readonly notes: readonly string[] }

const MOST_FILES = 5_000
const DEEPEST = 6
const ONNX_FIRST_BYTE = 0x08

type Candidate = { readonly path: string; readonly bytes: number }

const notThere = (path: string, cause: unknown) =>
  new FailureError(failure('file.not-found', `There is nothing at ${path}. Check the name, or whether the drive is connected.`), { cause })

/** Regular files below the offered paths. Links are not followed into folders, and hidden things are left out. */
const walk = async (paths: readonly string[]): Promise<Candidate[]> => {
  const files: Candidate[] = []
  const visit = async (path: string, facts: Stats, depth: number): Promise<void> => {
    if (files.length >= MOST_FILES) return
    if (facts.isFile()) files.push({ path, bytes: facts.size })
    if (!facts.isDirectory() || depth > DEEPEST) return
    for (const name of (await readdir(path)).toSorted()) {
      if (name.startsWith('.')) continue
      const inside = join(path, name)
      await visit(inside, await lstat(inside), depth + 1)
    }
  }
  for (const path of paths) await visit(path, await stat(path).catch((cause) => Promise.reject(notThere(path, cause))), 0)
  return files
}

const refuse = (path: string, why: string) =>
  new FailureError(failure('models.bad-manifest', `${path} does not describe a model that can be taken in: ${why}. Nothing was imported.`))

/** A folder with a manifest says itself what it is. Each file must lie inside that folder, also behind links. */
const readFolder = async (manifestPath: string, bytes: number): Promise<FoundModel> => {
  if (bytes > MOST_MANIFEST_BYTES) throw refuse(manifestPath, 'it is too long')
  const parsed = await readFile(manifestPath, 'utf8').then((text) => {
    try {
      return ModelManifest.safeParse(JSON.parse(text))
    } catch {
      throw refuse(manifestPath, 'it is not JSON')
    }
  })
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw refuse(manifestPath, `${issue?.path.join('.') || 'it'}: ${issue?.message ?? 'does not fit'}`)
  }
  const { files, ...facts } = parsed.data
  const folder = await realpath(dirname(manifestPath))
  const located = await Promise.all(
    files.map(async (file) => {
      const from = await realpath(join(folder, file.path)).catch((cause) =>
        Promise.reject(cause.code === 'ENOENT' ? refuse(manifestPath, `${file.path} is missing`) : cause),
      )
      const inside = relative(folder, from)
      if (inside.startsWith('..') || inside.split(sep).includes('..')) throw refuse(manifestPath, `${file.path} points outside its folder`)
      if ((await stat(from)).size !== file.bytes) throw refuse(manifestPath, `${file.path} is not as long as it says`)
      return { ...file, from }
    }),
  )
  return { manifest: facts, files: located, isAddition: false }
}

/** A cheap look at whether a file is what its name says. */
const looksRight = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r')
  try {
    const head = Buffer.alloc(64)
    const { bytesRead } = await file.read(head, 0, 64, 0)
    if (/\.onnx$/i.test(path)) return bytesRead > 8 && head[0] === ONNX_FIRST_BYTE
    if (/\.json$/i.test(path)) return /^[\s\uFEFF]*[[{]/.test(head.toString('utf8', 0, bytesRead))
    return bytesRead > 0
  } finally {
    await file.close()
  }
}

const namesOf = (file: ModelFile): ReadonlySet<string> =>
  new Set(
    [file.path, ...file.sources.flatMap((source) => (source.kind === 'hub' ? [source.file] : source.kind === 'npm-parts' ? [] : [source.path]))].map((path) =>
      basename(path).toLowerCase(),
    ),
  )

/** Hashes are made once a file, and only for files that may be something. */
const createHashes = (context: ReadingContext) => {
  const known = new Map<string, Promise<string>>()
  return (path: string): Promise<string> => {
    const found = known.get(path) ?? hashFile(path, context)
    known.set(path, found)
    return found
  }
}

const findFile = async (
  file: ModelFile,
  candidates: readonly Candidate[],
  hashOf: (path: string) => Promise<string>,
): Promise<FoundModel['files'][number] | undefined> => {
  const names = namesOf(file)
  const isNamed = ({ path }: Candidate) => names.has(basename(path).toLowerCase())
  const hashes = new Set<string>([...(file.sha256 ? [file.sha256] : []), ...file.otherSha256])
  if (hashes.size > 0) {
    const isLikely = (one: Candidate) =>
      one.bytes === file.bytes ||
      isNamed(one) ||
      (file.otherSha256.length > 0 && /\.onnx$/i.test(one.path) && Math.abs(Math.log2(one.bytes / sizeOf(file))) < 1)
    for (const { path, bytes } of candidates.filter(isLikely)) {
      const sha256 = await hashOf(path)
      if (hashes.has(sha256)) return { role: file.role, path: file.path, from: path, bytes, sha256 }
    }
    if (file.sha256) return undefined
  }
  for (const candidate of candidates.filter(isNamed)) {
    if (await looksRight(candidate.path)) return { role: file.role, path: file.path, from: candidate.path, bytes: candidate.bytes }
  }
  return undefined
}

type Match = {
  readonly variant: ModelVariant
  readonly files: FoundModel['files']
  readonly missing: readonly ModelFile[]
  readonly optional: FoundModel['files']
}

const matchVariant = async (variant: ModelVariant, candidates: readonly Candidate[], hashOf: (path: string) => Promise<string>): Promise<Match> => {
  const files: FoundModel['files'][number][] = []
  const optional: FoundModel['files'][number][] = []
  const missing: ModelFile[] = []
  for (const file of variant.files) {
    const found = await findFile(file, candidates, hashOf)
    if (found) (file.isOptional ? optional : files).push(found)
    else if (!file.isOptional) missing.push(file)
  }
  return { variant, files, missing, optional }
}

/** Files so common that their name alone says nothing about the model. */
const COMMON = /\.json$/i

const matchModel = async (
  model: CatalogModel,
  candidates: readonly Candidate[],
  hashOf: (path: string) => Promise<string>,
  installedVariant: string | undefined,
): Promise<FoundModel | { readonly note: string } | undefined> => {
  const matches: Match[] = []
  for (const variant of model.variants) matches.push(await matchVariant(variant, candidates, hashOf))
  const { id, name, task, licence, params } = model
  const whole = matches.find(({ missing }) => missing.length === 0)
  if (whole) return { manifest: { id, name, task, licence, params, variant: whole.variant.id }, files: [...whole.files, ...whole.optional], isAddition: false }
  const here = matches.find(({ variant }) => variant.id === installedVariant)
  if (here && here.optional.length > 0)
    return { manifest: { id, name, task, licence, params, variant: here.variant.id }, files: here.optional, isAddition: true }
  const [nearest] = matches.toSorted((a, b) => a.missing.length - b.missing.length)
  const isMeant = nearest?.files.some(({ path }) => !COMMON.test(path))
  if (!nearest || !isMeant) return undefined
  return { note: `${name} is not complete: ${nearest.missing.map(({ path }) => path).join(', ')} ${nearest.missing.length === 1 ? 'is' : 'are'} missing.` }
}

/**
 * What the offered folders and files hold: models with a manifest of ours, and files that the catalogue knows by hash or, where it knows no
 * hash, by name.
 *
 * @param installedVariant the variant of a model that is here already
 * @throws FailureError file.not-found, models.bad-manifest, models.nothing-found
 */
export const findModels = async (
  paths: readonly string[],
  catalog: Catalog,
  installedVariant: (modelId: string) => string | undefined,
  context: ReadingContext,
): Promise<Findings> => {
  const candidates = await walk(paths)
  const manifests = candidates.filter(({ path }) => basename(path) === MANIFEST_NAME)
  const found: FoundModel[] = []
  for (const { path, bytes } of manifests) {
    const described = await readFolder(path, bytes)
    const known = catalog.models.find(({ id }) => id === described.manifest.id)
    // the terms of a model that we know are ours to say, not its folder's
    found.push(known ? { ...described, manifest: { ...described.manifest, name: known.name, task: known.task, licence: known.licence } } : described)
  }
  const covered = manifests.map(({ path }) => dirname(path) + sep)
  const loose = candidates.filter(({ path }) => !covered.some((folder) => path.startsWith(folder)))
  const hashOf = createHashes(context)
  const notes: string[] = []
  for (const model of catalog.models) {
    context.signal.throwIfAborted()
    if (found.some(({ manifest }) => manifest.id === model.id)) continue
    const match = await matchModel(model, loose, hashOf, installedVariant(model.id))
    if (match && 'note' in match) notes.push(match.note)
    else if (match) found.push(match)
  }
  if (found.length > 0) return { found, notes }
  const message =
    notes.length > 0
      ? `${notes.join(' ')} Nothing was imported.`
      : `There is no model in it that the studio knows: no ${MANIFEST_NAME}, and no file of the catalogue. Nothing was imported.`
  throw new FailureError(failure('models.nothing-found', message))
}
