import { type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Track } from '../../../src-shared/library/contract.ts'

/** How near to its edge a list begins to scroll while a row is dragged, pixels. */
const EDGE_PX = 40
const SCROLL_PX = 12

type Surroundings = {
  readonly scroll: RefObject<HTMLDivElement | null>
  readonly rowPx: number
  readonly total: number
  readonly onPlace: ((trackId: TrackId, place: number) => void) | undefined
}

/** A row taken by its handle: `place` is the gap it would fall into, counted from the top; Escape lets it go. */
export const useReorder = ({ scroll, rowPx, total, onPlace }: Surroundings) => {
  const [place, setPlace] = useState<number>()
  const stop = useRef<() => void>(undefined)
  const now = useRef({ rowPx, total, onPlace })
  now.current = { rowPx, total, onPlace }
  useEffect(() => () => stop.current?.(), [])

  const onGrip = useCallback(
    (track: Track, event: PointerEvent<HTMLElement>) => {
      const element = scroll.current
      if (!element || event.button !== 0) return
      event.preventDefault()
      let at: number | undefined
      let y = event.clientY
      const look = () => {
        const box = element.getBoundingClientRect()
        if (y < box.top + EDGE_PX) element.scrollTop -= SCROLL_PX
        if (y > box.bottom - EDGE_PX) element.scrollTop += SCROLL_PX
        at = Math.min(now.current.total, Math.max(0, Math.round((y - box.top + element.scrollTop) / now.current.rowPx)))
        setPlace(at)
      }
      const timer = setInterval(look, 30)
      const move = (moved: globalThis.PointerEvent) => {
        y = moved.clientY
        look()
      }
      const end = (isDropped: boolean) => {
        clearInterval(timer)
        window.removeEventListener('pointermove', move)
        window.removeEventListener('pointerup', up)
        window.removeEventListener('keydown', key, true)
        stop.current = undefined
        setPlace(undefined)
        if (isDropped && at !== undefined) now.current.onPlace?.(track.id, at)
      }
      const up = () => end(true)
      const key = (pressed: globalThis.KeyboardEvent) => {
        if (pressed.key !== 'Escape') return
        pressed.stopPropagation()
        end(false)
      }
      stop.current = () => end(false)
      window.addEventListener('pointermove', move)
      window.addEventListener('pointerup', up)
      window.addEventListener('keydown', key, true)
    },
    [scroll],
  )
  return { place, onGrip }
}
