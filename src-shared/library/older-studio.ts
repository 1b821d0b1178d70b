import { z } from 'zod'
import { call } from '../ipc/call.ts'
import { JobId, OfferId } from '../kernel/ids.ts'

/** What of a song the older studio may have written down; `file` names its sound. */
export const OLDER_FIELDS = ['title', 'prompt', 'file', 'seed', 'engine', 'createdAt', 'style', 'key', 'artist', 'isFavourite', 'rating', 'tags'] as const
export type OlderField = (typeof OLDER_FIELDS)[number]

/** Ours -> theirs, in dots where it lies deeper ("params.seed"); null: not taken. */
export const OlderMapping = z.partialRecord(z.enum(OLDER_FIELDS), z.string().max(200).nullable())
export type OlderMapping = z.output<typeof OlderMapping>

export const OlderPreview = z.object({
  folder: z.string(),
  /** songs that the metadata tells of */
  total: z.number().int(),
  /** with their sound, readable */
  ready: z.number().int(),
  /** what the files hold, most frequent first, with up to three different values */
  fields: z.array(z.object({ name: z.string(), count: z.number().int(), samples: z.array(z.string()) })),
  mapping: z.record(z.string(), z.string().nullable()),
  /** up to 500; those with an error first */
  rows: z.array(
    z.object({
      json: z.string(),
      file: z.string().optional(),
      title: z.string().optional(),
      prompt: z.string().optional(),
      seed: z.number().optional(),
      engine: z.string().optional(),
      createdAt: z.number().optional(),
      error: z.string().optional(),
    }),
  ),
})
export type OlderPreview = z.output<typeof OlderPreview>

const folder = z.object({ offerId: OfferId, mapping: OlderMapping.default({}) })

/** Songs of the MusicGen Studio that came before: a JSON file a song in `metadata`, its sound beside it or near. */
export const olderStudio = {
  /** nothing is imported; may be asked again with another mapping. An offer is kept for as long as the window */
  preview: call({ input: folder, output: OlderPreview, failures: ['older.nothing-offered', 'older.no-metadata', 'file.not-found', 'file.unreadable'] }),
  /** one job; a row per song comes with `library.imported`. Songs that are there already stay as they are */
  import: call({ input: folder, output: z.object({ jobId: JobId }), failures: ['older.nothing-offered'] }),
} as const
