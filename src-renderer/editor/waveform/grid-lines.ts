import type { SnapMode } from '../../../src-shared/settings/snap-modes.ts'
import type { MusicalGrid } from '../time/musical-grid.ts'
import { finerLines } from '../time/snapping.ts'
import { clockTime } from '../time/time-words.ts'
import { endFrameOf, type Viewport, xOfFrame } from './viewport.ts'

/** `weight` 0..1 says how visible a line is: beats thin out as they come closer. */
export type GridLine = { readonly x: number; readonly kind: 'bar' | 'beat' | 'snap'; readonly weight: number; readonly label?: string }

const LABEL_ROOM_PX = 46
const BAR_ROOM_PX = 7
const BEAT_ROOM_PX = 9
const FULL_BEAT_PX = 40
const BEAT_LABEL_PX = 64
const BAR_STEPS = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]

/** Bars and beats between two edges of the view. At most a few hundred lines at every zoom. */
export const musicalLines = (view: Viewport, grid: MusicalGrid, lengthFrames: number): GridLine[] => {
  const firstFrame = Math.max(0, view.startFrame)
  const lastFrame = Math.min(lengthFrames, endFrameOf(view))
  if (lastFrame <= firstFrame) return []
  const middleBar = Math.floor(grid.barAt((firstFrame + lastFrame) / 2))
  const barPx = (grid.frameOfBar(middleBar + 1) - grid.frameOfBar(middleBar)) / view.framesPerPixel
  const beatPx = barPx / grid.beatsPerBar
  const lineStep = BAR_STEPS.find((step) => barPx * step >= BAR_ROOM_PX) ?? 1024
  const labelStep = BAR_STEPS.find((step) => barPx * step >= LABEL_ROOM_PX) ?? 1024
  const lines: GridLine[] = []
  const firstBar = Math.floor(Math.floor(grid.barAt(firstFrame)) / lineStep) * lineStep
  const lastBar = Math.ceil(grid.barAt(lastFrame))
  for (let bar = firstBar; bar <= lastBar; bar += lineStep) {
    const isLabelled = bar % labelStep === 0
    lines.push({
      x: xOfFrame(view, grid.frameOfBar(bar)),
      kind: 'bar',
      weight: isLabelled ? 1 : Math.min(1, (barPx * lineStep) / LABEL_ROOM_PX),
      ...(isLabelled ? { label: String(bar + 1) } : {}),
    })
    if (beatPx < BEAT_ROOM_PX || lineStep > 1) continue
    for (let beat = 1; beat < grid.beatsPerBar; beat++) {
      const line: GridLine = {
        x: xOfFrame(view, grid.frameOfBeat(bar * grid.beatsPerBar + beat)),
        kind: 'beat',
        weight: Math.min(1, (beatPx - BEAT_ROOM_PX + 4) / FULL_BEAT_PX),
      }
      lines.push(beatPx >= BEAT_LABEL_PX ? { ...line, label: `${bar + 1}.${beat + 1}` } : line)
    }
  }
  return lines.filter((line) => line.x >= -LABEL_ROOM_PX && line.x <= view.widthPx && line.x <= xOfFrame(view, lengthFrames))
}

const SNAP_ROOM_PX = 10
const FULL_SNAP_PX = 36

/** What edges hold on to between the beats, as soon as the lines have room; the more the clearer. */
export const snapLines = (view: Viewport, grid: MusicalGrid, mode: SnapMode, lengthFrames: number): GridLine[] => {
  const from = Math.max(0, view.startFrame)
  const to = Math.min(lengthFrames, endFrameOf(view))
  const frames = to > from ? finerLines(grid, mode, from, to, view.widthPx / SNAP_ROOM_PX) : []
  const roomPx = frames.length === 0 ? 0 : (to - from) / view.framesPerPixel / frames.length
  const weight = Math.min(1, 0.35 + (roomPx - SNAP_ROOM_PX) / FULL_SNAP_PX)
  return roomPx < SNAP_ROOM_PX ? [] : frames.map((frame): GridLine => ({ x: xOfFrame(view, frame), kind: 'snap', weight }))
}

const CLOCK_STEPS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200]

/** For a song without a tempo: seconds, at a round distance. */
export const clockLines = (view: Viewport, sampleRateHz: number, lengthFrames: number): GridLine[] => {
  const stepSeconds = CLOCK_STEPS.find((step) => (step * sampleRateHz) / view.framesPerPixel >= LABEL_ROOM_PX * 1.6) ?? 3600
  const decimals = stepSeconds >= 1 ? 0 : Math.ceil(-Math.log10(stepSeconds))
  const last = Math.min(lengthFrames, endFrameOf(view)) / sampleRateHz
  const lines: GridLine[] = []
  for (let step = Math.max(0, Math.floor(view.startFrame / sampleRateHz / stepSeconds)); step * stepSeconds <= last; step++) {
    const seconds = step * stepSeconds
    lines.push({ x: xOfFrame(view, seconds * sampleRateHz), kind: 'bar', weight: 1, label: clockTime(seconds, decimals) })
  }
  return lines
}
