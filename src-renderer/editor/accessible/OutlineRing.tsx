import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { useHeardTake } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { shiftOf } from '../waveform/song-picture.ts'
import { xOfFrame } from '../waveform/viewport.ts'
import { useViewport } from '../waveform/viewport-store.ts'
import styles from './outline.module.css'
import { itemWords, type SongItem } from './song-item.ts'

/** A point (a seam) is ringed as wide as a finger. */
const POINT_PX = 14
const MIN_PX = 6

/** Where a screen reader stands, for eyes: a ring over the waveform and the words that are read. */
export const OutlineRing = ({ project, item }: { readonly project: ProjectView; readonly item: SongItem }) => {
  const view = useViewport((state) => state.view)
  const heard = useHeardTake(project)
  const song = currentTakeOf(project)
  if (!song || !heard) return null
  const shift = shiftOf(project, song, heard)
  const isPoint = item.startFrame === item.endFrame
  const from = xOfFrame(view, item.startFrame + shift) - (isPoint ? POINT_PX / 2 : 0)
  const to = isPoint ? from + POINT_PX : xOfFrame(view, item.endFrame + shift)
  const left = Math.min(view.widthPx - MIN_PX, Math.max(0, from))
  return (
    <>
      <div className={styles.ring} aria-hidden style={{ left, width: Math.max(MIN_PX, Math.min(view.widthPx, to) - left) }} />
      <p className={styles.words} aria-hidden>
        {itemWords(item)}
      </p>
    </>
  )
}
