import type { Command as Program } from '@commander-js/extra-typings'
import { generation } from '../../../src-shared/generation/contract.ts'
import { ask } from '../ask.ts'
import type { RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

export const addEngines = (program: Program, run: RunCommand): void => {
  program
    .command('engines')
    .description('who can make music here, and what it may be used for')
    .action(() =>
      run(async ({ studio }) => {
        const { engines, absent } = await ask(generation.options, studio.handlers.generation.options, {})
        const rows = [
          ...engines.map(({ id, name, abilities, mayISell }) => [id, name, abilities.join(', '), mayISell]),
          ...absent.map(({ id, name, mayISell }) => [id, name, `not installed: segno models pull ${id}`, mayISell]),
        ]
        return { json: { engines, absent }, text: table(['Engine', 'Name', 'Can', 'May I sell it?'], rows) }
      }),
    )
}
