import { useEffect, useRef } from 'react'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { SoundReader } from '../audio-reader.ts'
import { readerOfFile, readPlaying } from '../transport.ts'
import { useTransport } from '../transport-state.ts'
import styles from './FileMeter.module.css'
import { drawFallingLevel, levelFigure } from './falling-level.ts'
import { type Level, levelAt, SILENCE } from './playing-meter.ts'

type FileMeterProps = {
  readonly audioSha256: Sha256
  /** whose level: "Drums" */
  readonly name: string
  /** linear, after its fader; 0 where it is not heard */
  readonly gain: number
}

/** The level of one file among those that play together: its loudness and true peak where the transport is, also as words on pointing at it. */
export const FileMeter = ({ audioSha256, name, gain }: FileMeterProps) => {
  const isPlaying = useTransport((state) => state.status === 'playing')
  const whole = useRef<HTMLDivElement>(null)
  const bar = useRef<HTMLDivElement>(null)
  const mark = useRef<HTMLDivElement>(null)
  const shownGain = useRef(gain)
  shownGain.current = gain
  useEffect(() => {
    let reader: SoundReader | undefined
    if (isPlaying)
      readerOfFile(audioSha256).then(
        (found) => {
          reader = found
        },
        // that the file cannot be read is told where it is played
        () => undefined,
      )
    const read = () => {
      if (!reader || shownGain.current === 0) return SILENCE
      const { frame, gain: volume } = readPlaying()
      const index = Math.floor(frame / reader.blockFrames)
      for (const wanted of [index, index + 1])
        if (wanted * reader.blockFrames < reader.layout.lengthFrames && !reader.readyBlock(wanted)) void reader.block(wanted).catch(() => undefined)
      return levelAt(reader, frame, shownGain.current * volume)
    }
    const onFigures = ({ momentaryLufs, truePeakDbtp }: Level) => {
      const words = `${name}: ${levelFigure(momentaryLufs)} LUFS, ${levelFigure(truePeakDbtp)} dBTP`
      whole.current?.setAttribute('aria-label', `Level of ${words}`)
      whole.current?.setAttribute('title', words)
    }
    return drawFallingLevel({ bar: bar.current, mark: mark.current, onFigures }, isPlaying, read)
  }, [audioSha256, isPlaying, name])
  return (
    <div ref={whole} className={styles.meter} role="img" aria-label={`Level of ${name}`}>
      <div ref={bar} className={styles.bar} />
      <div ref={mark} className={styles.mark} />
    </div>
  )
}
