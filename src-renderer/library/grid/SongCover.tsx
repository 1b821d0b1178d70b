import { useMemo, useState } from 'react'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { coverUrl } from '../../bridge/media-urls.ts'
import { classNames } from '../../elements/index.ts'
import { useThumbnail } from '../../waveform/index.ts'
import { coverArt } from './cover-art.ts'
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
  const { ground, spokes } = useMemo(() => coverArt(shape, seed ?? ''), [shape, seed])
  return (
    <svg className={className} style={{ background: ground }} viewBox="0 0 100 100" strokeWidth={1.4} strokeLinecap="round" role="img" aria-label={label}>
      {spokes.map(({ colour, path }) => (
        <path key={colour} d={path} stroke={colour} />
      ))}
    </svg>
  )
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
