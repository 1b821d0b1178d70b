import type { TakeId } from '../../kernel/ids.ts'
import { compEdges, compSpans } from '../comp-pieces.ts'
import type { Comp, Take } from '../document.ts'
import type { EditScene } from './edit.ts'

const brokenComp = (comp: Comp, song: Take | undefined, takes: EditScene['takes']): string[] => {
  const broken: string[] = []
  let end = 0
  for (const { startFrame, endFrame, takeId } of compSpans(comp)) {
    if (!takes.has(takeId)) broken.push(`comp uses take ${takeId}, which does not exist`)
    if (!Number.isInteger(startFrame) || startFrame < end || endFrame <= startFrame) broken.push(`comp span at ${startFrame} is empty or overlaps`)
    if (song && endFrame > song.lengthFrames) broken.push(`comp span at ${startFrame} lies outside the song`)
    end = endFrame
  }
  const edges = new Set(song ? compEdges(comp, song) : [])
  for (const frame of Object.keys(comp.fades)) if (song && !edges.has(Number(frame))) broken.push(`comp has a fade at ${frame}, where no edge is`)
  return broken
}

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
  for (const [key, marker] of Object.entries(document.markers)) {
    if (key !== marker.id) broken.push(`marker ${marker.id} is filed under ${key}`)
    if (marker.frame < 0 || (current && marker.frame > current.lengthFrames)) broken.push(`marker ${key} lies outside the song`)
  }
  if (document.correction && !takes.has(document.correction.takeId)) broken.push(`corrected take ${document.correction.takeId} does not exist`)
  for (const id of Object.keys(document.takeNotes)) if (!takes.has(id as TakeId)) broken.push(`take ${id} has a note and does not exist`)
  for (const { takeId, againstTakeId } of Object.values(document.preferences))
    for (const id of [takeId, againstTakeId]) if (!takes.has(id)) broken.push(`compared take ${id} does not exist`)
  if (document.comp) broken.push(...brokenComp(document.comp, current, takes))
  for (const take of takes.values()) if (take.trackId !== document.trackId) broken.push(`take ${take.id} belongs to another song`)
  return broken
}
