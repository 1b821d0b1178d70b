import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { timeAgo } from '../../words/index.ts'
import styles from '../panel/panel.module.css'
import { goToEdit } from '../song-edits.ts'

const ACTORS = { person: '', agent: 'by an agent', pipeline: 'by a pipeline' } as const

/** Every edit by name, newest on top; undone ones wait dimmed above the present. A click goes there. */
export const HistoryList = ({ project }: { readonly project: ProjectView }) => {
  const { history } = project
  const present = history.findLast((entry) => !entry.isUndone)?.index ?? -1
  const rows = [...history].reverse()
  return (
    <div className={styles.scroll}>
      <ol className={styles.rows} aria-label="History, newest first">
        {rows.map((entry) => (
          <li key={entry.index}>
            <button
              type="button"
              className={styles.historyRow}
              data-undone={entry.isUndone}
              aria-current={entry.index === present ? 'step' : undefined}
              aria-label={`${entry.label}${entry.isUndone ? ', undone' : ''}`}
              onClick={() => void goToEdit(entry.index)}
            >
              <span className={styles.historyDot} aria-hidden />
              <span className={styles.historyLabel}>{entry.label}</span>
              <span className={styles.rowDetail}>{[ACTORS[entry.actor], timeAgo(entry.at, Date.now())].filter(Boolean).join(' · ')}</span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" className={styles.historyRow} aria-current={present === -1 ? 'step' : undefined} onClick={() => void goToEdit(-1)}>
            <span className={styles.historyDot} aria-hidden />
            <span className={styles.historyLabel}>The beginning</span>
          </button>
        </li>
      </ol>
    </div>
  )
}
