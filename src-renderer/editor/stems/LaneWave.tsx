import { useEffect, useRef } from 'react'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { onPeaks, peaksOf } from '../waveform/peaks-cache.ts'
import { xOfFrame } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import { columnsFromPeaks } from '../waveform/wave-columns.ts'

const paint = (canvas: HTMLCanvasElement, audioSha256: Sha256, offsetFrames: number): void => {
  const ctx = canvas.getContext('2d')
  const { view: shown } = useViewport.getState()
  const view = { ...shown, startFrame: shown.startFrame + offsetFrames }
  const ratio = window.devicePixelRatio
  const [width, height] = [Math.round(view.widthPx * ratio), Math.round(canvas.clientHeight * ratio)]
  if (!ctx || width === 0 || height === 0) return
  if (canvas.width !== width) canvas.width = width
  if (canvas.height !== height) canvas.height = height
  ctx.clearRect(0, 0, width, height)
  const state = peaksOf(audioSha256)
  if (state.status !== 'ready') return
  const columns = columnsFromPeaks(state.peaks, view, ratio)
  const style = getComputedStyle(canvas)
  const shift = Math.round(columns.offset)
  const middle = Math.round(height / 2)
  const half = height / 2
  // silence is a line, and beyond the file there is none
  const first = Math.max(0, -shift, Math.round(xOfFrame(view, 0) * ratio) - shift)
  const end = Math.min(columns.max.length, width - shift, Math.ceil(xOfFrame(view, state.peaks.lengthFrames) * ratio) - shift)
  const bar = (values: (i: number) => readonly [number, number], colour: string) => {
    ctx.fillStyle = colour
    for (let i = first; i < end; i++) {
      const [high, low] = values(i)
      const y = Math.round(middle - high * half)
      ctx.fillRect(i + shift, y, 1, Math.max(1, Math.round(middle - low * half) - y))
    }
  }
  bar((i) => [columns.max[i] as number, columns.min[i] as number], style.getPropertyValue('--lane-peak'))
  bar((i) => [columns.rms[i] as number, -(columns.rms[i] as number)], style.getPropertyValue('--lane-core'))
}

/** The waveform of a stem or a take, under the song's at the same zoom. `isHeard` only changes its colour. */
export const LaneWave = ({
  audioSha256,
  isHeard,
  offsetFrames = 0,
  className,
}: {
  readonly audioSha256: Sha256
  readonly isHeard: boolean
  /** the picture's frame 0 lies so many frames later in this file */
  readonly offsetFrames?: number
  readonly className: string | undefined
}) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: isHeard changes the colours that are read from the style
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    let handle = 0
    const draw = () => {
      if (handle !== 0) return
      handle = requestAnimationFrame(() => {
        handle = 0
        paint(element, audioSha256, offsetFrames)
      })
    }
    draw()
    const watch = new ResizeObserver(draw)
    watch.observe(element)
    const stops = [useViewport.subscribe(({ view }, before) => view !== before.view && draw()), onPeaks(draw)]
    return () => {
      cancelAnimationFrame(handle)
      watch.disconnect()
      for (const stop of stops) stop()
    }
  }, [audioSha256, isHeard, offsetFrames])
  return <canvas ref={canvas} className={className} data-heard={isHeard} aria-hidden />
}
