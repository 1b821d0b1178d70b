import { RotateCcw, X } from 'lucide-react'
import { useMemo } from 'react'
import type { Job } from '../../../src-shared/jobs/contract.ts'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import { Button, IconButton, ProgressBar } from '../../elements/index.ts'
import { cancelJob, jobLine, retryJob, useJobs } from '../../jobs/index.ts'
import styles from './stems.module.css'

const SPLITS = /^separation\./
const UNFINISHED = new Set<Job['state']>(['queued', 'running', 'paused', 'interrupted'])

/** A split of this song that is on its way. */
export const isUnfinishedSplit = (job: Job, trackId: TrackId): boolean => job.subjectId === trackId && SPLITS.test(job.kind) && UNFINISHED.has(job.state)

/** A song's splits on their way, and the newest one where it failed. */
const splitsOf = (jobs: readonly Job[], trackId: TrackId): readonly Job[] => {
  const own = jobs.filter((job) => job.subjectId === trackId && SPLITS.test(job.kind)).toSorted((a, b) => a.createdAt - b.createdAt)
  const last = own.at(-1)
  return own.filter((job) => UNFINISHED.has(job.state) || (job === last && job.state === 'failed'))
}

/** A split in place: its real stage, what is left, and the way to stop it. */
export const SplitProgress = ({ trackId }: { readonly trackId: TrackId }) => {
  const byId = useJobs((state) => state.byId)
  const splits = useMemo(() => splitsOf(Object.values(byId), trackId), [byId, trackId])
  return splits.map((job) => (
    <section key={job.id} className={styles.progress} aria-label={job.title}>
      <span className={styles.title}>Stems</span>
      {job.state === 'failed' ? (
        <p className={styles.failure} role="alert">
          {job.error?.message ?? 'The song could not be split. It is unchanged.'}
        </p>
      ) : (
        <>
          <ProgressBar className={styles.bar} fraction={job.fraction} label="Progress of the split" isPaused={job.state === 'paused'} />
          <p className={styles.stage}>{jobLine(job, job.createdAt)}</p>
        </>
      )}
      {job.state === 'failed' || job.state === 'interrupted' ? (
        <Button size="small" icon={<RotateCcw />} onClick={() => void retryJob(job.id)}>
          Try again
        </Button>
      ) : (
        <IconButton label="Cancel the split" icon={<X />} size="small" onClick={() => void cancelJob(job.id)} />
      )}
    </section>
  ))
}
