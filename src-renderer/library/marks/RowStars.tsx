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

/** What a song's stars say of it. */
export const starsOf = ({ title, rating }: Pick<Track, 'title' | 'rating'>, isReadOnly: boolean): Readonly<Record<string, string>> =>
  isReadOnly
    ? { 'aria-label': `${counted(rating, 'star')} of ${STARS}` }
    : { 'aria-label': `Stars of ${title}`, 'aria-valuenow': String(rating), 'aria-valuetext': rating === 0 ? 'not rated' : counted(rating, 'star') }

type Props = {
  /** whose stars they are when they are pressed */
  readonly songNow: () => Track | undefined
  readonly isReadOnly?: boolean
  /** undefined: the list itself writes what {@link starsOf} says and `--given`, as its rows take other songs */
  readonly track?: Track
}

/** A song's stars: a click gives as many as are left of the pointer, the same click again takes them away. One element; by keyboard the list's 0 to 5. */
export const RowStars = ({ songNow, track, isReadOnly = false }: Props) => {
  const words = track && { ...starsOf(track, isReadOnly), style: { ['--given' as string]: track.rating } }
  if (isReadOnly)
    return track?.rating === 0 ? null : (
      <span role="img" className={styles.stars} data-part="stars" {...words}>
        ★★★★★
      </span>
    )
  return (
    <span
      role="slider"
      tabIndex={-1}
      aria-valuemin={0}
      aria-valuemax={STARS}
      aria-valuenow={track?.rating ?? 0}
      className={styles.stars}
      data-open
      data-part="stars"
      onPointerMove={preview}
      onPointerLeave={endPreview}
      onMouseDown={keep}
      onDoubleClick={keep}
      onClick={(event) => {
        const song = songNow()
        const wanted = starAt(event)
        if (song) void rateTracks([song.id], wanted === song.rating ? 0 : wanted)
      }}
      {...words}
    >
      ★★★★★
    </span>
  )
}
