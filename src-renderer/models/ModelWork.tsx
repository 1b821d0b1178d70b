import { Pause, Play, X } from 'lucide-react'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { IconButton, ProgressBar } from '../elements/index.ts'
import { cancelJob, jobLine, pauseJob, resumeJob } from '../jobs/index.ts'
import styles from './ModelsPage.module.css'

export const isAtWork = (job: Job | undefined): job is Job => job !== undefined && ['queued', 'running', 'paused'].includes(job.state)

/** How far the work on a model is, and the ways to hold or stop it. */
export const ModelWork = ({ job, now }: { readonly job: Job; readonly now: number }) => (
  <div className={styles.work}>
    <ProgressBar fraction={job.fraction} label={job.title} isPaused={job.state === 'paused'} />
    <p className={styles.workLine} role="status">
      {jobLine(job, now)}
    </p>
    {job.state === 'paused' ? (
      <IconButton size="small" label="Resume" icon={<Play />} onClick={() => void resumeJob(job.id)} />
    ) : (
      <IconButton size="small" label="Pause" icon={<Pause />} onClick={() => void pauseJob(job.id)} />
    )}
    <IconButton size="small" label="Cancel" icon={<X />} onClick={() => void cancelJob(job.id)} />
  </div>
)
