import type { Command as Program } from '@commander-js/extra-typings'
import { failure } from '../../../src-shared/kernel/failure.ts'
import { settings } from '../../../src-shared/settings/contract.ts'
import { ask } from '../ask.ts'
import type { RestoreLibrary, RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

export const addDoctor = (program: Program, run: RunCommand, restore: RestoreLibrary): void => {
  program
    .command('doctor')
    .description('check that everything the studio needs is in order')
    .option('--restore-backup', 'put a damaged library file aside and bring back the newest good backup', false)
    .action(({ restoreBackup }) => {
      if (restoreBackup) return restore()
      return run(async ({ studio }) => {
        const checks = await ask(settings.doctor, studio.handlers.settings.doctor, {})
        const problems = checks.filter(({ state }) => state === 'problem')
        const failed = problems.length > 0 ? failure('doctor.problems', problems.map(({ name, message }) => `${name}: ${message}`).join(' ')) : undefined
        const rows = checks.map(({ state, name, message }) => [state, name, message])
        return { json: { checks, ...(failed && { error: failed }) }, text: table(['', 'What', ''], rows), failure: failed }
      })
    })
}
