import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { useStems } from '../../separation/index.ts'
import { useSession } from '../session-store.ts'

/** Sets that lie under the song as it is now, newest last. A set belongs to one take: another version of the song has its own. */
export const attachedSets = ({ document }: ProjectView, sets: readonly StemSet[]): readonly StemSet[] =>
  sets.filter((set) => document.stems[set.id] !== undefined && set.takeId === document.currentTakeId)

/** Sets that were made of this version and lie nowhere. */
export const removedSets = ({ document }: ProjectView, sets: readonly StemSet[]): readonly StemSet[] =>
  sets.filter((set) => document.stems[set.id] === undefined && set.takeId === document.currentTakeId)

/** The one whose lanes are shown and whose mix is heard: the chosen one, else the newest. */
export const shownSetOf = (view: ProjectView, sets: readonly StemSet[], chosenId: string | undefined): StemSet | undefined => {
  const attached = attachedSets(view, sets)
  return attached.find(({ id }) => id === chosenId) ?? attached.at(-1)
}

export const useShownSet = (view: ProjectView): StemSet | undefined => {
  const song = useStems((state) => state.song)
  const chosenId = useSession((session) => session.stemSetId)
  return song?.trackId === view.document.trackId ? shownSetOf(view, song.sets, chosenId) : undefined
}
