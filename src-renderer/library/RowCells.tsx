// biome-ignore-all lint/a11y/useSemanticElements: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
// biome-ignore-all lint/a11y/useFocusableInteractive: a virtualised grid (WAI-ARIA grid pattern) has one focus stop and no table elements
import { AudioLines, Ellipsis, Heart, Pause, Play, RotateCcw } from 'lucide-react'
import type { MouseEvent, PointerEvent } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import { classNames, IconButton, Menu, type MenuItem, WaveformPicture } from '../elements/index.ts'
import { goTo } from '../navigation/index.ts'
import { PlayedPart, transport } from '../transport/index.ts'
import type { Column } from './column-ids.ts'
import { RowStars } from './marks/RowStars.tsx'
import { TitleField } from './TitleField.tsx'
import styles from './TrackTable.module.css'
import { restoreTracks, toggleFavourite } from './track-deeds.ts'

type Props = {
  /** the row's song, where React draws something of it */
  readonly own: Track | undefined
  /** the pointer is near its menu */
  readonly isNear: boolean
  readonly isLoaded: boolean
  readonly isPlaying: boolean
  readonly isRenaming: boolean
  readonly isDense: boolean
  readonly isTrash: boolean
  readonly columns: readonly Column[]
  /** the row's song at the moment something is pressed */
  readonly songNow: () => Track | undefined
  readonly menuFor: (track: Track) => readonly MenuItem[]
  readonly onNear: () => void
  readonly onPlay: () => void
  readonly onRenamed: () => void
  readonly onGrip: ((track: Track, event: PointerEvent<HTMLElement>) => void) | undefined
}

const keep = (event: MouseEvent): void => event.stopPropagation()

/** The elements of a row without a song's words: `fill-row` writes them into what has a `data-part`. */
export const RowCells = (props: Props) => {
  const { own, isNear, isLoaded, isPlaying, isRenaming, isDense, isTrash, columns, songNow, menuFor, onNear, onPlay, onRenamed, onGrip } = props
  const withSong = (act: (song: Track) => void) => () => {
    const song = songNow()
    if (song) act(song)
  }
  const wavePx = isDense ? WAVE_PX.dense : WAVE_PX.roomy
  const button = (part: string, icon: React.ReactNode, act: (song: Track) => void, className?: string) => (
    <IconButton tabIndex={-1} size="small" isTipShared label="" data-part={part} className={className} icon={icon} onMouseDown={keep} onClick={withSong(act)} />
  )
  const more = (
    <button
      key={own && isNear ? 'of a song' : 'any'}
      type="button"
      tabIndex={-1}
      data-part="more"
      className={classNames(styles.more, styles.onHover)}
      onPointerEnter={onNear}
    >
      <Ellipsis aria-hidden />
    </button>
  )
  return (
    <>
      <div role="gridcell" className={styles.play}>
        {onGrip && (
          // biome-ignore lint/a11y/noStaticElementInteractions: Alt+arrows and the row's menu move it, too
          <span
            className={styles.grip}
            title="Drag to another place"
            data-part="place"
            onMouseDown={keep}
            onPointerDown={(event) => {
              const song = songNow()
              if (song) onGrip(song, event)
            }}
            draggable
            onDragStart={(event) => {
              event.preventDefault()
              event.stopPropagation()
            }}
          />
        )}
        <IconButton
          tabIndex={-1}
          size="small"
          isTipShared
          label=""
          data-part="play"
          icon={isPlaying ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
          onPointerEnter={withSong(({ audioSha256 }) => void transport.prepare(audioSha256, 0))}
          onMouseDown={keep}
          onClick={onPlay}
        />
      </div>
      <div role="gridcell" className={styles.wave}>
        <WaveformPicture shape={undefined} {...wavePx} label="" parts={['wave', 'wave-path']} />
        {own && isLoaded && <PlayedPart audioSha256={own.audioSha256} size={wavePx} />}
      </div>
      <div role="gridcell" className={styles.name}>
        {own && isRenaming ? (
          <TitleField key={own.id} track={own} onDone={onRenamed} />
        ) : (
          <>
            <span className={styles.title} data-part="title" />
            <span className={styles.subtitle} data-part="subtitle" />
          </>
        )}
      </div>
      {columns.map(({ id, isNumber }) => (
        <div key={id} role="gridcell" className={classNames(styles.cell, isNumber && styles.number)} data-part={id === 'rating' ? undefined : id}>
          {id === 'rating' && <RowStars songNow={songNow} isReadOnly={isTrash} />}
        </div>
      ))}
      <div role="gridcell" className={styles.buttons}>
        {isTrash ? (
          button('restore', <RotateCcw />, ({ id }) => void restoreTracks([id]))
        ) : (
          <>
            {button('heart', <Heart />, (song) => void toggleFavourite([song.id], [song]), styles.heart)}
            {button('open', <AudioLines />, ({ id: trackId }) => goTo({ place: 'editor', trackId }), styles.onHover)}
          </>
        )}
        {own && isNear ? <Menu key={own.id} align="end" items={menuFor(own)} trigger={more} /> : more}
      </div>
    </>
  )
}

/** Waveforms of rows; their column is as wide. */
export const WAVE_PX = { roomy: { width: 112, height: 30 }, dense: { width: 72, height: 22 } } as const
