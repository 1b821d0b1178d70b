import type { IdSource } from '../../src-shared/kernel/ids.ts'

const ID = /\b(trk|tak|stm)_[0-9a-z]{8,32}\b/g

/**
 * A song opened twice, or beside the one it was saved from, must not share an id with it. Answers a function that gives every id of a text the
 * same fresh one each time it occurs. Only ids of `known` are touched; the names of regions belong to the document and stay.
 */
export const createRenumbering = (ids: Pick<IdSource, 'track' | 'take' | 'stemSet'>, known: ReadonlySet<string>): ((text: string) => string) => {
  const fresh = new Map<string, string>()
  const make = { trk: ids.track, tak: ids.take, stm: ids.stemSet }
  return (text) =>
    text.replace(ID, (id, kind: keyof typeof make) => {
      if (!known.has(id)) return id
      const made = fresh.get(id) ?? make[kind]()
      fresh.set(id, made)
      return made
    })
}
