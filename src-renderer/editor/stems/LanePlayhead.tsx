import { useEffect, useRef } from 'react'
import { transport } from '../../transport/index.ts'
import { xOfFrame } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import styles from './stems.module.css'

/** The same moment as in the waveform above. */
export const LanePlayhead = () => {
  const line = useRef<HTMLDivElement>(null)
  useEffect(() => {
    let at = 0
    const place = () => {
      const { view } = useViewport.getState()
      const x = xOfFrame(view, at)
      if (!line.current) return
      line.current.style.transform = `translateX(${x}px)`
      line.current.hidden = x < 0 || x > view.widthPx
    }
    const stops = [
      transport.subscribeFrame((frame) => {
        at = frame
        place()
      }),
      useViewport.subscribe(place),
    ]
    return () => {
      for (const stop of stops) stop()
    }
  }, [])
  return <div ref={line} className={styles.playhead} aria-hidden />
}
