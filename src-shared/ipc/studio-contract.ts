import { agents } from '../agents/contract.ts'
import { analysis } from '../analysis/contract.ts'
import { comments } from '../comments/contract.ts'
import { desktop } from '../desktop/contract.ts'
import { editing } from '../editing/contract.ts'
import { enhancement } from '../enhancement/contract.ts'
import { generation } from '../generation/contract.ts'
import { hardware } from '../hardware/contract.ts'
import { history } from '../history/contract.ts'
import { jobs } from '../jobs/contract.ts'
import { knowledge } from '../knowledge/contract.ts'
import { library } from '../library/contract.ts'
import { duplicates } from '../library/duplicates.ts'
import { fileTags } from '../library/file-tags.ts'
import { olderStudio } from '../library/older-studio.ts'
import { watchedFolders } from '../library/watched-folders.ts'
import { llm } from '../llm/contract.ts'
import { mixdown } from '../mixdown/contract.ts'
import { models } from '../models/contract.ts'
import { project } from '../project/contract.ts'
import { rights } from '../rights/contract.ts'
import { separation } from '../separation/contract.ts'
import { settings } from '../settings/contract.ts'
import { similarity } from '../similarity/contract.ts'
import { studios } from '../studios/contract.ts'
import { transcription } from '../transcription/contract.ts'
import { voice } from '../voice/contract.ts'
import type { Client, Contract, Handlers } from './call.ts'

/** Every contract, once. */
export const studioContract = {
  agents,
  analysis,
  comments,
  desktop,
  editing,
  enhancement,
  generation,
  hardware,
  history,
  jobs,
  knowledge,
  library,
  llm,
  mixdown,
  models,
  project,
  rights,
  separation,
  settings,
  transcription,
  voice,
  similarity,
  studios,
  watchedFolders,
  duplicates,
  fileTags,
  olderStudio,
} as const satisfies Record<string, Contract>
export type StudioContract = typeof studioContract
export type StudioHandlers = { readonly [D in keyof StudioContract]: Handlers<StudioContract[D]> }
export type StudioClient = { readonly [D in keyof StudioContract]: Client<StudioContract[D]> }
