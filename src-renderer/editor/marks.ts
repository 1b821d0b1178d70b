import { SNAP_MODES } from '../../src-shared/settings/snap-modes.ts'
import { notify } from '../notices/index.ts'
import { transport, useTransport } from '../transport/index.ts'
import { openView } from './editor-store.ts'
import { newRegionId } from './regions/new-region-id.ts'
import { keepPrompt } from './regions/region-prompts.ts'
import { select, setSnap, useSession } from './session-store.ts'
import { applyEdit } from './song-edits.ts'
import { growSelection, isEmpty, type KeyboardField, shiftSelection, spanOf } from './time/keyboard-selection.ts'
import { roundToBars, stepFrame } from './time/snapping.ts'
import { type Span, spanWords } from './time/time-words.ts'
import { heardNow, seekSong, songField } from './tools/waveform-desk.ts'
import { gridOfTake } from './waveform/song-picture.ts'
import { revealFrame, showSpan } from './waveform/viewport-store.ts'

/** What can be done with the marked bars, by key, button or menu. Frames are the song's own. */
export const markedSpan = (): Span | undefined => {
  const { selection } = useSession.getState()
  return selection && !isEmpty(selection) ? spanOf(selection) : undefined
}

const keyboardField = (): (KeyboardField & { readonly shift: number }) | undefined => {
  const now = heardNow()
  return now && { ...songField(now.song), sampleRateHz: now.song.sampleRateHz, shift: now.shift }
}

export const growMark = (direction: -1 | 1): void => {
  const field = keyboardField()
  if (!field) return
  const { selection, snap } = useSession.getState()
  const grown = growSelection(field, selection, transport.currentFrame() - field.shift, direction, snap)
  select(grown)
  revealFrame(grown.headFrame + field.shift)
}

/** Arrows move the marked bars; without any they move the playhead. */
export const moveMark = (direction: -1 | 1): void => {
  const field = keyboardField()
  if (!field) return
  const { selection, snap } = useSession.getState()
  if (!selection || isEmpty(selection)) {
    const frame = stepFrame(field, transport.currentFrame() - field.shift, direction, snap, field.sampleRateHz) + field.shift
    void seekSong(frame)
    revealFrame(frame)
    return
  }
  const moved = shiftSelection(field, selection, direction, snap)
  select(moved)
  revealFrame((direction < 0 ? spanOf(moved).startFrame : spanOf(moved).endFrame) + field.shift)
}

export const markAll = (): void => {
  const now = heardNow()
  if (now) select({ anchorFrame: 0, headFrame: now.song.lengthFrames })
}

/** 1: the next finer one, -1: back */
export const cycleSnap = (direction: -1 | 1): void => {
  const place = SNAP_MODES.indexOf(useSession.getState().snap) + direction
  setSnap(SNAP_MODES[(place + SNAP_MODES.length) % SNAP_MODES.length] ?? 'bar')
}

/** The marked bars, or the region that is chosen, from bar line to bar line. */
export const roundMarkToBars = async (): Promise<void> => {
  const span = markedSpan()
  const now = heardNow()
  if (!span || !now) return notify('Mark some bars first: drag over the waveform, or hold Shift and press →.')
  const rounded = roundToBars(songField(now.song), span)
  if (!rounded) return notify('This song has no bars to round to. Set its tempo under Grid.')
  if (rounded.startFrame === span.startFrame && rounded.endFrame === span.endFrame) return notify('It lies on bar lines already.')
  const { selectedRegionId } = useSession.getState()
  if (!selectedRegionId || (await applyEdit({ type: 'region.resize', regionId: selectedRegionId, ...rounded })))
    select({ anchorFrame: rounded.startFrame, headFrame: rounded.endFrame }, selectedRegionId)
}

export const zoomToMark = (): void => {
  const span = markedSpan()
  const shift = heardNow()?.shift ?? 0
  if (span) showSpan(span.startFrame + shift, span.endFrame + shift)
}

/** Loops the marked bars and plays them from their start; a second time it stops looping and the song goes on. */
export const toggleLoop = async (): Promise<void> => {
  const span = markedSpan()
  const shift = heardNow()?.shift ?? 0
  const { loop } = useTransport.getState()
  if (!span) {
    if (loop) transport.setLoop(undefined)
    else notify('Mark some bars first: drag over the waveform, or hold Shift and press →.')
    return
  }
  const wanted = { startFrame: span.startFrame + shift, endFrame: span.endFrame + shift }
  if (loop?.startFrame === wanted.startFrame && loop.endFrame === wanted.endFrame) return transport.setLoop(undefined)
  await seekSong(wanted.startFrame)
  transport.setLoop(wanted)
  await transport.play()
}

/** The mark becomes a named region of the document: saved, listed, undoable. */
export const keepMark = async (): Promise<void> => {
  const span = markedSpan()
  const now = heardNow()
  const view = openView()
  const { selectedRegionId } = useSession.getState()
  if (!span || !now || !view || selectedRegionId) return
  const id = newRegionId()
  const { place } = spanWords(gridOfTake(now.song), span, now.song.sampleRateHz)
  // chosen at once, so that a second press, or F2, means this region and not another one
  useSession.setState({ selectedRegionId: id })
  const done = await applyEdit({ type: 'region.add', region: { id, name: place, ...span } })
  if (done) keepPrompt(id)
  else useSession.setState({ selectedRegionId: undefined, renamingRegionId: undefined })
}

/** A shorter song (undo of an extension) takes back what no longer lies in it. */
export const keepMarkInside = (lengthFrames: number): void => {
  const { selection, selectedRegionId } = useSession.getState()
  if (!selection || Math.max(selection.anchorFrame, selection.headFrame) <= lengthFrames) return
  const inside = { anchorFrame: Math.min(selection.anchorFrame, lengthFrames), headFrame: Math.min(selection.headFrame, lengthFrames) }
  select(isEmpty(inside) ? undefined : inside, selectedRegionId)
}
