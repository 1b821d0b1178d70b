import { useMemo } from 'react'
import type { StemSetId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { mixPlaces } from '../../../src-shared/separation/following.ts'
import { type StemMixes, useStems } from '../../separation/index.ts'
import { useSession } from '../session-store.ts'

type View = Pick<ProjectView, 'document'>

/** Where a set lies under the song: by itself, or in the place of the older one that it follows. */
export const placeUnder = ({ document }: View, { id, follows }: StemSet): StemSetId | undefined =>
  [id, follows].find((place) => place !== undefined && document.stems[place] !== undefined)

/** Sets that lie under the song as it is now, newest last. A set belongs to one take: another version of the song has its own. */
export const attachedSets = (view: View, sets: readonly StemSet[]): readonly StemSet[] =>
  sets.filter((set) => set.takeId === view.document.currentTakeId && placeUnder(view, set) !== undefined)

/** Sets that were made of this version and lie nowhere. */
export const removedSets = (view: View, sets: readonly StemSet[]): readonly StemSet[] =>
  sets.filter((set) => set.takeId === view.document.currentTakeId && placeUnder(view, set) === undefined)

/** Sets under the song that nobody has made of this version yet: the newest of each maker, where the song as it is now has none of it. */
export const olderSets = (view: View, sets: readonly StemSet[]): readonly StemSet[] => {
  const shown = attachedSets(view, sets)
  const taken = new Set(shown.map((set) => placeUnder(view, set)))
  const newest = new Map(sets.filter(({ id }) => view.document.stems[id] !== undefined && !taken.has(id)).map((set) => [set.makerId, set]))
  return [...newest.values()].filter(({ makerId }) => !shown.some((set) => set.makerId === makerId))
}

/** How each stem of a set is heard, by its position in the set. */
export const mixesUnder = (view: View, set: StemSet, sets: readonly StemSet[]): StemMixes => {
  const place = placeUnder(view, set)
  const saved = place === undefined ? undefined : view.document.stems[place]
  if (!saved || place === set.id) return saved ?? nothing
  const places = mixPlaces(
    set,
    sets.find(({ id }) => id === place),
  )
  return Object.fromEntries(
    places.flatMap((at, position) => {
      const mix = saved[at]
      return mix ? [[position, mix]] : []
    }),
  )
}
const nothing: StemMixes = {}

/** The one whose lanes are shown and whose mix is heard: the chosen one, else the newest. */
export const shownSetOf = (view: View, sets: readonly StemSet[], chosenId: string | undefined): StemSet | undefined => {
  const attached = attachedSets(view, sets)
  return attached.find(({ id }) => id === chosenId) ?? attached.at(-1)
}

/** How the stems of a set are heard, by position; the same object as long as nothing changes. */
export const useMixes = (view: ProjectView, set: StemSet | undefined): StemMixes => {
  const sets = useStems((state) => state.song?.sets)
  return useMemo(() => (set && sets ? mixesUnder(view, set, sets) : nothing), [view, set, sets])
}

export const useShownSet = (view: ProjectView): StemSet | undefined => {
  const song = useStems((state) => state.song)
  const chosenId = useSession((session) => session.stemSetId)
  return song?.trackId === view.document.trackId ? shownSetOf(view, song.sets, chosenId) : undefined
}
