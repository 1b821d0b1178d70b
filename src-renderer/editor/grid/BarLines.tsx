import { type PointerEvent, useRef, useState } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { useSession } from '../session-store.ts'
import { useHeardTake } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { clockTime } from '../time/time-words.ts'
import { gridOfTake, shiftOf } from '../waveform/song-picture.ts'
import { endFrameOf, xOfFrame } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import own from './GridPanel.module.css'
import { moveBarLine } from './grid-edits.ts'

/** narrower bars have no handles: zoom in */
const LEAST_BAR_PX = 36
const KEY_SECONDS = 0.01

/** A handle on each bar line in the ruler, while the grid is worked on: dragging it moves that line alone. */
export const BarLines = ({ project }: { readonly project: ProjectView }) => {
  const isShown = useSession((session) => session.tab === 'grid')
  const view = useViewport((state) => state.view)
  const heard = useHeardTake(project)
  const song = currentTakeOf(project)
  const [drag, setDrag] = useState<{ bar: number; px: number }>()
  const fromX = useRef(0)
  const grid = song && gridOfTake(song)
  if (!isShown || !song || song.scoreSha256 || !grid || !heard) return null
  const shift = shiftOf(project, song, heard)
  const first = Math.max(0, Math.ceil(grid.barAt(view.startFrame - shift)))
  const last = Math.floor(grid.barAt(Math.min(endFrameOf(view) - shift, song.lengthFrames)))
  const barPx = (grid.frameOfBar(first + 1) - grid.frameOfBar(first)) / view.framesPerPixel
  if (barPx < LEAST_BAR_PX) return null
  const begin = (event: PointerEvent<HTMLButtonElement>, bar: number) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    fromX.current = event.clientX
    setDrag({ bar, px: 0 })
  }
  /** the lines of the waveform move with the hand */
  const move = (px: number) => {
    if (!drag) return
    setDrag({ bar: drag.bar, px })
    useSession.setState({ preview: { of: 'bar-line', bar: drag.bar, frame: grid.frameOfBar(drag.bar) + px * view.framesPerPixel } })
  }
  const drop = () => {
    setDrag(undefined)
    if (useSession.getState().preview?.of === 'bar-line') useSession.setState({ preview: undefined })
  }
  const end = () => {
    // the picture stays where the hand left it until the song has the line there
    if (drag && Math.abs(drag.px) >= 1) void moveBarLine(drag.bar, grid.frameOfBar(drag.bar) + drag.px * view.framesPerPixel).finally(drop)
    else drop()
  }
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i).map((bar) => {
    const frame = grid.frameOfBar(bar)
    return (
      <button
        key={bar}
        type="button"
        className={own.barLine}
        data-dragged={drag?.bar === bar}
        style={{ left: xOfFrame(view, frame + shift) + (drag?.bar === bar ? drag.px : 0) }}
        aria-label={`Only the line of bar ${bar + 1}, at ${clockTime(frame / song.sampleRateHz, 2)}: drag, or use the arrows`}
        title={`Drag: only bar ${bar + 1} begins elsewhere`}
        onPointerDown={(event) => begin(event, bar)}
        onPointerMove={(event) => drag?.bar === bar && move(event.clientX - fromX.current)}
        onPointerUp={end}
        onPointerCancel={drop}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && drag) {
            event.stopPropagation()
            drop()
          }
          const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0
          if (step === 0) return
          event.preventDefault()
          event.stopPropagation()
          void moveBarLine(bar, frame + step * KEY_SECONDS * song.sampleRateHz)
        }}
      />
    )
  })
}
