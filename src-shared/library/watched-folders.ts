import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'
import { JobId, OfferId } from '../kernel/ids.ts'

/** A folder whose sound files come into the library by themselves. Songs are copies: taking a folder or its files away takes no song away. */
export const WatchedFolder = z.object({
  path: z.string(),
  addedAt: z.number(),
  /** when its files were last looked through; undefined: never yet */
  scannedAt: z.number().optional(),
  /** `missing`: its drive or the folder itself is not there now */
  state: z.enum(['there', 'missing']),
  /** `live`: changes are seen at once; `timed`: the system cannot tell, so it is looked through every few minutes */
  watching: z.enum(['live', 'timed', 'off']),
  files: z.number().int(),
  /** in the library */
  imported: z.number().int(),
  /** found and not imported yet */
  waiting: z.number().int(),
  failed: z.number().int(),
  /** files that were there once and are not any more; their songs stay */
  gone: z.number().int(),
})
export type WatchedFolder = z.output<typeof WatchedFolder>

const path = z.string().min(1).max(4_096)

export const watchedFolders = {
  list: call({ input: NoInput, output: z.array(WatchedFolder) }),
  /** the folders of an offer (folder dialog) */
  addOffered: call({
    input: z.object({ offerId: OfferId }),
    output: z.object({ paths: z.array(z.string()), jobId: JobId }),
    failures: ['watched.nothing-offered', 'watched.no-folder', 'watched.inside-studio'],
  }),
  /** forgets the folder and what is known of its files; songs stay */
  remove: call({ input: z.object({ path }), output: z.object({}), failures: ['watched.not-watched'] }),
  /** takes back the last `remove` of this folder, with what was known of its files; as long as the studio is open */
  restore: call({ input: z.object({ path }), output: z.object({}), failures: ['watched.not-watched'] }),
  /** looks through one folder, or all, and imports what is new */
  scan: call({ input: z.object({ path: path.optional() }), output: z.object({ jobId: JobId }), failures: ['watched.not-watched', 'watched.none'] }),
  /** files of a folder with something to say: those that could not be read, and those that are gone */
  files: call({
    input: z.object({ path, state: z.enum(['failed', 'gone']), limit: z.number().int().min(1).max(1_000).default(200) }),
    output: z.array(z.object({ path: z.string(), message: z.string().optional() })),
  }),
  changed: push(z.object({})),
  /** what a scan found and imported, when it ends */
  scanned: push(
    z.object({
      jobId: JobId,
      folders: z.array(
        z.object({
          path: z.string(),
          isMissing: z.boolean(),
          files: z.number().int(),
          unchanged: z.number().int(),
          fresh: z.number().int(),
          moved: z.number().int(),
          gone: z.number().int(),
          unreadable: z.number().int(),
          milliseconds: z.number(),
        }),
      ),
      imported: z.number().int(),
      /** the file's bytes were in the library already */
      known: z.number().int(),
      failed: z.number().int(),
      notes: z.array(z.object({ path: z.string(), note: z.string() })),
    }),
  ),
} as const
