import { type PointerEvent, useRef } from 'react'
import styles from './ResizeEdge.module.css'

export type ResizeEdgeProps = {
  readonly label: string
  /** px of the panel to the right of the edge */
  readonly width: number
  readonly min: number
  readonly max: number
  readonly onResize: (width: number) => void
}

const KEY_STEP_PX = 16

/** The left edge of a panel on the right: dragged, or moved by arrow keys. */
export const ResizeEdge = ({ label, width, min, max, onResize }: ResizeEdgeProps) => {
  const held = useRef<{ readonly x: number; readonly width: number } | undefined>(undefined)
  const within = (wanted: number) => Math.round(Math.min(max, Math.max(min, wanted)))
  const move = (event: PointerEvent) => held.current && onResize(within(held.current.width + held.current.x - event.clientX))
  return (
    // biome-ignore lint/a11y/useSemanticElements: a splitter is the focusable kind of separator (WAI-ARIA window splitter)
    <div
      role="separator"
      tabIndex={0}
      className={styles.edge}
      aria-label={label}
      aria-orientation="vertical"
      aria-valuenow={width}
      aria-valuemin={min}
      aria-valuemax={max}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId)
        held.current = { x: event.clientX, width }
      }}
      onPointerMove={move}
      onPointerUp={() => {
        held.current = undefined
      }}
      onPointerCancel={() => {
        held.current = undefined
      }}
      onKeyDown={(event) => {
        const step = event.key === 'ArrowLeft' ? KEY_STEP_PX : event.key === 'ArrowRight' ? -KEY_STEP_PX : 0
        if (step === 0 || event.ctrlKey || event.metaKey || event.altKey) return
        event.preventDefault()
        event.stopPropagation()
        onResize(within(width + step))
      }}
    />
  )
}
