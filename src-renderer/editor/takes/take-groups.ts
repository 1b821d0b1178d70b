import type { TakeId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectDocument, Take } from '../../../src-shared/project/document.ts'

type Placed = { readonly document: Pick<ProjectDocument, 'currentTakeId' | 'discardedTakeIds'>; readonly takes: readonly Take[] }

/** Takes made by one click for the song as it is now: open for a decision. */
export type TakeGroup = { readonly groupId: string; readonly takes: readonly Take[]; readonly discarded: readonly Take[]; readonly createdAt: number }

export const currentTakeOf = ({ document, takes }: Placed): Take | undefined => takes.find((take) => take.id === document.currentTakeId)

/** Newest group first; only children of the current take, because the others belong to another version of the song. */
export const openGroupsOf = ({ document, takes }: Placed): TakeGroup[] => {
  const groups = new Map<string, Take[]>()
  for (const take of takes) {
    if (take.parentTakeId !== document.currentTakeId || take.id === document.currentTakeId) continue
    groups.set(take.groupId, [...(groups.get(take.groupId) ?? []), take])
  }
  return [...groups]
    .map(([groupId, all]) => {
      const ordered = all.toSorted((a, b) => a.number - b.number)
      return {
        groupId,
        takes: ordered.filter((take) => !document.discardedTakeIds[take.id]),
        discarded: ordered.filter((take) => document.discardedTakeIds[take.id]),
        createdAt: Math.max(...all.map((take) => take.createdAt)),
      }
    })
    .sort((a, b) => b.createdAt - a.createdAt)
}

/** Put away anywhere in the song's past and not the song itself: what "Discarded" lists, newest first. */
export const discardedTakesOf = ({ document, takes }: Placed): Take[] =>
  takes.filter((take) => document.discardedTakeIds[take.id] && take.id !== document.currentTakeId).sort((a, b) => b.createdAt - a.createdAt)

/** 1–4: the take's shape, its hue and its key. Numbers of a song go on, so the fifth take of some bars looks like the first again. */
export const turnOf = ({ number }: Pick<Take, 'number'>): number => ((number - 1) % 4) + 1

/** Which take the keys 1–4 mean: the one of that turn in the group, wherever it stands in the list. */
export const takeByKey = (group: TakeGroup | undefined, key: number): Take | undefined => group?.takes.find((take) => turnOf(take) === key)

/**
 * The A key: from a take back to the song, from the song to the take heard last, or the group's first.
 * @returns undefined when the song itself shall be heard
 */
export const toggleAb = (group: TakeGroup | undefined, heard: TakeId | undefined, heardBefore: TakeId | undefined): TakeId | undefined => {
  if (heard) return undefined
  return (group?.takes.find((take) => take.id === heardBefore) ?? group?.takes[0])?.id
}
