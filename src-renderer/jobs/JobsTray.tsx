import { ListMusic } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button, EmptyState, SidePanel, type SidePanelPlace } from '../elements/index.ts'
import { JobRow } from './JobRow.tsx'
import styles from './JobsTray.module.css'
import { activeJobs, pastJobs } from './job-order.ts'
import { clearFinishedJobs, useJobs } from './jobs-store.ts'

const HISTORY_SHOWN = 100

const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

/** Everything that runs, waits or ran, and what can be done about it. */
export const JobsTray = (place: SidePanelPlace) => {
  const byId = useJobs((state) => state.byId)
  const now = useNow()
  const jobs = useMemo(() => Object.values(byId), [byId])
  const active = activeJobs(jobs)
  const past = pastJobs(jobs)
  return (
    <SidePanel
      title="Jobs"
      name="the jobs"
      {...place}
      deeds={
        <Button size="small" variant="quiet" disabled={past.length === 0} onClick={() => void clearFinishedJobs()}>
          Clear history
        </Button>
      }
    >
      {jobs.length === 0 && (
        <EmptyState icon={<ListMusic />} title="Nothing runs">
          Songs you generate, import or export show their progress here.
        </EmptyState>
      )}
      {active.length > 0 && (
        <ul className={styles.list} aria-label="Running and waiting">
          {active.map((job) => (
            <JobRow key={job.id} job={job} jobs={jobs} now={now} />
          ))}
        </ul>
      )}
      {past.length > 0 && (
        <>
          <h3 className={styles.section}>History</h3>
          <ul className={styles.list} aria-label="History">
            {past.slice(0, HISTORY_SHOWN).map((job) => (
              <JobRow key={job.id} job={job} jobs={jobs} now={now} />
            ))}
          </ul>
        </>
      )}
    </SidePanel>
  )
}
