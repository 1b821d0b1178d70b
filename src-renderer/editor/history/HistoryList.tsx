import { useState } from 'react'
import type { HistoryScope } from '../../../src-shared/history/contract.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { Segmented } from '../../elements/index.ts'
import { HistoryLines } from '../../history/index.ts'
import { timeAgo } from '../../words/index.ts'
import styles from '../panel/panel.module.css'
import { goToEdit } from '../song-edits.ts'

const ACTORS = { person: '', agent: 'by an agent', pipeline: 'by a pipeline' } as const

/** Every edit by name, newest on top; undone ones wait dimmed above the present. A click goes there. */
const SCOPES = [
  { value: 'song', label: 'This song' },
  { value: 'library', label: 'Library' },
  { value: 'all', label: 'All' },
] as const

/** What was done to this song, to the library, or everywhere. */
export const HistoryTab = ({ project }: { readonly project: ProjectView }) => {
  const [scope, setScope] = useState<HistoryScope>('song')
  return (
    <>
      <div className={styles.tabs}>
        <Segmented label="Which history" size="small" value={scope} options={SCOPES} onChange={setScope} />
      </div>
      {scope === 'song' ? (
        <HistoryList project={project} />
      ) : (
        <div className={styles.scroll}>
          <HistoryLines scope={scope} />
        </div>
      )}
    </>
  )
}

const HistoryList = ({ project }: { readonly project: ProjectView }) => {
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
