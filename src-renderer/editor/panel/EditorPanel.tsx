import type { RefObject } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { Segmented } from '../../elements/index.ts'
import { SongPlan } from '../../generation/index.ts'
import type { Choice } from '../editor-store.ts'
import { GridPanel } from '../grid/GridPanel.tsx'
import { HistoryTab } from '../history/HistoryList.tsx'
import { RegionsTab } from '../marks-table/RegionsTab.tsx'
import { NotesTab } from '../notes/NotesTab.tsx'
import { type PanelTab, useSession } from '../session-store.ts'
import { SongCommentsPanel } from '../song-comments.tsx'
import { ChangePanel } from './ChangePanel.tsx'
import styles from './panel.module.css'

const TABS: readonly { value: PanelTab; label: string }[] = [
  { value: 'change', label: 'Change' },
  { value: 'regions', label: 'Regions' },
  { value: 'grid', label: 'Grid' },
  { value: 'notes', label: 'Notes' },
  { value: 'plan', label: 'Plan' },
  { value: 'comments', label: 'Comments' },
  { value: 'history', label: 'History' },
]

type Props = {
  readonly project: ProjectView
  readonly choice: Choice | undefined
  readonly promptField: RefObject<HTMLTextAreaElement | null>
}

export const EditorPanel = ({ project, choice, promptField }: Props) => {
  const tab = useSession((session) => session.tab)
  return (
    <div className={styles.panel}>
      <div className={styles.tabs}>
        <Segmented label="Panel" size="small" value={tab} options={TABS} onChange={(value) => useSession.setState({ tab: value })} />
      </div>
      {tab === 'change' && <ChangePanel project={project} choice={choice} promptField={promptField} />}
      {tab === 'regions' && <RegionsTab project={project} />}
      {tab === 'grid' && <GridPanel project={project} />}
      {tab === 'notes' && <NotesTab project={project} />}
      {tab === 'plan' && (
        <section className={styles.plan} aria-label="Plan of the song">
          <h2 className="visually-hidden">Plan</h2>
          <SongPlan trackId={project.document.trackId} />
        </section>
      )}
      {tab === 'comments' && <SongCommentsPanel project={project} />}
      {tab === 'history' && <HistoryTab project={project} />}
    </div>
  )
}
