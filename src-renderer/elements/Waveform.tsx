import { useEffect, useRef } from 'react'
import { drawWaveform } from './draw-waveform.ts'
import { observeSize } from './observe-size.ts'
import styles from './Waveform.module.css'
import type { WaveShape } from './wave-bars.ts'

export type WaveformProps = {
  /** undefined while it is on its way: a hairline is drawn */
  readonly shape: WaveShape | undefined
  /** 0..1 of the song; the part before it is tinted */
  readonly playedFraction?: number
  readonly label: string
}

/** A small mirrored waveform; fills its parent. Redraws on size change, never animates by itself. */
export const Waveform = ({ shape, playedFraction = 0, label }: WaveformProps) => {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    return observeSize(element, (size) => drawWaveform(element, shape, playedFraction, size))
  }, [shape, playedFraction])
  return <canvas ref={canvas} className={styles.canvas} role="img" aria-label={label} />
}
