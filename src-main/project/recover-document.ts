import type { TakeId, TrackId } from '../../src-shared/kernel/ids.ts'
import { Comp, GridCorrection, Marker, Preference, ProjectDocument, Region, type Take, TakeNote } from '../../src-shared/project/document.ts'
import { brokenInvariants, type TakesById } from '../../src-shared/project/edits/index.ts'
import { applySteps, readLoosely } from './document-json.ts'
import type { Song } from './song-ports.ts'

/** The document of a song that was never edited. */
export const firstDocument = (trackId: TrackId, currentTakeId: TakeId): ProjectDocument => ({
  schemaVersion: 1,
  trackId,
  currentTakeId,
  regions: {},
  markers: {},
  discardedTakeIds: {},
  stems: {},
  takeNotes: {},
  preferences: {},
})

/** Walks the history again from the beginning; undefined when an entry is damaged too or leads to something impossible. */
export const replayHistory = (trackId: TrackId, first: Take, forwardJson: readonly string[], takes: TakesById): ProjectDocument | undefined => {
  const document = applySteps(firstDocument(trackId, first.id), forwardJson)
  return document && brokenInvariants({ document, takes }).length === 0 ? document : undefined
}

/**
 * A document made of what can still be read: the take that the library plays, the marks that are whole, the takes that were put away.
 * Takes are facts of their own and are all still there.
 */
export const salvageDocument = (trackId: TrackId, damagedJson: string, song: Song, takes: TakesById): ProjectDocument | undefined => {
  const current = takes.get(song.currentTakeId) ?? song.takes.findLast((take) => take.kind === 'original' || take.kind === 'imported') ?? song.takes[0]
  if (!current) return undefined
  const { regions, markers, discardedTakeIds, stems, correction, takeNotes, preferences, comp } = readLoosely(damagedJson)
  const document = firstDocument(trackId, current.id)
  for (const value of Object.values(regions ?? {})) {
    const region = Region.safeParse(value)
    if (!region.success) continue
    const endFrame = Math.min(region.data.endFrame, current.lengthFrames)
    if (endFrame > region.data.startFrame) document.regions[region.data.id] = { ...region.data, endFrame }
  }
  for (const value of Object.values(markers ?? {})) {
    const marker = Marker.safeParse(value)
    if (marker.success && marker.data.frame <= current.lengthFrames) document.markers[marker.data.id] = marker.data
  }
  const corrected = GridCorrection.safeParse(correction)
  if (corrected.success && takes.has(corrected.data.takeId)) document.correction = corrected.data
  for (const id of Object.keys(discardedTakeIds ?? {})) if (takes.has(id as TakeId) && id !== current.id) document.discardedTakeIds[id] = true
  for (const [id, value] of Object.entries(takeNotes ?? {})) {
    const note = TakeNote.safeParse(value)
    if (note.success && takes.has(id as TakeId)) document.takeNotes[id] = note.data
  }
  for (const [id, value] of Object.entries(preferences ?? {})) {
    const preference = Preference.safeParse(value)
    if (preference.success && takes.has(preference.data.takeId) && takes.has(preference.data.againstTakeId)) document.preferences[id] = preference.data
  }
  const readComp = Comp.safeParse(comp)
  if (readComp.success && brokenInvariants({ document: { ...document, comp: readComp.data }, takes }).length === 0) document.comp = readComp.data
  const attached = ProjectDocument.shape.stems.safeParse(stems)
  if (attached.success) document.stems = attached.data
  return document
}
