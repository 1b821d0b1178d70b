import { useCallback } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { PianoRoll, type RollView, useNotes } from '../../transcription/index.ts'
import { useSession } from '../session-store.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import styles from './notes.module.css'

/** The heard notes under the waveform, while the Notes tab is open. */
export const NotesLane = ({ project }: { readonly project: ProjectView }) => {
  const isOpen = useSession((session) => session.tab === 'notes')
  const shown = useNotes((state) => state.shown)
  const rateHz = currentTakeOf(project)?.sampleRateHz ?? 44_100
  const view = useCallback((): RollView => {
    const { startFrame, framesPerPixel, widthPx } = useViewport.getState().view
    return { startSeconds: startFrame / rateHz, secondsPerPixel: framesPerPixel / rateHz, widthPx }
  }, [rateHz])
  const onView = useCallback((listener: () => void) => useViewport.subscribe(listener), [])
  if (!isOpen || !shown || shown.notes.length === 0) return null
  return (
    <div className={styles.lane}>
      <PianoRoll notes={shown.notes} view={view} onView={onView} />
    </div>
  )
}
