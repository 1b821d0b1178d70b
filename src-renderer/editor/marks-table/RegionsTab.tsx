import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { Segmented } from '../../elements/index.ts'
import { RegionList } from '../regions/RegionList.tsx'
import { useSession } from '../session-store.ts'
import { MarksTable } from './MarksTable.tsx'
import styles from './marks-table.module.css'

const VIEWS = [
  { value: 'list', label: 'Regions' },
  { value: 'table', label: 'Markers and regions' },
] as const

/** Regions to work with, or everything that is marked in a table. */
export const RegionsTab = ({ project }: { readonly project: ProjectView }) => {
  const view = useSession((session) => session.regionView)
  return (
    <>
      <div className={styles.views}>
        <Segmented label="Marks as" size="small" value={view} options={VIEWS} onChange={(regionView) => useSession.setState({ regionView })} />
      </div>
      {view === 'list' ? <RegionList project={project} /> : <MarksTable project={project} />}
    </>
  )
}
