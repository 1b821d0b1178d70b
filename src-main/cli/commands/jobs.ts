import type { Command as Program } from '@commander-js/extra-typings'
import { type JobState, jobs } from '../../../src-shared/jobs/contract.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { JobId } from '../../../src-shared/kernel/ids.ts'
import { ask } from '../ask.ts'
import type { RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

const OPEN: JobState[] = ['queued', 'running', 'paused', 'interrupted']

export const addJobs = (program: Program, run: RunCommand): void => {
  const group = program.command('jobs').description('the studio’s work')

  group
    .command('list')
    .description('what waits, runs or was interrupted')
    .option('--all', 'also what has ended', false)
    .action(({ all }) =>
      run(async ({ studio }) => {
        const list = await ask(jobs.list, studio.handlers.jobs.list, all ? {} : { states: OPEN })
        const rows = list.map(({ id, state, fraction, title, stage, error }) => [id, state, `${Math.round(fraction * 100)} %`, title, error?.message ?? stage])
        return { json: { jobs: list }, text: list.length > 0 ? table(['Job', 'State', 'Done', 'What', ''], rows) : 'Nothing is being done.' }
      }),
    )

  group
    .command('cancel <job>')
    .description('stop a job; nothing of it stays')
    .action((words) =>
      run(async ({ studio }) => {
        const jobId = JobId.safeParse(words)
        if (!jobId.success) throw new FailureError(failure('job.not-found', `There is no job “${words}”. \`segno jobs list\` shows them.`))
        const job = await ask(jobs.cancel, studio.handlers.jobs.cancel, { jobId: jobId.data })
        return { json: job, text: `${job.title}: ${job.state}` }
      }),
    )
}
