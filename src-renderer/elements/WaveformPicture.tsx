import { useMemo } from 'react'
import styles from './Waveform.module.css'
import { barsOf, type WaveShape } from './wave-bars.ts'

const BAR_PX = 2
const STEP_PX = 3

/** The bars of a {@link WaveformPicture} as one path; what has no sound yet is a row of dots. */
export const wavePath = (shape: WaveShape | undefined, width: number, height: number): string => {
  const middle = height / 2
  return barsOf(shape, Math.floor(width / STEP_PX))
    .map((peak, bar) => {
      const half = Math.max(0.5, peak * (middle - 1))
      return `M${bar * STEP_PX + BAR_PX / 2} ${(middle - half).toFixed(1)}v${(2 * half).toFixed(1)}`
    })
    .join('')
}

type Props = {
  readonly shape: WaveShape | undefined
  /** CSS pixels */
  readonly width: number
  /** CSS pixels */
  readonly height: number
  readonly isPlayed?: boolean
  readonly label: string
  /** names for whoever draws other songs into the same elements: the picture, its path */
  readonly parts?: readonly [string, string]
}

/** A small mirrored waveform of a known size, for lists: drawn in the page itself, where each canvas of a long list would be a layer to compose in every frame. */
export const WaveformPicture = ({ shape, width, height, isPlayed = false, label, parts }: Props) => {
  const path = useMemo(() => wavePath(shape, width, height), [shape, width, height])
  return (
    <svg className={styles.picture} data-played={isPlayed || undefined} width={width} height={height} role="img" aria-label={label} data-part={parts?.[0]}>
      <path d={path} strokeWidth={BAR_PX} data-part={parts?.[1]} />
    </svg>
  )
}
