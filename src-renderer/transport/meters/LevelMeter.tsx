import { useEffect, useRef } from 'react'
import { readPlaying } from '../transport.ts'
import { useTransport } from '../transport-state.ts'
import styles from './LevelMeter.module.css'
import { levelAt, SILENCE } from './playing-meter.ts'

const FLOOR_DB = -48
const FALL_DB_PER_SECOND = 26

const across = (db: number): number => Math.min(1, Math.max(0, (db - FLOOR_DB) / -FLOOR_DB))
const figure = (db: number): string => (db > -70 ? db.toFixed(1).replace('-', '−') : '−∞')

/** Loudness as a bar, true peak as a mark that falls slowly; red above -1 dBTP. Runs on animation frames, outside React. */
export const LevelMeter = () => {
  const isPlaying = useTransport((state) => state.status === 'playing')
  const bar = useRef<HTMLDivElement>(null)
  const mark = useRef<HTMLDivElement>(null)
  const loudness = useRef<HTMLSpanElement>(null)
  const peak = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    let handle = 0
    let shownPeak = Number.NEGATIVE_INFINITY
    let shownLoudness = FLOOR_DB
    let lastAt = performance.now()
    let lastFigures = 0
    const draw = (now: number) => {
      const { reader, frame, gain } = readPlaying()
      const level = isPlaying && reader ? levelAt(reader, frame, gain) : SILENCE
      const fallen = (FALL_DB_PER_SECOND * (now - lastAt)) / 1000
      lastAt = now
      shownPeak = Math.max(level.truePeakDbtp, shownPeak - fallen)
      shownLoudness = Math.max(level.momentaryLufs, shownLoudness - fallen, FLOOR_DB)
      if (bar.current) bar.current.style.clipPath = `inset(0 ${100 - across(shownLoudness) * 100}% 0 0)`
      if (mark.current) {
        mark.current.style.left = `${across(shownPeak) * 100}%`
        mark.current.dataset.over = String(shownPeak > -1)
      }
      if (now - lastFigures > 200) {
        lastFigures = now
        if (loudness.current) loudness.current.textContent = figure(level.momentaryLufs)
        if (peak.current) peak.current.textContent = figure(level.truePeakDbtp)
      }
      if (isPlaying || shownLoudness > FLOOR_DB || across(shownPeak) > 0) handle = requestAnimationFrame(draw)
      else {
        if (loudness.current) loudness.current.textContent = '−∞'
        if (peak.current) peak.current.textContent = '−∞'
      }
    }
    handle = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(handle)
  }, [isPlaying])

  return (
    <div className={styles.meter} role="img" aria-label="Loudness and true peak of what plays">
      <div className={styles.track} data-fill>
        <div ref={bar} className={styles.bar} />
        <div className={styles.ceiling} />
        <div ref={mark} className={styles.mark} />
      </div>
      <div className={styles.figures} aria-hidden>
        <span>
          <span ref={loudness} className={styles.value}>
            −∞
          </span>{' '}
          LUFS
        </span>
        <span>
          <span ref={peak} className={styles.value}>
            −∞
          </span>{' '}
          dBTP
        </span>
      </div>
    </div>
  )
}
