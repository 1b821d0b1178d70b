// biome-ignore-all lint/a11y/useKeyWithClickEvents: the list has the focus, and its keys 0 to 5 give stars
import type { MouseEvent, PointerEvent } from 'react'
import type { Track } from '../../../src-shared/library/contract.ts'
import { counted } from '../../words/index.ts'
import { rateTracks } from './mark-deeds.ts'
import styles from './RowStars.module.css'

const STARS = 5

const starAt = ({ currentTarget, clientX }: MouseEvent<HTMLElement>): number => {
  const { left, width } = currentTarget.getBoundingClientRect()
  return Math.min(STARS, Math.max(1, Math.ceil(((clientX - left) / width) * STARS)))
}

/** shown while the pointer is there; past React, as a list has many of these */
const preview = (event: PointerEvent<HTMLElement>): void => event.currentTarget.style.setProperty('--preview', String(starAt(event)))
const endPreview = (event: PointerEvent<HTMLElement>): void => {
  event.currentTarget.style.removeProperty('--preview')
}
const keep = (event: MouseEvent): void => {
  event.preventDefault()
  event.stopPropagation()
}

/** A song's stars: a click gives as many as are left of the pointer, the same click again takes them away. One element; by keyboard the list's 0 to 5. */
export const RowStars = ({ track, isReadOnly = false }: { readonly track: Track; readonly isReadOnly?: boolean }) => {
  const { rating } = track
  const style = { ['--given' as string]: rating }
  if (isReadOnly)
    return rating === 0 ? null : (
      <span role="img" aria-label={`${counted(rating, 'star')} of ${STARS}`} className={styles.stars} style={style}>
        ★★★★★
      </span>
    )
  return (
    <span
      role="slider"
      tabIndex={-1}
      aria-label={`Stars of ${track.title}`}
      aria-valuemin={0}
      aria-valuemax={STARS}
      aria-valuenow={rating}
      aria-valuetext={rating === 0 ? 'not rated' : counted(rating, 'star')}
      className={styles.stars}
      data-open
      style={style}
      onPointerMove={preview}
      onPointerLeave={endPreview}
      onMouseDown={keep}
      onDoubleClick={keep}
      onClick={(event) => {
        const wanted = starAt(event)
        void rateTracks([track.id], wanted === rating ? 0 : wanted)
      }}
    >
      ★★★★★
    </span>
  )
}
