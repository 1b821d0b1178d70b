import { type RefObject, useEffect, useState } from 'react'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { LinkButton } from '../../elements/index.ts'
import { useSession } from '../session-store.ts'
import { bandsOf, sharedBands } from '../waveform/bands.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import { cssColourOfDb, HIGHEST_DB, LOWEST_DB } from './level-scale.ts'
import styles from './spectrogram.module.css'
import { hertzWords, readSpectrum } from './spectrum-places.ts'
import { onSpectrum, retrySpectrum, spectrumOf } from './spectrum-tiles.ts'

const RAMP = Array.from({ length: 13 }, (_, i) => cssColourOfDb(LOWEST_DB + ((HIGHEST_DB - LOWEST_DB) * i) / 12)).join(', ')

type Props = { readonly audioSha256: Sha256; readonly hasSections: boolean; readonly canvas: RefObject<HTMLCanvasElement | null> }

/** What the colours mean, how it was computed, and the frequency and level under the pointer. */
export const SpectrumLegend = ({ audioSha256, hasSections, canvas }: Props) => {
  const picture = useSession((session) => session.picture)
  if (picture === 'wave') return null
  return <Shown audioSha256={audioSha256} hasSections={hasSections} canvas={canvas} />
}

const Shown = ({ audioSha256, hasSections, canvas }: Props) => {
  const [state, setState] = useState(() => spectrumOf(audioSha256))
  const [reading, setReading] = useState('')
  useEffect(() => {
    const read = () => setState(spectrumOf(audioSha256))
    read()
    return onSpectrum(read)
  }, [audioSha256])

  useEffect(() => {
    const element = canvas.current
    if (!element || state.status !== 'ready') return
    const listening = new AbortController()
    const { signal } = listening
    const move = (event: PointerEvent) => {
      const { spectrum } = sharedBands(bandsOf(element.clientHeight, hasSections), useSession.getState().picture)
      const under = spectrum && readSpectrum(state.tiles, useViewport.getState().view, spectrum, window.devicePixelRatio, event.offsetX, event.offsetY)
      setReading(under ? `${hertzWords(under.hz)} · ${under.db === undefined ? 'silence' : `${under.db.toFixed(1)} dB`}` : '')
    }
    element.addEventListener('pointermove', move, { signal })
    element.addEventListener('pointerleave', () => setReading(''), { signal })
    return () => listening.abort()
  }, [canvas, state, hasSections])

  if (state.status === 'loading') {
    return (
      <div className={styles.note} role="status">
        Computing the spectrogram…
      </div>
    )
  }
  if (state.status === 'failed') {
    return (
      <div className={styles.note} role="status">
        The spectrogram could not be computed. The song itself plays.
        <LinkButton isInText onClick={() => retrySpectrum(audioSha256)}>
          Compute again
        </LinkButton>
      </div>
    )
  }
  const { window: size, hop, sampleRateHz } = state.tiles.head
  const milliseconds = (frames: number) => Math.round((frames / sampleRateHz) * 1000)
  const how = `Hann window of ${size} frames (${milliseconds(size)} ms), one every ${hop} frames (${milliseconds(hop)} ms). 0 dB is a full-scale sine.`
  return (
    <section className={styles.legend} aria-label={`Levels of the spectrogram. ${how}`} title={how}>
      <span className={styles.reading}>{reading}</span>
      <span className={styles.detail}>
        Hann {size} / {hop}
      </span>
      <span className={styles.detail}>{LOWEST_DB}</span>
      <span className={styles.ramp} style={{ background: `linear-gradient(90deg, ${RAMP})` }} />
      <span className={styles.detail}>{HIGHEST_DB} dB</span>
    </section>
  )
}
