import { Music2 } from 'lucide-react'
import { useEffect, useMemo } from 'react'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { EmptyState } from '../elements/index.ts'
import { useJobs } from '../jobs/index.ts'
import { transport } from '../transport/index.ts'
import { useCreate } from './create-store.ts'
import { ProgressRow } from './ProgressRow.tsx'
import { ResultRow } from './ResultRow.tsx'
import styles from './Results.module.css'

const AT_HAND = 3
const GENERATE: ReadonlySet<string> = new Set(['generation.generate', 'generation.generate-with-model'])
const SHOWN: ReadonlySet<Job['state']> = new Set(['queued', 'running', 'paused', 'failed', 'interrupted'])

/** Newest click first, its songs in the order in which they will be made. */
const onTheirWay = (byId: Readonly<Record<string, Job>>): Job[] => {
  const jobs = Object.values(byId).filter((job) => GENERATE.has(job.kind) && SHOWN.has(job.state))
  const clickedAt = (job: Job) => Math.min(...jobs.filter((other) => other.groupId === job.groupId).map((other) => other.createdAt))
  return jobs.sort((a, b) => clickedAt(b) - clickedAt(a) || a.position - b.position)
}

/** What is being made and what was made, newest first. */
export const Results = () => {
  const byId = useJobs((state) => state.byId)
  const recent = useCreate((state) => state.recent)
  // what is likely to be played next answers at once, also by keyboard
  useEffect(() => {
    for (const track of recent.slice(0, AT_HAND)) void transport.prepare(track.audioSha256, 0)
  }, [recent])
  const jobs = useMemo(() => onTheirWay(byId), [byId])
  if (jobs.length === 0 && recent.length === 0)
    return (
      <EmptyState icon={<Music2 />} title="Your first song is a sentence away">
        Each variation plays as soon as it is ready.
      </EmptyState>
    )
  return (
    <section className={styles.results} aria-label="Results" data-part>
      {jobs.length > 0 && (
        <>
          <h2 className={styles.heading}>On their way</h2>
          <ul>
            {jobs.map((job) => (
              <ProgressRow key={job.id} job={job} />
            ))}
          </ul>
        </>
      )}
      {recent.length > 0 && (
        <>
          <h2 className={styles.heading}>Made here</h2>
          <ul>
            {recent.map((track) => (
              <ResultRow key={track.id} track={track} list={recent} />
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
