import { RotateCcw, X } from 'lucide-react'
import type { Job } from '../../../src-shared/jobs/contract.ts'
import { Button, IconButton, ProgressBar } from '../../elements/index.ts'
import { cancelJob, jobLine, retryJob } from '../../jobs/index.ts'
import { TakeShape } from './TakeShape.tsx'
import styles from './takes.module.css'

/** A take on its way: its real stage, and the way to stop it. A failed one says why and offers to try again. */
export const TakeProgress = ({ job }: { readonly job: Job }) => {
  const number = numberOf(job)
  const name = number === undefined ? job.title : `Take ${number}`
  return (
    <li className={styles.card} data-state={job.state} aria-label={number === undefined ? job.title : `In the making: number ${number}`}>
      <div className={styles.cardHead}>
        <span className={styles.cardTitle} title={job.title}>
          {number !== undefined && <TakeShape number={number} />}
          {name}
        </span>
        {job.state === 'failed' || job.state === 'interrupted' ? (
          <Button size="small" icon={<RotateCcw />} onClick={() => void retryJob(job.id)}>
            Try again
          </Button>
        ) : (
          <IconButton label={`Cancel ${name.toLowerCase()}`} icon={<X />} size="small" onClick={() => void cancelJob(job.id)} />
        )}
      </div>
      {job.state === 'failed' ? (
        <p className={styles.cardError} role="alert">
          {job.error?.message ?? 'This take could not be made. The song is unchanged.'}
        </p>
      ) : (
        <>
          <ProgressBar fraction={job.fraction} label={`Progress of ${name.toLowerCase()}`} isPaused={job.state === 'paused'} />
          <p className={styles.cardLine}>{jobLine(job, job.createdAt)}</p>
        </>
      )}
    </li>
  )
}

/** Main names jobs as musicians do: "Regenerate bars 5-8 of Rain (take 2)". */
const numberOf = ({ title }: Job): number | undefined => {
  const found = /\(take (\d+)\)$/.exec(title)?.[1]
  return found === undefined ? undefined : Number(found)
}
