import { compSpans, EMPTY_COMP, moveCompEdge, swipeComp } from '../../../src-shared/project/comp-pieces.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Comp, ProjectDocument, Take } from '../../../src-shared/project/document.ts'
import { shortTakeName, spanInBars } from '../../../src-shared/project/edits/index.ts'
import { currentTakeOf, type TakeGroup } from '../takes/take-groups.ts'
import type { CompPreview } from './comp-store.ts'

/**
 * The lanes, from above: the song, then the takes that can play in it. Those of the open group and those that the comp uses, with all that are
 * left of their groups; comps themselves are what comes out, so they are no lanes until one is used.
 */
export const laneTakes = (view: ProjectView, group: TakeGroup | undefined): readonly Take[] => {
  const song = currentTakeOf(view)
  if (!song) return []
  const used = new Set(compSpans(view.document.comp ?? EMPTY_COMP).map(({ takeId }) => takeId))
  const groups = new Set(view.takes.filter(({ id, kind }) => used.has(id) && kind !== 'comp').map(({ groupId }) => groupId))
  if (group) groups.add(group.groupId)
  const fits = (take: Take): boolean => take.sampleRateHz === song.sampleRateHz && take.channelCount === song.channelCount
  const isOpen = (take: Take): boolean =>
    groups.has(take.groupId) && take.kind !== 'comp' && take.parentTakeId === song.id && !view.document.discardedTakeIds[take.id]
  const others = view.takes.filter((take) => take.id !== song.id && fits(take) && (used.has(take.id) || isOpen(take)))
  return [song, ...others.sort((a, b) => a.createdAt - b.createdAt || a.number - b.number)]
}

/** The comp as the hand shows it right now. */
export const shownComp = (document: ProjectDocument, song: Take, preview: CompPreview | undefined): Comp => {
  const comp = document.comp ?? EMPTY_COMP
  switch (preview?.of) {
    case 'swipe':
      return swipeComp(comp, song, preview.piece)
    case 'edge':
      return moveCompEdge(comp, song, preview.fromFrame, preview.toFrame)
    case 'fade':
      return { ...comp, fades: { ...comp.fades, [String(preview.atFrame)]: preview.seconds } }
    default:
      return comp
  }
}

/** "bars 3–6", where takes of several places stand under each other. */
export const lanePlace = (song: Take, lanes: readonly Take[], take: Take): string | undefined => {
  const groups = new Set(lanes.filter(({ id }) => id !== song.id).map(({ groupId }) => groupId))
  return groups.size > 1 && take.id !== song.id && take.region ? spanInBars(take, take.region.startFrame, take.region.endFrame) : undefined
}

export const laneName = (document: ProjectDocument, take: Take): string => {
  if (take.id === document.currentTakeId) return 'Song'
  const name = document.takeNotes[take.id]?.name ?? shortTakeName(take, document)
  return name.charAt(0).toUpperCase() + name.slice(1)
}
