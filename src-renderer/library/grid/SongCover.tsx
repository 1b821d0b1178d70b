import { useEffect, useRef, useState } from 'react'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { coverUrl } from '../../bridge/media-urls.ts'
import { classNames, observeSize } from '../../elements/index.ts'
import { useThumbnail } from '../../waveform/index.ts'
import { drawCover } from './cover-art.ts'
import styles from './SongCover.module.css'

type DrawnProps = {
  readonly audioSha256: Sha256 | undefined
  readonly seed?: string | undefined
  readonly label: string
  readonly className: string | undefined
}

/** A square drawn from the song's own sound. An ornament: whatever it stands for is named beside it. */
const DrawnCover = ({ audioSha256, seed = audioSha256, label, className }: DrawnProps) => {
  const shape = useThumbnail(audioSha256)
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const element = canvas.current
    if (!element) return
    return observeSize(element, (size) => drawCover(element, shape, seed ?? '', size))
  }, [shape, seed])
  return <canvas ref={canvas} className={className} role="img" aria-label={label} />
}

/** The picture that a song's file carries, else one drawn from its sound. */
export const SongCover = ({ coverSha256, ...drawn }: DrawnProps & { readonly coverSha256?: Sha256 | undefined }) => {
  const [brokenSha256, setBroken] = useState<Sha256>()
  if (!coverSha256 || coverSha256 === brokenSha256) return <DrawnCover {...drawn} />
  return (
    <img
      src={coverUrl(coverSha256)}
      alt={drawn.label}
      className={classNames(drawn.className, styles.picture)}
      decoding="async"
      draggable={false}
      onError={() => setBroken(coverSha256)}
    />
  )
}
