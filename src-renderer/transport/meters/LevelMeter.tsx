import { useEffect, useRef } from 'react'
import { readPlaying } from '../transport.ts'
import { useTransport } from '../transport-state.ts'
import { drawFallingLevel, levelFigure } from './falling-level.ts'
import styles from './LevelMeter.module.css'
import { type Level, levelAt, SILENCE } from './playing-meter.ts'

/** Loudness as a bar, true peak as a mark that falls slowly; red above -1 dBTP. Runs on animation frames, outside React. */
export const LevelMeter = () => {
  const isPlaying = useTransport((state) => state.status === 'playing')
  const bar = useRef<HTMLDivElement>(null)
  const mark = useRef<HTMLDivElement>(null)
  const loudness = useRef<HTMLSpanElement>(null)
  const peak = useRef<HTMLSpanElement>(null)

  useEffect(() => {
    const read = () => {
      const { reader, frame, gain } = readPlaying()
      return reader ? levelAt(reader, frame, gain) : SILENCE
    }
    const onFigures = ({ momentaryLufs, truePeakDbtp }: Level) => {
      if (loudness.current) loudness.current.textContent = levelFigure(momentaryLufs)
      if (peak.current) peak.current.textContent = levelFigure(truePeakDbtp)
    }
    return drawFallingLevel({ bar: bar.current, mark: mark.current, onFigures }, isPlaying, read)
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
