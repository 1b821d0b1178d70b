import { ArrowDown, ArrowUp, Ban, Check, CircleAlert, Pause, Play, RotateCcw, X, Zap } from 'lucide-react'
import type { Job } from '../../src-shared/jobs/contract.ts'
import { classNames, IconButton, ProgressBar } from '../elements/index.ts'
import styles from './JobsTray.module.css'
import { isActive, neighbourFor } from './job-order.ts'
import { jobLine } from './job-words.ts'
import { cancelJob, moveJob, pauseJob, resumeJob, retryJob } from './jobs-store.ts'

const ENDED = { succeeded: <Check />, failed: <CircleAlert />, cancelled: <Ban />, interrupted: <Zap /> } as const

export const JobRow = ({ job, jobs, now }: { readonly job: Job; readonly jobs: readonly Job[]; readonly now: number }) => {
  const earlier = neighbourFor(job, jobs, 'earlier')
  const later = neighbourFor(job, jobs, 'later')
  const { state } = job
  return (
    <li className={classNames(styles.job, styles[state])} data-state={state}>
      <div className={styles.head}>
        {state === 'succeeded' || state === 'failed' || state === 'cancelled' || state === 'interrupted' ? (
          <span className={styles.mark} aria-hidden>
            {ENDED[state]}
          </span>
        ) : null}
        <div className={styles.words}>
          <p className={styles.title} title={job.title}>
            {job.title}
          </p>
          <p className={styles.line}>{jobLine(job, now)}</p>
        </div>
        <div className={styles.buttons}>
          {state === 'queued' && (
            <>
              <IconButton
                size="small"
                label="Run earlier"
                icon={<ArrowUp />}
                disabled={!earlier}
                onClick={() => earlier && void moveJob(job.id, earlier.beforeJobId)}
              />
              <IconButton
                size="small"
                label="Run later"
                icon={<ArrowDown />}
                disabled={!later}
                onClick={() => later && void moveJob(job.id, later.beforeJobId)}
              />
            </>
          )}
          {(state === 'running' || state === 'queued') && <IconButton size="small" label="Pause" icon={<Pause />} onClick={() => void pauseJob(job.id)} />}
          {state === 'paused' && <IconButton size="small" label="Resume" icon={<Play />} onClick={() => void resumeJob(job.id)} />}
          {isActive(job) && <IconButton size="small" label="Cancel" icon={<X />} onClick={() => void cancelJob(job.id)} />}
          {(state === 'failed' || state === 'cancelled' || state === 'interrupted') && (
            <IconButton size="small" label="Run again" icon={<RotateCcw />} onClick={() => void retryJob(job.id)} />
          )}
        </div>
      </div>
      {(state === 'running' || state === 'paused') && (
        <div className={styles.progress}>
          <ProgressBar fraction={job.fraction} label={job.title} isPaused={state === 'paused'} />
          <span className={styles.percent}>{Math.round(job.fraction * 100)} %</span>
        </div>
      )}
      {job.error && state === 'failed' && (
        <p className={styles.error} data-selectable>
          {job.error.message}
          <span className={styles.code}>{job.error.code}</span>
        </p>
      )}
    </li>
  )
}
