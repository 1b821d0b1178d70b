import { separateStems } from './htdemucs/separate-stems.ts'
import { probeProviders } from './probe-providers.ts'

/** Every task of the inference process, by name. A model is one file in this folder, one line here and one entry in models/catalog.json. */
export const inferenceTasks = {
  'hardware.probe': probeProviders,
  'stems.separate': separateStems,
} as const
