import { CircleAlert } from 'lucide-react'
import type { Job } from '../../src-shared/jobs/contract.ts'
import styles from './ModelsPage.module.css'
import { ModelWork } from './ModelWork.tsx'

/** What is being taken in and has no row of its own yet: a LoRA, folders. Failures stay as long as the page has been open since. */
export const ArrivingModels = ({ jobs, known, now }: { readonly jobs: readonly Job[]; readonly known: ReadonlySet<string>; readonly now: number }) => {
  const shown = jobs.filter(
    (job) =>
      job.kind === 'models.import' &&
      !(job.subjectId !== undefined && known.has(job.subjectId)) &&
      (['queued', 'running', 'paused'].includes(job.state) || (job.state === 'failed' && (job.finishedAt ?? 0) >= now)),
  )
  if (shown.length === 0) return null
  return (
    <section className={styles.group} aria-labelledby="arriving">
      <h2 id="arriving" className={styles.purpose}>
        Coming in
      </h2>
      <ul>
        {shown.map((job) => (
          <li key={job.id} className={styles.model}>
            <p className={styles.name}>{job.title}</p>
            {job.state !== 'failed' ? (
              <ModelWork job={job} now={now} />
            ) : (
              <p className={styles.trouble} data-selectable>
                <CircleAlert aria-hidden /> {job.error?.message}
              </p>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
