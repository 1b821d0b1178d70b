import type { PointerEvent } from 'react'
import type { Take } from '../../../src-shared/project/document.ts'
import { useSession } from '../session-store.ts'
import { snapFrame } from '../time/snapping.ts'
import { heardNow, songField } from '../tools/waveform-desk.ts'
import { frameAtX } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'

/** Frames of the song under the pointer. The picture may begin earlier than the song: a take that is heard has a longer beginning. */
export const songFrameAt = (event: PointerEvent, box: DOMRect): number => {
  const { view } = useViewport.getState()
  return Math.round(frameAtX(view, event.clientX - box.left) - (heardNow()?.shift ?? 0))
}

/** On the grid as the editor's marks are; Alt takes the grid away. */
export const snapped = (song: Take, frame: number, event: { readonly altKey: boolean }): number =>
  snapFrame(songField(song), frame, event.altKey ? 'off' : useSession.getState().snap)
