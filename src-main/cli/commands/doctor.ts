import type { Command as Program } from '@commander-js/extra-typings'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { settings } from '../../../src-shared/settings/contract.ts'
import { ask } from '../ask.ts'
import type { RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

export const addDoctor = (program: Program, run: RunCommand): void => {
  program
    .command('doctor')
    .description('check that everything the studio needs is in order')
    .action(() =>
      run(async ({ studio }) => {
        const checks = await ask(settings.doctor, studio.handlers.settings.doctor, {})
        const problems = checks.filter(({ state }) => state === 'problem')
        const failed = problems.length > 0 ? failure('doctor.problems', problems.map(({ name, message }) => `${name}: ${message}`).join(' ')) : undefined
        const rows = checks.map(({ state, name, message }) => [state, name, message])
        return { json: { checks, ...(failed && { error: failed }) }, text: table(['', 'What', ''], rows), failure: failed }
      }),
    )
}
