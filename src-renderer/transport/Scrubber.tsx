import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'
import { Waveform } from '../elements/index.ts'
import { useThumbnail } from '../waveform/index.ts'
import { clockTime } from '../words/index.ts'
import styles from './Scrubber.module.css'
import { transport } from './transport.ts'
import { useTransport } from './transport-state.ts'

const STEP_SECONDS = 5

/** The whole song as a waveform; press anywhere to go there, drag to follow the pointer. The played part lies on top, clipped, so nothing is redrawn while it plays. */
export const Scrubber = () => {
  const layout = useTransport((state) => state.layout)
  const title = useTransport((state) => state.source?.title ?? 'Nothing loaded')
  const audioSha256 = useTransport((state) => state.source?.shownSha256 ?? state.source?.audioSha256)
  const loop = useTransport((state) => state.loop)
  const shape = useThumbnail(audioSha256)
  const root = useRef<HTMLDivElement>(null)
  const played = useRef<HTMLDivElement>(null)
  const head = useRef<HTMLDivElement>(null)
  const length = layout?.lengthFrames ?? 0

  useEffect(() => {
    if (!layout) return
    return transport.subscribeFrame((frame) => {
      const along = layout.lengthFrames > 0 ? (frame / layout.lengthFrames) * 100 : 0
      if (played.current) played.current.style.clipPath = `inset(0 ${100 - along}% 0 0)`
      if (head.current) head.current.style.left = `${along}%`
      if (root.current) {
        root.current.setAttribute('aria-valuenow', String(Math.floor(frame / layout.sampleRateHz)))
        root.current.setAttribute('aria-valuetext', clockTime(frame / layout.sampleRateHz))
      }
    })
  }, [layout])

  const seekTo = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    transport.seekFrame(((event.clientX - box.left) / box.width) * length)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step =
      event.key === 'ArrowRight' || event.key === 'ArrowUp' ? STEP_SECONDS : event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? -STEP_SECONDS : 0
    if (step === 0 || event.altKey || event.ctrlKey || event.metaKey) return
    event.preventDefault()
    transport.nudgeSeconds(step)
  }
  const percent = (frame: number) => `${length > 0 ? (frame / length) * 100 : 0}%`

  return (
    <div
      ref={root}
      className={styles.scrubber}
      data-fill
      role="slider"
      tabIndex={layout ? 0 : -1}
      aria-label="Position in the song"
      aria-valuemin={0}
      aria-valuemax={layout ? Math.floor(length / layout.sampleRateHz) : 0}
      aria-valuenow={0}
      aria-disabled={!layout}
      onPointerDown={(event) => {
        if (!layout || event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        seekTo(event)
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && seekTo(event)}
      onKeyDown={onKeyDown}
    >
      {loop && <div className={styles.loop} style={{ left: percent(loop.startFrame), width: percent(loop.endFrame - loop.startFrame) }} />}
      <Waveform shape={shape} label={`Waveform of ${title}`} />
      <div ref={played} className={styles.played}>
        <Waveform shape={shape} playedFraction={1} label="Played part" />
      </div>
      {layout && <div ref={head} className={styles.head} />}
    </div>
  )
}
