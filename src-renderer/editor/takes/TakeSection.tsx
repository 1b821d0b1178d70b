import { useMemo } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import { takePlace } from '../../../src-shared/project/edits/index.ts'
import { Select } from '../../elements/index.ts'
import { useJobs } from '../../jobs/index.ts'
import { useSession } from '../session-store.ts'
import { activeGroupOf } from './audition.ts'
import { useBlind } from './blind-store.ts'
import { DiscardedTakes } from './DiscardedTakes.tsx'
import { useHeardTake } from './heard-take.ts'
import { HowMade, TakeCard } from './TakeCard.tsx'
import { TakeProgress } from './TakeProgress.tsx'
import { openGroupsOf, type TakeGroup } from './take-groups.ts'
import { takeJobsOf } from './take-jobs.ts'
import { bestFirst, groupName } from './take-names.ts'
import styles from './takes.module.css'

/** Takes that wait for a decision, those still being made, and those put away. */
export const TakeSection = ({ project }: { readonly project: ProjectView }) => {
  const groupId = useSession((session) => session.groupId)
  const byId = useJobs((state) => state.byId)
  const heard = useHeardTake(project)
  const jobs = useMemo(() => takeJobsOf(Object.values(byId), project.document.trackId, groupId), [byId, project.document.trackId, groupId])
  const groups = openGroupsOf(project).filter((group) => group.takes.length > 0)
  const group = activeGroupOf(project, groupId)
  const [first] = group?.takes ?? []
  const isMadeAlike = group?.takes.every((take) => take.strategy === first?.strategy && take.reason === first?.reason) ?? false
  // takes of another click than the shown one must not look like its siblings
  const joining = jobs.filter((job) => !group || job.groupId === group.groupId)
  const apart = jobs.filter((job) => !joining.includes(job))
  const isBlind = useBlind((state) => state.round !== undefined)
  if (isBlind) return <p className={styles.blindNote}>The names of the takes are hidden until you reveal them.</p>
  const options = groups.map((one) => ({ value: one.groupId, label: groupName(one.takes) }))
  return (
    <>
      {apart.length > 0 && (
        <section className={styles.section} aria-label="Being made">
          <div className={styles.sectionHead}>
            <h3 className={styles.sectionTitle}>Being made</h3>
          </div>
          <ul className={styles.cards}>
            {apart.map((job) => (
              <TakeProgress key={job.id} job={job} />
            ))}
          </ul>
        </section>
      )}
      {(group || joining.length > 0) && (
        <section className={styles.section} aria-label="Takes">
          <div className={styles.sectionHead}>
            <h3 className={styles.sectionTitle}>{group && groups.length < 2 ? `Takes of ${placeWords(group)}` : 'Takes'}</h3>
            {groups.length > 1 && group && (
              <Select label="Which takes" isLabelHidden value={group.groupId} options={options} onChange={(value) => useSession.setState({ groupId: value })} />
            )}
          </div>
          <ul className={styles.cards}>
            {bestFirst(group?.takes ?? [], project.document).map((take) => (
              <TakeCard key={take.id} document={project.document} take={take} isHeard={take.id === heard?.id} isReasonShown={!isMadeAlike} />
            ))}
            {joining.map((job) => (
              <TakeProgress key={job.id} job={job} />
            ))}
          </ul>
          {isMadeAlike && first && <HowMade take={first} />}
        </section>
      )}
      <DiscardedTakes project={project} />
    </>
  )
}

const placeWords = ({ takes }: TakeGroup): string => {
  const [take] = takes
  return (take && takePlace(take)) || 'the song'
}
