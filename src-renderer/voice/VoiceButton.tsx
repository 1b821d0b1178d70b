import { Mic, Square, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Button, IconButton } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { LanguagePicker } from './LanguagePicker.tsx'
import styles from './VoiceButton.module.css'
import { cancelVoice, dismissTrouble, startRecording, stopRecording, useVoice, voiceLevel } from './voice-store.ts'

/** decibels below full scale at which the meter is empty */
const METER_FLOOR_DB = -54

/** Painted outside React, sixty times a second; falls slowly so that speech can be read. */
const LevelMeter = () => {
  const bar = useRef<HTMLSpanElement>(null)
  useEffect(() => {
    let shown = 0
    let frame = 0
    const paint = () => {
      const db = 20 * Math.log10(Math.max(1e-5, voiceLevel.peak))
      shown = Math.max(Math.min(1, Math.max(0, 1 - db / METER_FLOOR_DB)), shown - 0.02)
      if (bar.current) bar.current.style.scale = `${shown} 1`
      frame = requestAnimationFrame(paint)
    }
    paint()
    return () => cancelAnimationFrame(frame)
  }, [])
  return (
    <span className={styles.meter} aria-hidden>
      <span ref={bar} className={styles.level} />
    </span>
  )
}

const Elapsed = ({ since }: { readonly since: number }) => {
  const [seconds, setSeconds] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - since) / 1_000)), 250)
    return () => clearInterval(timer)
  }, [since])
  return <span className={styles.time}>{`${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`}</span>
}

/** Says a prompt instead of typing it: records, writes down on this machine, hands the words over for editing. */
export const VoiceButton = ({ onText }: { readonly onText: (text: string) => void }) => {
  const state = useVoice()
  switch (state.status) {
    case 'recording':
      return (
        <section className={styles.voice} aria-label="Recording">
          <LevelMeter />
          <Elapsed since={state.startedAt} />
          <Button size="small" icon={<Square />} onClick={() => void stopRecording()}>
            Stop
          </Button>
          <IconButton label="Drop the recording" icon={<X />} size="small" onClick={() => void cancelVoice()} />
        </section>
      )
    case 'writing':
      return (
        <div className={styles.voice} role="status">
          <span className={styles.words}>Writing down what you said…</span>
          <IconButton label="Cancel" icon={<X />} size="small" onClick={() => void cancelVoice()} />
        </div>
      )
    case 'trouble':
      return (
        <div className={styles.voice} role="alert">
          <span className={styles.words}>
            {state.trouble.needsModel ? 'Writing down speech takes Whisper, which is not installed. Nothing was recorded.' : state.trouble.message}
          </span>
          {state.trouble.needsModel && (
            <Button size="small" onClick={() => goTo({ place: 'models', modelId: 'whisper-base' })}>
              Models
            </Button>
          )}
          <IconButton label="Close" icon={<X />} size="small" onClick={dismissTrouble} />
        </div>
      )
    default:
      return (
        <div className={styles.voice}>
          <LanguagePicker />
          <IconButton
            label="Say it (stays on this machine)"
            icon={<Mic />}
            size="small"
            disabled={state.status === 'asking'}
            onClick={() => void startRecording(onText)}
          />
        </div>
      )
  }
}
