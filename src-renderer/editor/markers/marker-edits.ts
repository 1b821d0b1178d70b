import { flushSync } from 'react-dom'
import type { MarkerId } from '../../../src-shared/kernel/ids.ts'
import type { Marker, ProjectDocument } from '../../../src-shared/project/document.ts'
import type { MarkerColour } from '../../../src-shared/project/marker-colours.ts'
import { newMarkerId } from '../../../src-shared/project/new-marker-id.ts'
import { notify } from '../../notices/index.ts'
import { transport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { heardNow } from '../tools/waveform-desk.ts'
import { notifyWithUndoEdit } from '../undo-notice.ts'

const sorted = new WeakMap<ProjectDocument['markers'], readonly Marker[]>()

/** In the order of the song; computed once for each document, because painting asks sixty times a second. */
export const markersOf = ({ markers }: ProjectDocument): readonly Marker[] => {
  const known = sorted.get(markers) ?? Object.values(markers).sort((a, b) => a.frame - b.frame)
  sorted.set(markers, known)
  return known
}

/** A marker where the playhead stands, ready to be named in the table. */
export const markPlayhead = async (): Promise<void> => {
  const now = heardNow()
  const view = openView()
  if (!now || !view) return
  const frame = Math.min(now.song.lengthFrames, Math.max(0, Math.round(transport.currentFrame() - now.shift)))
  if (markersOf(view.document).some((marker) => marker.frame === frame)) return notify('There is a marker at the playhead already.')
  const id = newMarkerId()
  const name = `Marker ${Object.keys(view.document.markers).length + 1}`
  if (await applyEdit({ type: 'marker.add', marker: { id, name, frame } })) useSession.setState({ tab: 'regions', regionView: 'table', selectedMarkerId: id })
}

/** Its row of the table, its name ready to be typed over. */
export const startNamingMarker = (markerId: MarkerId): void => {
  flushSync(() => useSession.setState({ tab: 'regions', regionView: 'table', selectedMarkerId: markerId }))
  document.getElementById(nameFieldId(markerId))?.focus()
}
/** Of the element in which a mark is named. */
export const nameFieldId = (markId: string): string => `name-${markId}`

export const moveMarker = (markerId: MarkerId, frame: number): Promise<boolean> => applyEdit({ type: 'marker.move', markerId, frame: Math.round(frame) })
export const renameMarker = (markerId: MarkerId, name: string): Promise<boolean> => applyEdit({ type: 'marker.rename', markerId, name })

export const colourMarker = (markerId: MarkerId, colour: MarkerColour | undefined): Promise<boolean> =>
  applyEdit({ type: 'marker.colour', markerId, ...(colour && { colour }) })

export const removeMarker = async (marker: Marker): Promise<void> => {
  if (!(await applyEdit({ type: 'marker.remove', markerId: marker.id }))) return
  if (useSession.getState().selectedMarkerId === marker.id) useSession.setState({ selectedMarkerId: undefined })
  notifyWithUndoEdit(`“${marker.name || 'Marker'}” was removed.`)
}
