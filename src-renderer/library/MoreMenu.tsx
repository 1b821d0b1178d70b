import { Ellipsis } from 'lucide-react'
import { useState } from 'react'
import { flushSync } from 'react-dom'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { Menu, type MenuItem } from '../elements/index.ts'

type Props = {
  readonly track: Track
  readonly menuFor: (track: Track) => readonly MenuItem[]
  readonly className: string | undefined
}

const ICON = <Ellipsis aria-hidden />

/**
 * The menu of the song that is shown here. It is made when the pointer comes near: a list that scrolls must not make hundreds. At once, or a press that
 * follows would fall on the button before. It goes with its song.
 */
export const MoreMenu = ({ track, menuFor, className }: Props) => {
  const [nearId, setNear] = useState<TrackId>()
  const button = (
    <button type="button" tabIndex={-1} className={className} aria-label={`More for ${track.title}`} onPointerEnter={() => flushSync(() => setNear(track.id))}>
      {ICON}
    </button>
  )
  return nearId === track.id ? <Menu key={track.id} align="end" items={menuFor(track)} trigger={button} /> : button
}
