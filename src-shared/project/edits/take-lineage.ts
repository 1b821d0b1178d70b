import type { TakeId } from '../../kernel/ids.ts'
import type { ProjectDocument, Take } from '../document.ts'
import type { TakesById } from './edit.ts'

/** Frames that this take put in front of its parent's first frame: an extension before the song moves all that follows. */
const framesAddedBefore = (take: Take, parent: Take): number => {
  const isBefore = take.kind === 'extend' && take.region?.startFrame === 0
  return isBefore ? take.lengthFrames - parent.lengthFrames : 0
}

/** Where frame 0 of the song's first take lies in this take. */
const originFrame = (take: Take, takes: TakesById): number => {
  let frame = 0
  const seen = new Set<TakeId>()
  for (let at: Take | undefined = take; at?.parentTakeId && !seen.has(at.id); ) {
    seen.add(at.id)
    const parent = takes.get(at.parentTakeId)
    if (parent) frame += framesAddedBefore(at, parent)
    at = parent
  }
  return frame
}

/** How many frames later the same moment of the song sounds in `to` than in `from`; negative: earlier. */
export const frameShiftBetween = (from: Take, to: Take, takes: TakesById): number => originFrame(to, takes) - originFrame(from, takes)

/** Made from what plays now and waiting for the musician's decision, oldest first. */
export const proposedTakes = (document: ProjectDocument, takes: TakesById): Take[] =>
  [...takes.values()]
    .filter((take) => take.parentTakeId === document.currentTakeId && !document.discardedTakeIds[take.id])
    .sort((a, b) => a.createdAt - b.createdAt || a.number - b.number)
