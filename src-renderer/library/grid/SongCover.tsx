import { useEffect, useRef } from 'react'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { useThumbnail } from '../../waveform/index.ts'
import { drawCover } from './cover-art.ts'

/** A square drawn from the song's own sound. An ornament: whatever it stands for is named beside it. */
export const SongCover = ({
  audioSha256,
  seed = audioSha256,
  label,
  className,
}: {
  readonly audioSha256: Sha256 | undefined
  readonly seed?: string | undefined
  readonly label: string
  readonly className: string | undefined
}) => {
  const shape = useThumbnail(audioSha256)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    const draw = () => drawCover(element, shape, seed ?? '')
    const observer = new ResizeObserver(draw)
    observer.observe(element)
    draw()
    return () => observer.disconnect()
  }, [shape, seed])
  return <canvas ref={canvas} className={className} role="img" aria-label={label} />
}
