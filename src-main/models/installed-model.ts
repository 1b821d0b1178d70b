import { z } from 'zod'
import { Sha256 } from '../../src-shared/kernel/ids.ts'
import { ModelId, ModelLicence, ModelParams, ModelPath, ModelTask } from '../../src-shared/models/catalog.ts'

/** The name of the manifest that each installed model's folder holds; it is written last, so a folder without one is no model. */
export const MANIFEST_NAME = 'segno-model.json'
/** A note in the folder of a model whose bytes were found to be wrong. */
export const DAMAGE_NAME = 'segno-damage.json'
/** Longer ones are not read. */
export const MOST_MANIFEST_BYTES = 1_000_000

/** Where a file came from, as the hub itself said: the commit that was current then, and its own hash of the bytes. Both pin a later repair. */
export const HubOrigin = z.object({
  repo: z.string().max(200),
  file: z.string().max(400),
  commit: z.string().max(80).optional(),
  stated: z.string().max(80).optional(),
})
export type HubOrigin = z.output<typeof HubOrigin>

const ManifestFile = z.object({
  role: z.string().min(1).max(80),
  path: ModelPath,
  bytes: z.number().int().positive(),
  sha256: Sha256,
  origin: HubOrigin.optional(),
})

/** What is written into a model's folder when all its files are there. Scripts that make graphs write the same file. */
export const ModelManifest = z
  .object({
    id: ModelId,
    name: z.string().min(1).max(120),
    task: ModelTask,
    variant: z.string().max(40),
    licence: ModelLicence,
    params: ModelParams,
    files: z.array(ManifestFile).min(1).max(200),
  })
  .refine(({ files }) => new Set(files.map(({ path }) => path.toLowerCase())).size === files.length, 'two files in one place')
  .refine(({ files }) => new Set(files.map(({ role }) => role)).size === files.length, 'two files in one role')
export type ModelManifest = z.output<typeof ModelManifest>

/** A model that is here and whole, as the features ask for it. */
export type InstalledModel = Omit<ModelManifest, 'files'> & {
  readonly folder: string
  /** it came with the studio, and goes with it */
  readonly isBundled: boolean
  /** absolute path by role */
  readonly files: Readonly<Record<string, string>>
  /** names the exact bytes: sha-256 over the files' hashes; part of the key of whatever is made with it */
  readonly fingerprint: string
}
