import { failure } from '../../kernel/failure.ts'
import type { MarkerId } from '../../kernel/ids.ts'
import { err, ok, type Result } from '../../kernel/result.ts'
import type { ProjectCommand } from '../commands.ts'
import type { Marker } from '../document.ts'
import { colourName } from '../marker-colours.ts'
import type { EditFailure, EditScene, PlanEdit } from './edit.ts'
import { placeInBars } from './edit-labels.ts'
import { findTake, invalidEdit } from './find-in-scene.ts'

type Command<T extends ProjectCommand['type']> = Extract<ProjectCommand, { type: T }>

const markerName = (name: string): string => name.trim() || 'marker'

const findMarker = ({ document }: EditScene, markerId: MarkerId): Result<Marker, EditFailure> => {
  const marker = document.markers[markerId]
  return marker ? ok(marker) : err(failure('marker.not-found', 'This marker is no longer in the song. Nothing was changed.', { markerId }))
}

/** "bar 5" of a moment that the song has, or why it has not. */
const placeOf = (scene: EditScene, frame: number): Result<string, EditFailure> => {
  const current = findTake(scene, scene.document.currentTakeId)
  if (!current.ok) return current
  const { lengthFrames } = current.value
  if (frame > lengthFrames) return invalidEdit('The marker lies past the end of the song. Choose a time inside it.', { frame, lengthFrames })
  return ok(placeInBars(current.value, frame))
}

export const planAddMarker: PlanEdit<Command<'marker.add'>> = (scene, { marker }) => {
  const place = placeOf(scene, marker.frame)
  if (!place.ok) return place
  if (scene.document.markers[marker.id]) return invalidEdit('This marker is there already.', { markerId: marker.id })
  return ok({
    label: `Mark ${marker.name.trim() ? `${marker.name.trim()} at ` : ''}${place.value}`,
    change: (draft) => {
      draft.markers[marker.id] = { ...marker }
    },
  })
}

export const planMoveMarker: PlanEdit<Command<'marker.move'>> = (scene, { markerId, frame }) => {
  const marker = findMarker(scene, markerId)
  if (!marker.ok) return marker
  const place = placeOf(scene, frame)
  if (!place.ok) return place
  if (marker.value.frame === frame) return invalidEdit('The marker is there already.', { markerId })
  return ok({
    label: `Move ${markerName(marker.value.name)} to ${place.value}`,
    change: (draft) => {
      const moved = draft.markers[markerId]
      if (moved) moved.frame = frame
    },
  })
}

export const planRenameMarker: PlanEdit<Command<'marker.rename'>> = (scene, { markerId, name }) => {
  const marker = findMarker(scene, markerId)
  if (!marker.ok) return marker
  if (marker.value.name === name) return invalidEdit('The marker already has this name.', { markerId })
  return ok({
    label: `Rename ${markerName(marker.value.name)} to ${markerName(name)}`,
    change: (draft) => {
      const named = draft.markers[markerId]
      if (named) named.name = name
    },
  })
}

export const planColourMarker: PlanEdit<Command<'marker.colour'>> = (scene, { markerId, colour }) => {
  const marker = findMarker(scene, markerId)
  if (!marker.ok) return marker
  if (marker.value.colour === colour) return invalidEdit('The marker has this colour already.', { markerId })
  const name = markerName(marker.value.name)
  return ok({
    label: colour ? `Colour ${name} ${colourName(colour).toLowerCase()}` : `Take the colour off ${name}`,
    change: (draft) => {
      const coloured = draft.markers[markerId]
      if (coloured && colour) coloured.colour = colour
      else if (coloured) delete coloured.colour
    },
  })
}

export const planRemoveMarker: PlanEdit<Command<'marker.remove'>> = (scene, { markerId }) => {
  const marker = findMarker(scene, markerId)
  if (!marker.ok) return marker
  return ok({
    label: `Remove ${markerName(marker.value.name)}`,
    change: (draft) => {
      delete draft.markers[markerId]
    },
  })
}
