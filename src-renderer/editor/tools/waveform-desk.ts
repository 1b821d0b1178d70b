import type { MarkerId, RegionId } from '../../../src-shared/kernel/ids.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { transport, useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { recallPrompt } from '../regions/region-prompts.ts'
import { select, selectSpan, useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { hearTake, playTake } from '../takes/audition.ts'
import { heardTakeOf } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { isEmpty, spanOf } from '../time/keyboard-selection.ts'
import { type SnapField, snapFrame, stepAround } from '../time/snapping.ts'
import type { Span } from '../time/time-words.ts'
import { gridOfTake, shiftOf } from '../waveform/song-picture.ts'
import { panByPx } from '../waveform/viewport-store.ts'
import type { ToolDesk } from './tool.ts'
import { settleOnZero, zeroCrossingNear } from './zero-crossings.ts'

/** The song, the take that is heard, and how far their frames lie apart. */
export const heardNow = (): { readonly song: Take; readonly heard: Take; readonly shift: number } | undefined => {
  const view = openView()
  const song = view && currentTakeOf(view)
  const heard = view && heardTakeOf(view, useTransport.getState())
  return view && song && heard ? { song, heard, shift: shiftOf(view, song, heard) } : undefined
}

export const songField = (song: Take): SnapField => ({
  grid: gridOfTake(song),
  startFrame: 0,
  endFrame: song.lengthFrames,
  zeroCrossingNear: (frame) => zeroCrossingNear(song, frame),
})

/** At least a beat's worth of future; the drag snaps to bars counted from the song's edge. */
const extensionLength = (edgeFrame: number): number | undefined => {
  const now = heardNow()
  const { extension, snap } = useSession.getState()
  if (!now || !extension) return undefined
  const raw = extension.direction === 'after' ? edgeFrame - now.song.lengthFrames : -edgeFrame
  const grid = gridOfTake(now.song)
  const unit =
    !grid || snap === 'off' || snap === 'zero'
      ? now.song.sampleRateHz
      : snap === 'bar'
        ? grid.frameOfBar(1) - grid.frameOfBar(0)
        : grid.frameOfBeat(1) - grid.frameOfBeat(0)
  const longest = 300 * now.song.sampleRateHz
  const units = Math.max(1, Math.round(raw / unit))
  return Math.min(longest, Math.max(now.song.sampleRateHz, units * unit))
}

/**
 * The real desk. Tools speak in frames of the picture (the heard take); the document and the session keep frames of the song.
 * Marking while a take is heard keeps the take: the same bars of it are marked.
 */
export const waveformDesk: ToolDesk = {
  snap(frame, isBypassed) {
    const now = heardNow()
    if (!now) return Math.round(frame)
    return snapFrame(songField(now.song), frame - now.shift, isBypassed ? 'off' : useSession.getState().snap) + now.shift
  },
  stepAround(frame, isBypassed) {
    const now = heardNow()
    const step = now && stepAround(songField(now.song), frame - now.shift, isBypassed ? 'off' : useSession.getState().snap)
    return step && onPicture(step)
  },
  selection() {
    const { selection } = useSession.getState()
    return selection && !isEmpty(selection) ? onPicture(spanOf(selection)) : undefined
  },
  regionSpan(regionId) {
    const region = openView()?.document.regions[regionId]
    return region && onPicture(region)
  },
  seek: (frame) => void seekSong(frame),
  panBy: panByPx,
  previewSelection: (span) => useSession.setState({ preview: { of: 'selection', span: onSong(span) } }),
  commitSelection: (span) => {
    if (!span) return select(undefined)
    selectSpan(onSong(span))
    void settleSelection(onSong(span))
  },
  hearTake: (takeId) => {
    const take = openView()?.takes.find((one) => one.id === takeId)
    if (!take) return
    useSession.setState({ groupId: take.groupId, tab: 'change' })
    void playTake(take)
  },
  selectRegion: (regionId) => chooseRegion(regionId),
  previewRegion: (regionId, span) => useSession.setState({ preview: { of: 'region', regionId, span: onSong(span) } }),
  commitRegion: (regionId, span) => void commitRegion(regionId, onSong(span)),
  chooseMarker: (markerId) => chooseMarker(markerId),
  previewMarker: (markerId, frame) =>
    useSession.setState({ preview: { of: 'marker', markerId, frame: frame - (heardNow()?.shift ?? 0) }, selectedMarkerId: markerId }),
  commitMarker: (markerId, frame) => void commitMarker(markerId, frame - (heardNow()?.shift ?? 0)),
  previewExtension: (edgeFrame) => {
    const lengthFrames = extensionLength(edgeFrame)
    if (lengthFrames !== undefined) useSession.setState({ preview: { of: 'extension', lengthFrames } })
  },
  commitExtension: (edgeFrame) => {
    const lengthFrames = extensionLength(edgeFrame)
    const { extension } = useSession.getState()
    if (lengthFrames !== undefined && extension) useSession.setState({ extension: { ...extension, lengthFrames }, preview: undefined })
  },
  dropPreview: () => useSession.setState({ preview: undefined }),
}

const onSong = (span: Span): Span => moveBy(span, -(heardNow()?.shift ?? 0))
const onPicture = (span: Span): Span => moveBy(span, heardNow()?.shift ?? 0)
const moveBy = ({ startFrame, endFrame }: Span, frames: number): Span => ({ startFrame: startFrame + frames, endFrame: endFrame + frames })

/** Puts the song into the transport on first touch; after that a seek is one call. */
export const seekSong = async (frame: number): Promise<void> => {
  const view = openView()
  if (!view) return
  if (useTransport.getState().source?.trackId !== view.document.trackId) await hearTake(view.document.currentTakeId)
  transport.seekFrame(Math.max(0, Math.round(frame)))
}

export const chooseMarker = (markerId: MarkerId): void => {
  const marker = openView()?.document.markers[markerId]
  useSession.setState({ selectedMarkerId: markerId, preview: undefined })
  if (marker) void seekSong(marker.frame + (heardNow()?.shift ?? 0))
}

export const chooseRegion = (regionId: RegionId): void => {
  const region = openView()?.document.regions[regionId]
  if (!region) return
  selectSpan(region, regionId)
  recallPrompt(regionId)
}

/** The preview stays until main has answered, so that the edge never jumps back and forth. */
const commitRegion = async (regionId: RegionId, dragged: Span): Promise<void> => {
  const span = await onZero(dragged)
  const done = await applyEdit({ type: 'region.resize', regionId, ...span })
  if (done && useSession.getState().selectedRegionId === regionId) selectSpan(span, regionId)
  else useSession.setState({ preview: undefined })
}

/** A quick drag may be over before the samples around its edges were read; they move once they are. */
const onZero = async (span: Span): Promise<Span> => {
  const song = heardNow()?.song
  if (!song || useSession.getState().snap !== 'zero') return span
  const [startFrame, endFrame] = await Promise.all([settleOnZero(song, span.startFrame), settleOnZero(song, span.endFrame)])
  return endFrame > startFrame ? { startFrame, endFrame } : span
}
const settleSelection = async (span: Span): Promise<void> => {
  const settled = await onZero(span)
  const { selection } = useSession.getState()
  const isStill = selection && !isEmpty(selection) && spanOf(selection).startFrame === span.startFrame && spanOf(selection).endFrame === span.endFrame
  if (isStill && (settled.startFrame !== span.startFrame || settled.endFrame !== span.endFrame)) selectSpan(settled)
}

const commitMarker = async (markerId: MarkerId, frame: number): Promise<void> => {
  const song = heardNow()?.song
  const inside = Math.max(0, Math.min(song?.lengthFrames ?? frame, frame))
  if (openView()?.document.markers[markerId]?.frame !== inside) await applyEdit({ type: 'marker.move', markerId, frame: inside })
  useSession.setState({ preview: undefined })
}
