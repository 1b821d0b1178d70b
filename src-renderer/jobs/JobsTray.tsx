import { ListMusic, X } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button, EmptyState, IconButton, ResizeEdge } from '../elements/index.ts'
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

/** `width` in px, remembered by whoever shows the tray. */
type JobsTrayProps = { readonly width: number; readonly maxWidth: number; readonly onResize: (width: number) => void; readonly onClose: () => void }

/** Everything that runs, waits or ran, and what can be done about it. */
export const JobsTray = ({ width, maxWidth, onResize, onClose }: JobsTrayProps) => {
  const byId = useJobs((state) => state.byId)
  const now = useNow()
  const jobs = useMemo(() => Object.values(byId), [byId])
  const active = activeJobs(jobs)
  const past = pastJobs(jobs)
  return (
    <aside className={styles.tray} style={{ width }} aria-label="Jobs">
      <ResizeEdge label="Resize the jobs" width={width} min={260} max={maxWidth} onResize={onResize} />
      <header className={styles.header}>
        <h2 className={styles.heading}>Jobs</h2>
        <Button size="small" variant="quiet" disabled={past.length === 0} onClick={() => void clearFinishedJobs()}>
          Clear history
        </Button>
        <IconButton size="small" label="Close jobs" icon={<X />} onClick={onClose} />
      </header>
      <div className={styles.scroll}>
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
      </div>
    </aside>
  )
}
