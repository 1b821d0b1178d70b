import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { ProjectDocument, Region, Take } from '../../../src-shared/project/document.ts'
import { frameShiftBetween } from '../../../src-shared/project/edits/take-lineage.ts'
import { sectionName } from '../../../src-shared/project/section-name.ts'
import { type MusicalGrid, musicalGridOf } from '../time/musical-grid.ts'
import type { SceneSection } from './scene.ts'

/** Computed once for each immutable take or document, because painting asks sixty times a second. */
const grids = new WeakMap<Take, { readonly grid: MusicalGrid | undefined }>()
const sections = new WeakMap<Take, readonly SceneSection[]>()
const regions = new WeakMap<ProjectDocument['regions'], readonly Region[]>()

export const gridOfTake = (take: Take): MusicalGrid | undefined => {
  const known = grids.get(take) ?? { grid: musicalGridOf(take) }
  grids.set(take, known)
  return known.grid
}

/** Equal letters get equal hues, in the order in which they first appear. */
export const sectionsOfTake = (take: Take): readonly SceneSection[] => {
  const known = sections.get(take)
  if (known) return known
  const grid = gridOfTake(take)
  const labels = [...new Set(take.sections.map((section) => section.label))]
  const computed = !grid
    ? []
    : take.sections.map((section) => ({
        startFrame: Math.max(0, grid.frameOfBar(section.startBar)),
        endFrame: Math.min(take.lengthFrames, grid.frameOfBar(section.startBar + section.barCount)),
        name: sectionName(section),
        hue: labels.indexOf(section.label),
      }))
  sections.set(take, computed)
  return computed
}

/** Sorted by start, so that later ones lie on top. */
export const regionsOf = (document: ProjectDocument): readonly Region[] => {
  const known = regions.get(document.regions)
  if (known) return known
  const computed = Object.values(document.regions).sort((a, b) => a.startFrame - b.startFrame)
  regions.set(document.regions, computed)
  return computed
}

/** Each span that a take changed, in its own frames. */
export const newSpansOf = ({ region, regions }: Take): readonly { readonly startFrame: number; readonly endFrame: number }[] =>
  regions ?? (region ? [region] : [])

/** How many frames later the same moment of the song lies in the heard take than in the song itself (an extension before it). */
export const shiftOf = (view: ProjectView, current: Take, heard: Take): number =>
  heard.id === current.id ? 0 : frameShiftBetween(current, heard, new Map(view.takes.map((take) => [take.id, take])))
