// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { memo, type PointerEvent, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { classNames } from '../elements/index.ts'
import type { Column } from './column-ids.ts'
import { type RowFiller, rowFiller } from './fill-row.ts'
import { RowCells, WAVE_PX } from './RowCells.tsx'
import { type SongElementProps, songElement } from './song-element.ts'
import styles from './TrackTable.module.css'

export type TrackRowProps = SongElementProps & {
  readonly columns: readonly Column[]
  readonly isDense: boolean
  readonly now: number
  /** in the trash: how many days songs stay there */
  readonly trashDays: number | undefined
  readonly top: number
  /** where the order is the musician's own: a handle to take the row by */
  readonly onGrip?: ((track: Track, event: PointerEvent<HTMLElement>) => void) | undefined
}

/**
 * A row takes another song when the list finds or scrolls to others. Its elements are made once; a song's words are written into them past React
 * (`fill-row`). What belongs to the song alone (its open menu, a name that is being written, what is heard of it) is React's.
 */
const Row = (props: TrackRowProps) => {
  const { track, place, columns, isSelected, isFocused, isPlaying, isLoaded, isRenaming, isDense, now, trashDays, top, menuFor, onRenamed, onGrip } = props
  const row = useRef<HTMLDivElement>(null)
  const filler = useRef<RowFiller>(undefined)
  const latest = useRef(props)
  latest.current = props
  const [nearId, setNear] = useState<TrackId>()
  const isTrash = trashDays !== undefined
  // a song of its own only where React draws something of it
  const own = isRenaming || isLoaded || (track !== undefined && nearId === track.id) ? track : undefined
  const isNear = own !== undefined && nearId === own.id

  const cells = useMemo(() => {
    const withSong = (act: (song: Track) => void) => () => {
      const song = latest.current.track
      if (song) act(song)
    }
    return (
      <RowCells
        own={own}
        isNear={isNear}
        isLoaded={isLoaded}
        isPlaying={isPlaying}
        isRenaming={isRenaming}
        isDense={isDense}
        isTrash={isTrash}
        columns={columns}
        songNow={() => latest.current.track}
        menuFor={menuFor}
        onNear={withSong(({ id }) => flushSync(() => setNear(id)))}
        onPlay={withSong((song) => latest.current.onPlay(song))}
        onRenamed={onRenamed}
        onGrip={onGrip}
      />
    )
  }, [own, isNear, isLoaded, isPlaying, isRenaming, isDense, isTrash, columns, menuFor, onRenamed, onGrip])

  // other elements have to be found and written anew
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever React made the cells again
  useLayoutEffect(() => {
    if (!row.current) return
    filler.current = rowFiller(row.current)
    return () => filler.current?.stop()
  }, [cells])
  // biome-ignore lint/correctness/useExhaustiveDependencies: cells that were made again are empty
  useLayoutEffect(() => {
    if (track) filler.current?.fill(track, columns, { place: place ?? 0, now, trashDays, isPlaying, wavePx: isDense ? WAVE_PX.dense : WAVE_PX.roomy })
  }, [cells, track, place, columns, now, trashDays, isPlaying, isDense])

  return (
    <div
      ref={row}
      id={track && `row-${track.id}`}
      role="row"
      aria-rowindex={place === undefined ? undefined : place + 2}
      aria-selected={isSelected}
      className={classNames(
        styles.row,
        styles.columns,
        !track && styles.waiting,
        isSelected && styles.selected,
        isFocused && styles.focused,
        isLoaded && styles.current,
      )}
      style={{ transform: `translateY(${top}px)` }}
      {...songElement(props, isTrash)}
    >
      {cells}
    </div>
  )
}
export const TrackRow = memo(Row)
