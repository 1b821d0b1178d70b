import { useEffect, useRef } from 'react'
import { clockTime } from '../words/index.ts'
import { barPosition } from './bar-position.ts'
import { rateWords } from './shuttle-rate.ts'
import styles from './TransportBar.module.css'
import { transport } from './transport.ts'
import { useTransport } from './transport-state.ts'

/** Bars and seconds, written straight into the page sixty times a second. */
export const PositionReadout = () => {
  const layout = useTransport((state) => state.layout)
  const grid = useTransport((state) => state.source?.grid)
  const shuttleRate = useTransport((state) => state.shuttleRate)
  const bars = useRef<HTMLSpanElement>(null)
  const time = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    if (!layout) return
    return transport.subscribeFrame((frame) => {
      if (time.current) time.current.textContent = clockTime(frame / layout.sampleRateHz)
      if (bars.current && grid) bars.current.textContent = barPosition(grid, frame, layout.sampleRateHz)
    })
  }, [layout, grid])
  return (
    <div className={styles.position}>
      {grid && (
        <span className={styles.bars} title="Bar and beat">
          <span ref={bars}>1.1</span>
        </span>
      )}
      <span className={styles.rate} role="status">
        {shuttleRate === undefined ? '' : rateWords(shuttleRate)}
      </span>
      <span>
        <span ref={time} className={styles.now}>
          0:00
        </span>
        <span className={styles.length}> / {clockTime(layout ? layout.lengthFrames / layout.sampleRateHz : 0)}</span>
      </span>
    </div>
  )
}
