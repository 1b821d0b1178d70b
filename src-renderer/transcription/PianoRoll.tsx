import { useEffect, useRef } from 'react'
import type { HeardNote } from '../../src-shared/transcription/notes.ts'
import styles from './Notes.module.css'

/** What part of the song is seen. */
export type RollView = { readonly startSeconds: number; readonly secondsPerPixel: number; readonly widthPx: number }

type Props = {
  readonly notes: readonly HeardNote[]
  readonly view: () => RollView
  readonly onView: (listener: () => void) => () => void
}

const BLACK_KEYS = new Set([1, 3, 6, 8, 10])
const LEAST_PITCHES = 24

/** Lowest and highest row: what is played, with a little air. */
const rangeOf = (notes: readonly HeardNote[]): { readonly low: number; readonly high: number } => {
  const pitches = notes.map(({ pitch }) => pitch)
  const low = Math.min(...pitches, 72) - 1
  const high = Math.max(...pitches, 48) + 1
  const missing = Math.max(0, LEAST_PITCHES - (high - low + 1))
  return { low: low - Math.floor(missing / 2), high: high + Math.ceil(missing / 2) }
}

const paint = (canvas: HTMLCanvasElement, notes: readonly HeardNote[], { startSeconds, secondsPerPixel }: RollView): void => {
  const ctx = canvas.getContext('2d')
  if (!ctx) return
  const ratio = window.devicePixelRatio
  const { clientWidth: width, clientHeight: height } = canvas
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  ctx.scale(ratio, ratio)
  const colours = getComputedStyle(canvas)
  const { low, high } = rangeOf(notes)
  const row = height / (high - low + 1)
  const yOf = (pitch: number): number => (high - pitch) * row
  ctx.fillStyle = colours.getPropertyValue('--surface')
  for (let pitch = low; pitch <= high; pitch++) if (BLACK_KEYS.has(((pitch % 12) + 12) % 12)) ctx.fillRect(0, yOf(pitch), width, row)
  ctx.fillStyle = colours.getPropertyValue('--accent')
  for (const { startSeconds: from, endSeconds: to, pitch, velocity } of notes) {
    const x = (from - startSeconds) / secondsPerPixel
    const length = Math.max(2, (to - from) / secondsPerPixel - 1)
    if (x > width || x + length < 0) continue
    ctx.globalAlpha = 0.35 + 0.65 * (velocity / 127)
    ctx.fillRect(x, yOf(pitch) + 0.5, length, Math.max(2, row - 1))
  }
  ctx.globalAlpha = 1
}

/** Heard notes over the waveform's own time, painted once a frame at most. */
export const PianoRoll = ({ notes, view, onView }: Props) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    let frame: number | undefined
    // one frame stays asked for: asking anew at each of sixty changes a second would put it off for ever
    const repaint = () => {
      frame ??= requestAnimationFrame(() => {
        frame = undefined
        if (canvas.current) paint(canvas.current, notes, view())
      })
    }
    repaint()
    const stop = onView(repaint)
    return () => {
      stop()
      if (frame !== undefined) cancelAnimationFrame(frame)
    }
  }, [notes, view, onView])
  return <canvas ref={canvas} className={styles.roll} role="img" aria-label={`Piano roll, ${notes.length} notes`} />
}
