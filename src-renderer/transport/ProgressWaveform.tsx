import { useEffect, useRef } from 'react'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { Waveform, WaveformPicture } from '../elements/index.ts'
import { useThumbnail } from '../waveform/index.ts'
import styles from './Scrubber.module.css'
import { transport } from './transport.ts'
import { useTransport } from './transport-state.ts'

type Props = {
  readonly audioSha256: Sha256
  readonly title: string
  /** CSS pixels, where many are in sight and all have the same size; else it fills its parent */
  readonly size?: { readonly width: number; readonly height: number }
}

/** The part of a song in the transport that was already heard, tinted; it lies over the song's waveform and follows the playhead. */
export const PlayedPart = ({ audioSha256, size }: Omit<Props, 'title'>) => {
  const shape = useThumbnail(audioSha256)
  const layout = useTransport((state) => (state.source?.audioSha256 === audioSha256 ? state.layout : undefined))
  const played = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!layout) return
    return transport.subscribeFrame((frame) => {
      if (played.current) played.current.style.clipPath = `inset(0 ${100 - (frame / Math.max(1, layout.lengthFrames)) * 100}% 0 0)`
    })
  }, [layout])
  if (!layout) return null
  return (
    <div ref={played} className={styles.played}>
      {size ? <WaveformPicture shape={shape} {...size} isPlayed label="Played part" /> : <Waveform shape={shape} playedFraction={1} label="Played part" />}
    </div>
  )
}

/** A song's waveform in a list; where that song is in the transport, the part already heard is tinted and follows the playhead. */
export const ProgressWaveform = ({ audioSha256, title }: Omit<Props, 'size'>) => {
  const shape = useThumbnail(audioSha256)
  return (
    <div className={styles.still}>
      <Waveform shape={shape} label={`Waveform of ${title}`} />
      <PlayedPart audioSha256={audioSha256} />
    </div>
  )
}
