import type { TakeId } from '../../kernel/ids.ts'
import type { EditScene } from './edit.ts'

/**
 * What is always true of a song's document. Empty when all holds.
 * The service checks after every edit (a breach is a defect) and when it loads a document (a breach means damage).
 */
export const brokenInvariants = ({ document, takes }: EditScene): string[] => {
  const broken: string[] = []
  const current = takes.get(document.currentTakeId)
  if (!current) broken.push(`current take ${document.currentTakeId} does not exist`)
  if (document.discardedTakeIds[document.currentTakeId]) broken.push('the current take is discarded')
  for (const id of Object.keys(document.discardedTakeIds)) if (!takes.has(id as TakeId)) broken.push(`discarded take ${id} does not exist`)
  for (const [key, region] of Object.entries(document.regions)) {
    if (key !== region.id) broken.push(`region ${region.id} is filed under ${key}`)
    if (region.endFrame <= region.startFrame) broken.push(`region ${key} is empty`)
    if (region.startFrame < 0 || (current && region.endFrame > current.lengthFrames)) broken.push(`region ${key} lies outside the song`)
  }
  if (document.correction && !takes.has(document.correction.takeId)) broken.push(`corrected take ${document.correction.takeId} does not exist`)
  for (const take of takes.values()) if (take.trackId !== document.trackId) broken.push(`take ${take.id} belongs to another song`)
  return broken
}
