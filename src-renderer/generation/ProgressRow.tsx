import { CircleAlert, Clock, RotateCcw, X } from 'lucide-react'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { Button, IconButton, ProgressBar } from '../elements/index.ts'
import { cancelJob, jobLine, retryJob } from '../jobs/index.ts'
import styles from './Results.module.css'

/** A song on its way: what is being done to it now. */
export const ProgressRow = ({ job }: { readonly job: Job }) => {
  const isBroken = job.state === 'failed' || job.state === 'interrupted'
  return (
    <li className={styles.progress} data-state={job.state}>
      {isBroken ? (
        <CircleAlert className={styles.broken} aria-hidden />
      ) : job.state === 'queued' ? (
        <Clock className={styles.queued} aria-hidden />
      ) : (
        <span className={styles.percent}>{Math.round(job.fraction * 100)} %</span>
      )}
      <div className={styles.words}>
        <p className={styles.waitingTitle} title={job.title}>
          {job.title}
        </p>
        <p className={styles.facts}>{job.error?.message ?? jobLine(job, job.createdAt)}</p>
      </div>
      {isBroken ? (
        <Button size="small" icon={<RotateCcw />} onClick={() => void retryJob(job.id)}>
          Run again
        </Button>
      ) : (
        <>
          <ProgressBar className={styles.bar} fraction={job.fraction} label={job.title} isPaused={job.state === 'paused'} />
          <IconButton size="small" label={`Cancel ${job.title}`} icon={<X />} onClick={() => void cancelJob(job.id)} />
        </>
      )}
    </li>
  )
}
