import { X } from 'lucide-react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { keyCaps } from '../../actions/index.ts'
import { IconButton, Kbd, Segmented } from '../../elements/index.ts'
import { DragOut } from '../../mixdown/index.ts'
import { draftExtension, dropExtension } from '../new-material.ts'
import { select, shownRegionId, useSession } from '../session-store.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { barCountWords, clockTime, lengthWords, spanWords } from '../time/time-words.ts'
import { shownExtension, shownSelection } from '../waveform/build-scene.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import styles from './panel.module.css'

const SIDES = [
  { value: 'before' as const, label: 'Before' },
  { value: 'after' as const, label: 'After' },
]

/** What the panel speaks of: the marked bars, the future, or how to mark. Follows a drag as it happens. */
export const Subject = ({ project }: { readonly project: ProjectView }) => {
  const session = useSession()
  const song = currentTakeOf(project)
  if (!song) return null
  const grid = gridOfTake(song)
  const future = shownExtension(session, song)
  if (future) {
    const length = lengthWords((future.endFrame - future.startFrame) / song.sampleRateHz)
    return (
      <section className={styles.subject} aria-label="New part">
        <div className={styles.subjectHead}>
          <h2 className={styles.subjectTitle}>+{grid ? barCountWords(grid, future) : length}</h2>
          <Segmented label="Where the new part goes" size="small" value={future.direction} options={SIDES} onChange={draftExtension} />
          <IconButton label="Drop the new part" icon={<X />} size="small" keys={keyCaps('Escape')} onClick={dropExtension} />
        </div>
        <p className={styles.subjectLine}>{grid ? `${length} · ` : ''}drag the hatched edge</p>
      </section>
    )
  }
  const span = shownSelection(session)
  if (!span) {
    return (
      <section className={styles.subject} aria-label="Marked bars">
        <h2 className={styles.subjectTitle}>Nothing marked</h2>
        <p className={styles.subjectLine}>
          Drag over the waveform, click a section, or hold <Kbd caps={keyCaps('Shift')} /> and press <Kbd caps={keyCaps('ArrowRight')} />
        </p>
      </section>
    )
  }
  const words = spanWords(grid, span, song.sampleRateHz)
  const regionId = shownRegionId(session)
  const name = regionId && project.document.regions[regionId]?.name
  const { startFrame, endFrame } = span
  const excerpt = { trackId: project.document.trackId, span: { startFrame, endFrame }, name: name || words.object }
  const at = (frame: number) => clockTime(frame / song.sampleRateHz)
  return (
    <section className={styles.subject} aria-label="Marked bars">
      <div className={styles.subjectHead}>
        <h2 className={styles.subjectTitle}>{name && name !== words.place ? name : words.place}</h2>
        <DragOut what={words.place} excerpt={{ ...excerpt, format: 'wav' }} />
        {song.scoreSha256 && <DragOut what={words.place} excerpt={{ ...excerpt, format: 'mid' }} />}
        <IconButton label="Unmark" icon={<X />} size="small" keys={keyCaps('Escape')} onClick={() => select(undefined)} />
      </div>
      <p className={styles.subjectLine}>
        {name && name !== words.place ? `${words.place} · ` : ''}
        {words.length} · {at(span.startFrame)}–{at(span.endFrame)}
      </p>
    </section>
  )
}
