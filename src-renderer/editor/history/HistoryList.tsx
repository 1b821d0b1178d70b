import { useState } from 'react'
import type { HistoryScope } from '../../../src-shared/history/contract.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { classNames, Segmented } from '../../elements/index.ts'
import { HistoryLines } from '../../history/index.ts'
import styles from '../panel/panel.module.css'
import { goToEdit } from '../song-edits.ts'

const SCOPES = [
  { value: 'song', label: 'This song' },
  { value: 'library', label: 'Library' },
  { value: 'all', label: 'All' },
] as const

/** What was done to this song, by whomever; to the library; or everywhere. */
export const HistoryTab = ({ project }: { readonly project: ProjectView }) => {
  const [scope, setScope] = useState<HistoryScope>('song')
  const { trackId } = project.document
  return (
    <>
      <div className={styles.tabs}>
        <Segmented label="Which history" size="small" value={scope} options={SCOPES} onChange={setScope} />
      </div>
      <div className={classNames(styles.scroll, styles.rows)}>
        <HistoryLines scope={scope} trackId={scope === 'song' ? trackId : undefined} goToEdit={scope === 'song' ? goToEdit : undefined} />
      </div>
    </>
  )
}
