import { RotateCcw, X } from 'lucide-react'
import type { Job } from '../../../src-shared/jobs/contract.ts'
import { Button, IconButton, ProgressBar } from '../../elements/index.ts'
import { cancelJob, jobLine, retryJob } from '../../jobs/index.ts'
import styles from './takes.module.css'

/** A take on its way: its real stage, and the way to stop it. A failed one says why and offers to try again. */
export const TakeProgress = ({ job }: { readonly job: Job }) => (
  <li className={styles.card} data-state={job.state}>
    <div className={styles.cardHead}>
      <span className={styles.cardTitle}>{job.title}</span>
      {job.state === 'failed' || job.state === 'interrupted' ? (
        <Button size="small" icon={<RotateCcw />} onClick={() => void retryJob(job.id)}>
          Try again
        </Button>
      ) : (
        <IconButton label={`Cancel ${job.title}`} icon={<X />} size="small" onClick={() => void cancelJob(job.id)} />
      )}
    </div>
    {job.state === 'failed' ? (
      <p className={styles.cardError} role="alert">
        {job.error?.message ?? 'This take could not be made. The song is unchanged.'}
      </p>
    ) : (
      <>
        <ProgressBar fraction={job.fraction} label={`Progress of ${job.title}`} isPaused={job.state === 'paused'} />
        <p className={styles.cardLine}>{jobLine(job, job.createdAt)}</p>
      </>
    )}
  </li>
)
