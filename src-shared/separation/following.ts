import type { StemSetId } from '../kernel/ids.ts'
import type { StemSet } from './contract.ts'

/** The set whose place under the song, and mix, a set has. */
export const placeOf = ({ id, follows }: Pick<StemSet, 'id' | 'follows'>): StemSetId => follows ?? id

/**
 * For each stem of a set its place in the mix of the one that it follows: the stem of the same name (the second of a name is the second), else a
 * place after all of them. By position.
 */
export const mixPlaces = (set: Pick<StemSet, 'id' | 'stems'>, place: Pick<StemSet, 'id' | 'stems'> | undefined): readonly number[] => {
  if (!place || place.id === set.id) return set.stems.map(({ position }) => position)
  const free = [...place.stems]
  let next = place.stems.length
  return set.stems.map(({ name }) => {
    const index = free.findIndex((stem) => stem.name === name)
    if (index < 0) return next++
    return free.splice(index, 1)[0]?.position ?? next++
  })
}
