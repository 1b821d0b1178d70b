import { type PointerEvent, useRef, useState } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { useSession } from '../session-store.ts'
import { useHeardTake } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { clockTime } from '../time/time-words.ts'
import { gridOfTake, shiftOf } from '../waveform/song-picture.ts'
import { xOfFrame } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import own from './GridPanel.module.css'
import { moveBars } from './grid-edits.ts'

/** the flag stands on the first bar line at least this far inside the picture */
const MARGIN_PX = 24
const KEY_SECONDS = 0.01

/** A handle on a bar line: dragging it carries all lines along. The picture of the drag lives here; the song changes when it is let go. */
export const GridFlag = ({ project }: { readonly project: ProjectView }) => {
  const isShown = useSession((session) => session.tab === 'grid')
  const view = useViewport((state) => state.view)
  const heard = useHeardTake(project)
  const song = currentTakeOf(project)
  const [dragPx, setDragPx] = useState<number>()
  const from = useRef({ x: 0, bar: 0 })
  const grid = song && gridOfTake(song)
  if (!isShown || !song || song.scoreSha256 || !grid || !heard) return null
  const shift = shiftOf(project, song, heard)
  const bar = dragPx === undefined ? Math.ceil(grid.barAt(view.startFrame + MARGIN_PX * view.framesPerPixel - shift) - 1e-6) : from.current.bar
  const frame = grid.frameOfBar(bar)
  const x = xOfFrame(view, frame + shift) + (dragPx ?? 0)
  if (x > view.widthPx) return null
  const begin = (event: PointerEvent<HTMLButtonElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    from.current = { x: event.clientX, bar }
    setDragPx(0)
  }
  const end = () => {
    const moved = dragPx ?? 0
    setDragPx(undefined)
    if (Math.abs(moved) >= 1) void moveBars(moved * view.framesPerPixel)
  }
  return (
    <button
      type="button"
      className={own.flag}
      style={{ left: x }}
      aria-label={`Bar ${bar + 1} begins at ${clockTime(frame / song.sampleRateHz, 2)}. Drag, or use the arrows, to move all bar lines.`}
      onPointerDown={begin}
      onPointerMove={(event) => dragPx !== undefined && setDragPx(event.clientX - from.current.x)}
      onPointerUp={end}
      onPointerCancel={() => setDragPx(undefined)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && dragPx !== undefined) {
          event.stopPropagation()
          setDragPx(undefined)
        }
        const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
        if (step === 0) return
        event.preventDefault()
        event.stopPropagation()
        void moveBars(step * Math.round(KEY_SECONDS * song.sampleRateHz))
      }}
    />
  )
}
