import type { DragEvent, MouseEvent } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import type { MenuItem } from '../elements/index.ts'
import { beginDraggingOut } from '../mixdown/index.ts'
import { goTo } from '../navigation/index.ts'
import type { SongSlot } from './use-song-slots.ts'

export type SongElementProps = SongSlot & {
  readonly menuFor: (track: Track) => readonly MenuItem[]
  readonly onPlay: (track: Track) => void
  readonly onSelect: (track: Track, event: MouseEvent) => void
  readonly onRenamed: () => void
}

/** What a row of the list and a tile of the grid say and hear alike. */
export const songElement = ({ track, place, isSelected, isRenaming, onSelect }: SongElementProps, isTrash: boolean) => ({
  hidden: place === undefined,
  'data-place': place,
  'aria-hidden': track ? undefined : true,
  draggable: !isRenaming,
  onDragStart: (event: DragEvent) => {
    event.preventDefault()
    if (!track) return
    beginDraggingOut()
    void studio.desktop.startDrag({ trackId: track.id, format: 'wav' })
  },
  onMouseDown: (event: MouseEvent) => track && onSelect(track, event),
  onContextMenu: (event: MouseEvent) => track && !isSelected && onSelect(track, event),
  onDoubleClick: () => track && !isTrash && goTo({ place: 'editor', trackId: track.id }),
})
