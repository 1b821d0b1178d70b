import { ArchiveRestore } from 'lucide-react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { Button } from '../../elements/index.ts'
import { counted, timeAgo } from '../../words/index.ts'
import { TakeShape } from './TakeShape.tsx'
import { restoreTake } from './take-decisions.ts'
import { discardedTakesOf } from './take-groups.ts'
import { placedName } from './take-names.ts'
import styles from './takes.module.css'

/** Nothing is lost: takes put away can be taken out again. */
export const DiscardedTakes = ({ project }: { readonly project: ProjectView }) => {
  const discarded = discardedTakesOf(project)
  if (discarded.length === 0) return null
  return (
    <details className={styles.discarded}>
      <summary className={styles.summary}>{counted(discarded.length, 'discarded take')}</summary>
      <ul>
        {discarded.map((take) => (
          <li key={take.id} className={styles.discardedRow}>
            <TakeShape number={take.number} />
            <span className={styles.discardedName}>
              {project.document.takeNotes[take.id]?.name ? `${project.document.takeNotes[take.id]?.name}, ` : ''}
              {placedName(take)}
              <span className={styles.discardedAge}>{timeAgo(take.createdAt, Date.now())}</span>
            </span>
            <Button size="small" variant="quiet" icon={<ArchiveRestore />} onClick={() => void restoreTake(take.id)}>
              Restore
            </Button>
          </li>
        ))}
      </ul>
    </details>
  )
}
