import type { MarkerId, RegionId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectDocument } from '../../../src-shared/project/document.ts'
import { MarkerColour } from '../../../src-shared/project/marker-colours.ts'
import { notify } from '../../notices/index.ts'
import { moveMarker, removeMarker } from '../markers/marker-edits.ts'
import { removeRegion } from '../regions/region-edits.ts'
import { select, useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { chooseRegion, heardNow, seekSong } from '../tools/waveform-desk.ts'
import { revealFrame } from '../waveform/viewport-store.ts'

/** A marker, which has no end, or a region. Frames of the song. */
export type MarkRow = { readonly name: string; readonly startFrame: number } & (
  | { readonly kind: 'marker'; readonly id: MarkerId; readonly endFrame?: undefined; readonly colour?: MarkerColour | undefined }
  | { readonly kind: 'region'; readonly id: RegionId; readonly endFrame: number }
)
export type MarkColumn = 'kind' | 'name' | 'start' | 'length'

export const marksOf = ({ markers, regions }: Pick<ProjectDocument, 'markers' | 'regions'>): readonly MarkRow[] => [
  ...Object.values(markers).map(({ id, name, frame, colour }): MarkRow => ({ kind: 'marker', id, name, startFrame: frame, ...(colour && { colour }) })),
  ...Object.values(regions).map(({ id, name, startFrame, endFrame }): MarkRow => ({ kind: 'region', id, name, startFrame, endFrame })),
]

const rankOf = (row: MarkRow): number =>
  row.kind === 'region' ? MarkerColour.options.length + 1 : row.colour ? MarkerColour.options.indexOf(row.colour) : MarkerColour.options.length
const names = new Intl.Collator(undefined, { numeric: true })
const lengthOf = (row: MarkRow): number => (row.endFrame === undefined ? 0 : row.endFrame - row.startFrame)

/** Equal ones in the order of the song. */
export const sortMarks = (rows: readonly MarkRow[], column: MarkColumn, isDown: boolean): readonly MarkRow[] => {
  const compare: Record<MarkColumn, (a: MarkRow, b: MarkRow) => number> = {
    // markers of one colour beside each other, those without one last; then regions
    kind: (a, b) => rankOf(a) - rankOf(b),
    name: (a, b) => names.compare(a.name, b.name),
    start: (a, b) => a.startFrame - b.startFrame,
    length: (a, b) => lengthOf(a) - lengthOf(b),
  }
  return rows.toSorted((a, b) => (isDown ? -1 : 1) * compare[column](a, b) || a.startFrame - b.startFrame)
}

/** The playhead goes there; a region is marked, too. */
export const goToMark = async (row: MarkRow): Promise<void> => {
  const frame = row.startFrame + (heardNow()?.shift ?? 0)
  if (row.kind === 'region') chooseRegion(row.id)
  else select(undefined)
  useSession.setState({ selectedMarkerId: row.kind === 'marker' ? row.id : undefined })
  await seekSong(frame)
  revealFrame(frame)
}

export const removeMark = async (row: MarkRow): Promise<void> => {
  if (row.kind === 'marker') return removeMarker({ id: row.id, name: row.name, frame: row.startFrame })
  await removeRegion(row.id)
}

/** A typed start or length. What does not fit into the song is said, not bent. */
export const retimeMark = async (row: MarkRow, startFrame: number, frames: number | undefined, songFrames: number): Promise<void> => {
  const endFrame = startFrame + (frames ?? 0)
  if (startFrame < 0 || endFrame > songFrames) return notify('That lies outside the song. Nothing was changed.')
  if (row.kind === 'marker') {
    await moveMarker(row.id, startFrame)
    return
  }
  if (endFrame <= startFrame) return notify('A region needs a length. Nothing was changed.')
  const done = await applyEdit({ type: 'region.resize', regionId: row.id, startFrame, endFrame })
  if (done && useSession.getState().selectedRegionId === row.id) chooseRegion(row.id)
}
