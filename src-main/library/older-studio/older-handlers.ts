import { basename, relative } from 'node:path'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { type Failure, FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId, OfferId } from '../../../src-shared/kernel/ids.ts'
import { err, ok, type Result } from '../../../src-shared/kernel/result.ts'
import type { OlderMapping, OlderPreview, olderStudio } from '../../../src-shared/library/older-studio.ts'
import type { JobQueue } from '../../platform/jobs/index.ts'
import type { TakeOffer } from '../import/import-handlers.ts'
import { guessMapping, mapOlderSong } from './map-older-songs.ts'
import type { OlderJob } from './older-job.ts'
import { readOlderFolder } from './read-older-folder.ts'

/** For those who may say paths themselves: the command line. */
export type OlderFolders = {
  preview(folder: string, mapping: OlderMapping): Promise<Result<OlderPreview, Failure>>
  import(folder: string, mapping: OlderMapping): Promise<{ readonly jobId: JobId }>
}

const MOST_ROWS = 500
const KEPT_FOLDERS = 16

const previewOf = async (folder: string, changes: OlderMapping): Promise<OlderPreview> => {
  const { entries, sounds } = await readOlderFolder(folder)
  const mapping = { ...guessMapping(entries), ...changes }
  const songs = entries.map((entry) => mapOlderSong(entry, mapping, sounds))
  const fields = new Map<string, { count: number; readonly samples: Set<string> }>()
  for (const entry of entries) {
    if (!('values' in entry)) continue
    for (const [name, value] of entry.values) {
      const field = fields.get(name) ?? { count: 0, samples: new Set<string>() }
      fields.set(name, field)
      field.count++
      const sample = (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 120)
      if (field.samples.size < 3) field.samples.add(sample)
    }
  }
  const rows = songs.map(({ json, path, title, prompt, seed, engine, createdAt, error }) => ({
    json,
    ...(path !== undefined && { file: relative(folder, path) }),
    ...(title !== undefined && { title }),
    ...(prompt !== undefined && { prompt: prompt.slice(0, 300) }),
    ...(seed !== undefined && { seed }),
    ...(engine !== undefined && { engine }),
    ...(createdAt !== undefined && { createdAt }),
    ...(error !== undefined && { error }),
  }))
  return {
    folder: basename(folder),
    total: songs.length,
    ready: songs.filter(({ error }) => error === undefined).length,
    fields: [...fields].map(([name, { count, samples }]) => ({ name, count, samples: [...samples] })).sort((a, b) => b.count - a.count),
    mapping: Object.fromEntries(Object.entries(mapping).map(([field, name]) => [field, name ?? null])),
    rows: [...rows.filter(({ error }) => error), ...rows.filter(({ error }) => !error)].slice(0, MOST_ROWS),
  }
}

export const createOlderHandlers = (parts: {
  readonly takeOffer: TakeOffer
  readonly jobs: Pick<JobQueue, 'enqueue'>
  readonly olderJob: OlderJob
}): { handlers: Handlers<typeof olderStudio>; folders: OlderFolders } => {
  const { takeOffer, jobs, olderJob } = parts
  // an offer is taken once, but is looked into several times while the mapping is changed
  const taken = new Map<OfferId, string>()
  const folderOf = (offerId: OfferId): string | undefined => {
    const folder = taken.get(offerId) ?? takeOffer(offerId)?.[0]
    if (folder !== undefined) taken.set(offerId, folder)
    const oldest = taken.keys().next()
    if (taken.size > KEPT_FOLDERS && !oldest.done) taken.delete(oldest.value)
    return folder
  }
  const nothing = () => err(failure('older.nothing-offered', 'There is no folder to look into. Choose the folder of the older studio.'))
  const start = async (folder: string, mapping: OlderMapping) => ({
    jobId: await jobs.enqueue(olderJob, { folder, mapping }, { title: `Import songs of the older studio from ${basename(folder)}` }),
  })
  return {
    folders: {
      async preview(folder, mapping) {
        try {
          return ok(await previewOf(folder, mapping))
        } catch (cause) {
          if (cause instanceof FailureError) return err(cause.failure)
          throw cause
        }
      },
      import: start,
    },
    handlers: {
      async preview({ offerId, mapping }) {
        const folder = folderOf(offerId)
        if (folder === undefined) return nothing()
        try {
          return ok(await previewOf(folder, mapping))
        } catch (cause) {
          if (!(cause instanceof FailureError)) throw cause
          const { code, message } = cause.failure
          if (code === 'older.no-metadata' || code === 'file.not-found' || code === 'file.unreadable') return err(failure(code, message))
          throw cause
        }
      },
      async import({ offerId, mapping }) {
        const folder = folderOf(offerId)
        return folder === undefined ? nothing() : ok(await start(folder, mapping))
      },
    },
  }
}
