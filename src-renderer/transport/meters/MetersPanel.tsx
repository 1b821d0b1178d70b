import { useEffect, useRef, useState } from 'react'
import { bandCentres, createBandSpectrum } from '../../../src-shared/dsp/band-spectrum.ts'
import { stereoCorrelation } from '../../../src-shared/dsp/stereo-correlation.ts'
import { Button, Segmented } from '../../elements/index.ts'
import { readPlaying } from '../transport.ts'
import { useTransport } from '../transport-state.ts'
import { drawSpectrum } from './draw-spectrum.ts'
import styles from './MetersPanel.module.css'
import { lastFrames } from './playing-meter.ts'
import type { ProgrammeReading } from './programme-meter.ts'
import { programme } from './programme-store.ts'

/** What listeners' services and broadcasters ask for, LUFS. */
const TARGETS = [
  { value: '-14', label: '−14' },
  { value: '-16', label: '−16' },
  { value: '-23', label: '−23' },
] as const
const CEILING_DBTP = -1
const FIGURES_MILLISECONDS = 200
const CORRELATION_SECONDS = 0.4
/** the window of short-term loudness, EBU Tech 3341 */
const SHORT_TERM_SECONDS = 3
const FALL_DB_PER_SECOND = 30

const figure = (value: number | undefined, digits = 1): string => (value === undefined ? '−∞' : value.toFixed(digits).replace('-', '−'))
const signed = (value: number): string => {
  const tenths = Math.round(10 * value)
  return `${tenths < 0 ? '−' : tenths > 0 ? '+' : '±'}${Math.abs(tenths / 10).toFixed(1)}`
}

type Figures = ProgrammeReading & { readonly correlation: number | undefined }

const Row = ({ name, value, unit, hint, isOver = false }: { name: string; value: string; unit: string; hint?: string; isOver?: boolean }) => (
  <tr data-over={isOver}>
    <th scope="row">{name}</th>
    <td>
      {value} <span>{unit}</span>
    </td>
    <td className={styles.hint}>{hint}</td>
  </tr>
)

/** Loudness, peaks, correlation and spectrum of what plays. The figures follow a few times a second, the pictures with the screen. */
export const MetersPanel = ({ targetLufs, onTargetChange }: { readonly targetLufs: number; readonly onTargetChange: (lufs: number) => void }) => {
  const isPlaying = useTransport((state) => state.status === 'playing')
  const [figures, setFigures] = useState<Figures>(() => ({ ...programme.read(), correlation: undefined }))
  const canvas = useRef<HTMLCanvasElement>(null)
  const needle = useRef<HTMLDivElement>(null)

  useEffect(() => {
    const spectrum = createBandSpectrum()
    const centres = bandCentres()
    const now = new Float32Array(centres.length)
    const shown = new Float32Array(centres.length).fill(-120)
    const mid = new Float32Array(spectrum.size)
    let handle = 0
    let lastAt = performance.now()
    let figuresAt = 0
    const draw = (at: number) => {
      const { reader, frame } = readPlaying()
      const fall = (FALL_DB_PER_SECOND * (at - lastAt)) / 1000
      lastAt = at
      const heard =
        isPlaying && reader ? lastFrames(reader, frame, Math.max(spectrum.size, Math.round(CORRELATION_SECONDS * reader.layout.sampleRateHz))) : undefined
      const [left, right = left] = heard ?? []
      now.fill(-120)
      let correlation: number | undefined
      if (left && right && reader) {
        const offset = left.length - spectrum.size
        for (let i = 0; i < mid.length; i++) mid[i] = ((left[offset + i] ?? 0) + (right[offset + i] ?? 0)) / 2
        spectrum.read(mid, reader.layout.sampleRateHz, now)
        correlation = stereoCorrelation(left, right)
      }
      for (let band = 0; band < shown.length; band++) shown[band] = Math.max(now[band] ?? -120, (shown[band] ?? -120) - fall)
      if (canvas.current) drawSpectrum(canvas.current, shown, centres)
      if (needle.current) needle.current.style.left = `${((correlation ?? 0) + 1) * 50}%`
      if (at - figuresAt > FIGURES_MILLISECONDS) {
        figuresAt = at
        setFigures({ ...programme.read(), correlation })
      }
      handle = requestAnimationFrame(draw)
    }
    handle = requestAnimationFrame(draw)
    return () => cancelAnimationFrame(handle)
  }, [isPlaying])

  const { momentaryLufs, shortTermLufs, integratedLufs, rangeLu, maxMomentaryLufs, maxTruePeakDbtp, heardSeconds, correlation } = figures
  return (
    <div className={styles.panel}>
      <div className={styles.target}>
        <span id="meter-target">Target</span>
        <Segmented
          label="Loudness target, LUFS"
          size="small"
          value={String(targetLufs) as (typeof TARGETS)[number]['value']}
          options={TARGETS}
          onChange={(value) => onTargetChange(Number(value))}
        />
        <span className={styles.hint}>LUFS</span>
      </div>
      <table className={styles.figures}>
        <tbody>
          <Row
            name="Momentary"
            value={figure(momentaryLufs)}
            unit="LUFS"
            {...(maxMomentaryLufs === undefined ? {} : { hint: `most ${figure(maxMomentaryLufs)}` })}
          />
          <Row
            name="Short-term"
            value={heardSeconds < SHORT_TERM_SECONDS ? '–' : figure(shortTermLufs)}
            unit="LUFS"
            {...(heardSeconds < SHORT_TERM_SECONDS ? { hint: 'after 3 seconds' } : {})}
          />
          <Row
            name="Integrated"
            value={figure(integratedLufs)}
            unit="LUFS"
            {...(integratedLufs === undefined ? {} : { hint: `${signed(integratedLufs - targetLufs)} LU to target` })}
          />
          <Row name="Range" value={rangeLu === undefined ? '–' : figure(rangeLu)} unit="LU" {...(rangeLu === undefined ? { hint: 'after 3 seconds' } : {})} />
          <Row
            name="True peak"
            value={figure(maxTruePeakDbtp)}
            unit="dBTP"
            isOver={(maxTruePeakDbtp ?? -99) > CEILING_DBTP}
            {...((maxTruePeakDbtp ?? -99) > CEILING_DBTP ? { hint: `over ${figure(CEILING_DBTP, 0)}` } : {})}
          />
          <Row
            name="Correlation"
            value={correlation === undefined ? '–' : signed(correlation)}
            unit=""
            {...((correlation ?? 1) < 0 ? { hint: 'loses in mono' } : {})}
          />
        </tbody>
      </table>
      <div className={styles.correlation} aria-hidden>
        <span>−1</span>
        <div className={styles.scale}>
          <div ref={needle} className={styles.needle} />
        </div>
        <span>+1</span>
      </div>
      <canvas ref={canvas} className={styles.spectrum} role="img" aria-label="Spectrum of what plays, 31 Hz to 20 kHz" />
      <div className={styles.footer}>
        <span className={styles.hint}>{heardSeconds < 1 ? 'Press play to measure' : `over ${heardSeconds.toFixed(0)} s that were heard`}</span>
        <Button size="small" onClick={programme.reset}>
          Reset
        </Button>
      </div>
    </div>
  )
}
