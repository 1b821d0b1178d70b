import type { GenerateParts } from '../generation/index.ts'
import { memoryRepository } from '../knowledge/index.ts'
import type { Database } from '../platform/database/index.ts'

/** Which songs another one leans on: written together with it, read where it goes out. */
export const songInfluences = ({ query }: Pick<Database, 'query'>) => {
  const cite: GenerateParts['cite'] = (tx, trackId, influences) => memoryRepository(tx).cite(trackId, influences)
  return { cite, influencesOf: memoryRepository(query).influencesOf }
}
