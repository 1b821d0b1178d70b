import { useEffect, useRef } from 'react'
import type { Track } from '../../src-shared/library/contract.ts'
import styles from './TrackTable.module.css'
import { renameTrack } from './track-deeds.ts'

/** A song's new name while it is being written, in the place of its title. */
export const TitleField = ({ track, onDone }: { readonly track: Track; readonly onDone: () => void }) => {
  const field = useRef<HTMLInputElement>(null)
  const isDropped = useRef(false)
  useEffect(() => field.current?.select(), [])
  return (
    <input
      ref={field}
      className={styles.rename}
      aria-label={`New name for ${track.title}`}
      defaultValue={track.title}
      maxLength={300}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (event.key === 'Escape') isDropped.current = true
        if (event.key === 'Escape' || event.key === 'Enter') onDone()
      }}
      onBlur={(event) => {
        if (!isDropped.current) void renameTrack(track, event.currentTarget.value)
        onDone()
      }}
    />
  )
}
