import { basename } from 'node:path'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { failure } from '../../../src-shared/kernel/failure.ts'
import type { JobId, OfferId } from '../../../src-shared/kernel/ids.ts'
import { err, ok } from '../../../src-shared/kernel/result.ts'
import type { library } from '../../../src-shared/library/contract.ts'
import { oneLine } from '../../audio/index.ts'
import type { JobQueue } from '../../platform/jobs/index.ts'
import type { ImportJob } from './import-job.ts'

/** Where the paths behind an offer are kept; an offer is taken once. */
export type TakeOffer = (offerId: OfferId) => readonly string[] | undefined

export type ImportHandlers = Pick<Handlers<typeof library>, 'importOffered'> & {
  /** The same for those who may say paths themselves: the command line, agents. */
  importPaths(paths: readonly string[]): ReturnType<Handlers<typeof library>['importOffered']>
}

export type ImportHandlerParts = { readonly takeOffer: TakeOffer; readonly jobs: Pick<JobQueue, 'enqueue'>; readonly importJob: ImportJob }

const titleOf = (paths: readonly string[]): string => {
  const [first] = paths
  return paths.length === 1 && first !== undefined ? `Import: ${oneLine(basename(first)) ?? 'a file'}` : `Import ${paths.length} files`
}

export const createImportHandlers = ({ takeOffer, jobs, importJob }: ImportHandlerParts): ImportHandlers => {
  const importPaths = async (paths: readonly string[]) => {
    if (paths.length === 0) return err(failure('import.nothing-offered', 'There is nothing to import. Choose or drop some sound files.'))
    const jobId: JobId = await jobs.enqueue(importJob, { paths: [...paths] }, { title: titleOf(paths) })
    return ok({ jobId })
  }
  return { importPaths, importOffered: async ({ offerId }) => importPaths(takeOffer(offerId) ?? []) }
}
