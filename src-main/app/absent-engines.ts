import { type Failure, FailureError } from '../../src-shared/kernel/failure.ts'
import type { Catalog } from '../../src-shared/models/catalog.ts'
import type { AbsentEngines } from '../generation/index.ts'
import type { ModelShelf } from '../models/index.ts'

/** What the catalogue could make music with and is not here, or not whole. */
export const createAbsentEngines = (catalog: Catalog, models: Pick<ModelShelf, 'find' | 'require'>): AbsentEngines => {
  const makers = catalog.models.filter(({ task }) => task === 'text-to-music')
  return {
    list: () =>
      makers
        .filter(({ id }) => !models.find(id))
        .map(({ id, name, summary, licence }) => ({ id, name, summary, licence: licence.name, mayISell: licence.note })),
    why(id) {
      try {
        models.require(id)
        return undefined
      } catch (cause) {
        if (!(cause instanceof FailureError)) throw cause
        const { failure } = cause
        const isOurs = failure.code === 'model.damaged' || makers.some((model) => model.id === id)
        return isOurs ? (failure as Failure<'model.not-installed' | 'model.damaged'>) : undefined
      }
    },
  }
}
