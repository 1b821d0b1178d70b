import { Star } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import styles from './takes.module.css'

const PLACES = [1, 2, 3, 4, 5]

/** As many stars as were given; nothing where none were. */
export const Stars = ({ stars }: { readonly stars: number }) =>
  stars === 0 ? null : (
    <span className={styles.starsShown} role="img" aria-label={`${stars} of 5 stars`}>
      {PLACES.slice(0, stars).map((place) => (
        <Star key={place} />
      ))}
    </span>
  )

/** Several presses of an arrow are one rating: it is given when the hand rests. */
const REST_MILLISECONDS = 600

type RatingProps = { readonly name: string; readonly stars: number; readonly onRate: (stars: number) => Promise<unknown> }

/** Five stars: a click on the last one given takes it away; by keyboard left and right. */
export const StarRating = ({ name, stars, onRate }: RatingProps) => {
  const root = useRef<HTMLDivElement>(null)
  const [wish, setWish] = useState<number>()
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const shown = wish ?? stars
  const rate = async (next: number) => {
    clearTimeout(timer.current)
    const hadFocus = root.current === document.activeElement
    if (next !== stars) await onRate(next)
    setWish(undefined)
    // a better take moves up, and what is moved loses the focus
    requestAnimationFrame(() => hadFocus && document.activeElement === document.body && root.current?.focus())
  }
  const keyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowRight' || event.key === 'ArrowUp' ? 1 : event.key === 'ArrowLeft' || event.key === 'ArrowDown' ? -1 : 0
    if (step === 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
    event.preventDefault()
    event.stopPropagation()
    event.nativeEvent.stopImmediatePropagation()
    const next = Math.min(5, Math.max(0, shown + step))
    setWish(next)
    clearTimeout(timer.current)
    timer.current = setTimeout(() => void rate(next), REST_MILLISECONDS)
  }
  return (
    <div
      ref={root}
      className={styles.stars}
      role="slider"
      tabIndex={0}
      aria-label={`Stars of ${name}`}
      aria-valuemin={0}
      aria-valuemax={5}
      aria-valuenow={shown}
      aria-valuetext={shown === 0 ? 'not rated' : `${shown} of 5 stars`}
      onKeyDown={keyDown}
      onBlur={() => wish !== undefined && void rate(wish)}
    >
      {PLACES.map((place) => (
        <span key={place} className={styles.star} data-on={place <= shown} aria-hidden onPointerUp={() => void rate(place === shown ? place - 1 : place)}>
          <Star />
        </span>
      ))}
    </div>
  )
}
