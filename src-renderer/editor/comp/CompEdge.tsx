import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { roomOfEdge } from '../../../src-shared/project/comp-pieces.ts'
import type { Comp, Take } from '../../../src-shared/project/document.ts'
import { useSession } from '../session-store.ts'
import { stepFrame } from '../time/snapping.ts'
import { clockTime } from '../time/time-words.ts'
import { songField } from '../tools/waveform-desk.ts'
import { xOfFrame } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import styles from './comp.module.css'
import { moveEdge, setFade } from './comp-edits.ts'
import { useCompDesk } from './comp-store.ts'
import { snapped, songFrameAt } from './lane-pointer.ts'

/** `order` counts the edges from the left. */
export type ShownEdge = {
  readonly order: number
  readonly atFrame: number
  readonly fadeFrames: number
  readonly fromName: string
  readonly toName: string
  readonly place: string
}

type Props = {
  readonly edge: ShownEdge
  /** where it was before it was dragged: what main knows it by */
  readonly savedFrame: number
  readonly saved: Comp
  readonly song: Take
  readonly pictureShift: number
}

/** One key press more or less of a crossfade. */
const FADE_STEP_SECONDS = 0.005
const LONGEST_SECONDS = 2

/** A place where one take gives way to another: dragged sideways it moves, by its fade's beginning it fades longer or shorter. */
export const CompEdge = ({ edge, savedFrame, saved, song, pictureShift }: Props) => {
  const view = useViewport((state) => state.view)
  const isChosen = useCompDesk((state) => state.edgeFrame === savedFrame)
  const drag = useRef<{ readonly what: 'edge' | 'fade'; readonly box: DOMRect } | undefined>(undefined)
  const x = xOfFrame(view, edge.atFrame + pictureShift)
  if (x < -40 || x > view.widthPx + 40) return null
  const fadePx = edge.fadeFrames / view.framesPerPixel
  const room = roomOfEdge(saved, song, savedFrame)
  const inRoom = (frame: number): number => (room ? Math.min(room.before - 1, Math.max(room.after + 1, frame)) : savedFrame)
  const fadeTo = (frame: number): number => Math.min(LONGEST_SECONDS, Math.max(0, savedFrame - Math.max(frame, room?.after ?? 0)) / song.sampleRateHz)

  const down = (what: 'edge' | 'fade') => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.stopPropagation()
    const lanes = event.currentTarget.closest(`.${styles.lanes}`)
    if (!lanes) return
    drag.current = { what, box: lanes.getBoundingClientRect() }
    event.currentTarget.setPointerCapture(event.pointerId)
    useCompDesk.setState({ edgeFrame: savedFrame })
  }
  const move = (event: PointerEvent) => {
    if (!drag.current) return
    const frame = songFrameAt(event, drag.current.box)
    useCompDesk.setState({
      preview:
        drag.current.what === 'edge'
          ? { of: 'edge', fromFrame: savedFrame, toFrame: inRoom(snapped(song, frame, event)) }
          : { of: 'fade', atFrame: savedFrame, seconds: fadeTo(frame) },
    })
  }
  const up = () => {
    drag.current = undefined
    const { preview } = useCompDesk.getState()
    if (preview?.of === 'edge') void moveEdge(preview.fromFrame, preview.toFrame)
    else if (preview?.of === 'fade') void setFade(preview.atFrame, Math.round(preview.seconds * 1000) / 1000)
  }
  const drop = () => {
    drag.current = undefined
    useCompDesk.setState({ preview: undefined })
  }
  const keyDown = (event: KeyboardEvent) => {
    const { key } = event
    const direction = key === 'ArrowLeft' || key === 'ArrowDown' ? -1 : key === 'ArrowRight' || key === 'ArrowUp' ? 1 : undefined
    if (!direction || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    event.stopPropagation()
    event.nativeEvent.stopImmediatePropagation()
    if (key === 'ArrowUp' || key === 'ArrowDown') {
      const seconds = Math.max(0, Math.min(LONGEST_SECONDS, edge.fadeFrames / song.sampleRateHz + direction * FADE_STEP_SECONDS))
      void setFade(savedFrame, Math.round(seconds * 1000) / 1000)
      return
    }
    const mode = event.altKey ? 'off' : useSession.getState().snap
    const next = stepFrame(songField(song), savedFrame, direction, mode, song.sampleRateHz)
    void moveEdge(savedFrame, inRoom(next))
  }

  const milliseconds = Math.round((edge.fadeFrames / song.sampleRateHz) * 1000)
  return (
    <div className={styles.edge} style={{ left: x }} data-chosen={isChosen}>
      <div className={styles.fade} style={{ width: fadePx }} aria-hidden>
        {fadePx > 6 && (
          <svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">
            <path d={CURVE_OUT} />
            <path d={CURVE_IN} />
          </svg>
        )}
        <span className={styles.fadeGrip} onPointerDown={down('fade')} onPointerMove={move} onPointerUp={up} onPointerCancel={drop} />
      </div>
      <div
        role="slider"
        tabIndex={0}
        className={styles.edgeGrip}
        aria-label={`Edge from ${edge.fromName} to ${edge.toName}`}
        aria-valuemin={0}
        aria-valuemax={song.lengthFrames / song.sampleRateHz}
        aria-valuenow={edge.atFrame / song.sampleRateHz}
        aria-valuetext={`${edge.place}, ${clockTime(edge.atFrame / song.sampleRateHz)}, crossfade ${milliseconds} milliseconds`}
        title="Drag to move; up and down arrows change the crossfade"
        onFocus={() => useCompDesk.setState({ edgeFrame: savedFrame })}
        onPointerDown={down('edge')}
        onPointerMove={move}
        onPointerUp={up}
        onPointerCancel={drop}
        onKeyDown={keyDown}
      />
    </div>
  )
}

/** Equal power: a cosine down and a sine up. */
const curve = (height: (position: number) => number): string =>
  Array.from({ length: 21 }, (_, i) => `${i === 0 ? 'M' : 'L'}${i * 5} ${(100 - 100 * height(i / 20)).toFixed(1)}`).join(' ')
const CURVE_OUT = curve((position) => Math.cos((Math.PI / 2) * position))
const CURVE_IN = curve((position) => Math.sin((Math.PI / 2) * position))
