import type { Command as Program } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { type StudioState, studios } from '../../../src-shared/studios/contract.ts'
import { StudioId } from '../../../src-shared/studios/studio-id.ts'
import { ask } from '../ask.ts'
import type { RunCommand } from '../outcome.ts'
import type { StudioServices } from '../studio-services.ts'
import { table } from '../table.ts'

const megabytes = (bytes: number): string => `${Math.round(bytes / 1e6)} MB`

/** An id, or the name that the window shows. @throws FailureError cli.usage */
export const studioOf = (said: string): StudioId => {
  const id = StudioId.safeParse(said.trim().toLowerCase().replace(/\s+/g, '-').replace('open-studio', 'open')).data
  if (id) return id
  throw new FailureError(failure('cli.usage', `There is no studio “${said}”. There are: ${StudioId.options.join(', ')}.`))
}

const current = (state: StudioState) => {
  const studio = state.studios.find(({ id }) => id === state.active)
  const { active, usedBytes, ceilingBytes, lastSwitch } = state
  return { active, name: studio?.name, agents: studio?.agents, styles: studio?.styles, memoryBytes: studio?.memoryBytes, usedBytes, ceilingBytes, lastSwitch }
}

const told = (state: StudioState): string => {
  const { name, agents = [], memoryBytes = 0, lastSwitch, usedBytes, ceilingBytes } = current(state)
  const opened = lastSwitch
    ? `Opened in ${lastSwitch.milliseconds} ms; studios took ${megabytes(lastSwitch.beforeBytes)} before and take ${megabytes(lastSwitch.afterBytes)} now.`
    : ''
  const players = agents.map((agent) => `  ${agent.name}: ${agent.job}`).join('\n')
  return `${name}: ${megabytes(memoryBytes)}, all studios ${megabytes(usedBytes)} of ${megabytes(ceilingBytes)}. ${opened}\n${players}`
}

const select = (studio: StudioServices, id: StudioId): Promise<StudioState> => ask(studios.select, studio.handlers.studios.select, { studio: id })

export const addStudios = (program: Program, run: RunCommand): void => {
  const group = program.command('studios').description('ensembles with rules of their own; songs are made in the one that is selected')
  group
    .command('list')
    .description('every studio, who works there and what it plays')
    .action(() =>
      run(async ({ studio }) => {
        const state = await ask(studios.state, studio.handlers.studios.state, {})
        const rows = state.studios.map(({ id, name, blurb, styles, agents }) => [
          id === state.active ? `${id} *` : id,
          name,
          styles.join(', '),
          agents.map((agent) => agent.name).join(', '),
          blurb,
        ])
        return { json: state, text: `${table(['Studio', 'Name', 'Plays', 'Agents', 'In short'], rows)}\n* selected` }
      }),
    )
  group
    .command('select <studio>')
    .description('songs are made there from now on, in the window too')
    .action((said) =>
      run(async ({ studio }) => {
        const state = await select(studio, studioOf(said))
        return { json: current(state), text: told(state) }
      }),
    )
  group
    .command('current')
    .description('which studio is selected; opens it and says what it takes')
    .action(() =>
      run(async ({ studio }) => {
        const { active } = await ask(studios.state, studio.handlers.studios.state, {})
        const state = await select(studio, active)
        return { json: current(state), text: told(state) }
      }),
    )
}
