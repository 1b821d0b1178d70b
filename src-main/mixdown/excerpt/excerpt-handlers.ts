import { basename } from 'node:path'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { type Failure, FailureError } from '../../../src-shared/kernel/failure.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { mixdown } from '../../../src-shared/mixdown/contract.ts'
import type { JobQueue } from '../../platform/jobs/index.ts'
import type { ChooseSavePath } from '../mixdown-handlers.ts'
import type { ExcerptJob } from './excerpt-job.ts'
import { type ExcerptParts, findExcerpt } from './write-excerpt.ts'

type Known = Failure<'track.not-found' | 'export.no-score' | 'separation.not-found'>
const isKnown = (told: Failure): told is Known => ['track.not-found', 'export.no-score', 'separation.not-found'].includes(told.code)

/** Saves a part of a song where the musician says. */
export const createExcerptHandlers = (
  parts: ExcerptParts,
  job: ExcerptJob,
  jobs: Pick<JobQueue, 'enqueue'>,
  chooseSavePath: ChooseSavePath,
): Pick<Handlers<typeof mixdown>, 'saveExcerpt'> => ({
  async saveExcerpt(excerpt) {
    try {
      const { fileName } = await findExcerpt(parts, excerpt)
      const path = await chooseSavePath(fileName, excerpt.format)
      if (path === undefined) return ok({})
      return ok({ jobId: await jobs.enqueue(job, { excerpt, path }, { title: `Export: ${basename(path)}`, subjectId: excerpt.trackId }) })
    } catch (cause) {
      if (cause instanceof FailureError && isKnown(cause.failure)) return err(cause.failure)
      throw cause
    }
  },
})
