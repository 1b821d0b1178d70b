import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, extname, join, relative } from 'node:path'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { readFailure } from '../../audio/index.ts'
import { hasSoundName } from '../import/sound-names.ts'

export type OlderEntry = { readonly json: string; readonly values: ReadonlyMap<string, unknown> } | { readonly json: string; readonly error: string }
export type OlderFolder = {
  readonly folder: string
  readonly entries: readonly OlderEntry[]
  /** sound files by name, and by name without ending, both in lower case */
  readonly sounds: ReadonlyMap<string, string>
}

const MOST_JSON_BYTES = 1_000_000
const MOST_FILES = 50_000
const DEEPEST = 4

/** "params.seed" -> 7; lists stay values. */
const flat = (value: object, prefix = '', depth = 0, into = new Map<string, unknown>()): Map<string, unknown> => {
  for (const [name, inner] of Object.entries(value)) {
    if (typeof inner === 'object' && inner !== null && !Array.isArray(inner) && depth < DEEPEST) flat(inner, `${prefix}${name}.`, depth + 1, into)
    else if (into.size < 200) into.set(prefix + name, inner)
  }
  return into
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value)

/** A song a file, or a list of songs in one. */
const readEntries = async (path: string, json: string): Promise<readonly OlderEntry[]> => {
  try {
    if ((await stat(path)).size > MOST_JSON_BYTES) return [{ json, error: 'It is larger than 1 MB, and no description of a song.' }]
    const parsed: unknown = JSON.parse((await readFile(path, 'utf8')).replace(/^\ufeff/, ''))
    const list = Array.isArray(parsed)
      ? parsed
      : isRecord(parsed) && Array.isArray((parsed as { tracks?: unknown }).tracks)
        ? (parsed as { tracks: unknown[] }).tracks
        : [parsed]
    const records = list.filter(isRecord)
    if (records.length === 0) return [{ json, error: 'It holds no description of a song.' }]
    return records.map((record, i) => ({ json: records.length === 1 ? json : `${json} (${i + 1})`, values: flat(record) }))
  } catch (cause) {
    return [{ json, error: cause instanceof SyntaxError ? 'It is not valid JSON.' : 'It could not be read.' }]
  }
}

/**
 * What lies in a folder of the older studio. Its descriptions are the JSON files of `metadata` folders; where there is none, those beside
 * sound files. Links to folders are not followed. @throws FailureError older.no-metadata, file.not-found, file.unreadable; AbortError
 */
export const readOlderFolder = async (folder: string, signal?: AbortSignal): Promise<OlderFolder> => {
  const sounds = new Map<string, string>()
  const described: string[] = []
  const beside: string[] = []
  const waiting = [folder]
  let seen = 0
  for (let current = waiting.pop(); current !== undefined; current = waiting.pop()) {
    signal?.throwIfAborted()
    const here = current
    const entries = await readdir(here, { withFileTypes: true }).catch((cause: unknown) => {
      if (here === folder) throw readFailure(cause, folder)
      return []
    })
    for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || ++seen > MOST_FILES) continue
      const path = join(here, entry.name)
      if (entry.isDirectory()) waiting.push(path)
      else if (!entry.isFile()) continue
      else if (hasSoundName(entry.name)) {
        const name = entry.name.toLowerCase()
        sounds.set(name, path)
        const bare = name.slice(0, name.length - extname(name).length)
        if (!sounds.has(bare)) sounds.set(bare, path)
      } else if (extname(entry.name).toLowerCase() === '.json') (basename(here).toLowerCase() === 'metadata' ? described : beside).push(path)
    }
  }
  const files = described.length > 0 ? described : beside.filter((path) => sounds.has(basename(path, extname(path)).toLowerCase()))
  if (files.length === 0)
    throw new FailureError(
      failure('older.no-metadata', `There are no descriptions of songs in ${basename(folder)}. Choose the folder that holds “metadata” and its JSON files.`),
    )
  const entries: OlderEntry[] = []
  for (const path of files.toSorted()) {
    signal?.throwIfAborted()
    entries.push(...(await readEntries(path, relative(folder, path))))
  }
  return { folder, entries, sounds }
}
