import { z } from 'zod'
import { Sha256 } from '../../src-shared/kernel/ids.ts'
import { ModelId, ModelLicence, ModelParams, ModelPath, ModelTask } from '../../src-shared/models/catalog.ts'

/** The name of the manifest that each installed model's folder holds; it is written last, so a folder without one is no model. */
export const MANIFEST_NAME = 'segno-model.json'

/** What is written into a model's folder when all its files are there. Scripts that make graphs write the same file. */
export const ModelManifest = z.object({
  id: ModelId,
  name: z.string(),
  task: ModelTask,
  variant: z.string(),
  licence: ModelLicence,
  params: ModelParams,
  files: z
    .array(z.object({ role: z.string(), path: ModelPath, bytes: z.number().int().positive(), sha256: Sha256 }))
    .min(1)
    .max(200),
})
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
