import { text as readText } from 'node:stream/consumers'
import type { Command as Program } from '@commander-js/extra-typings'
import { llm, ServiceId } from '../../../src-shared/llm/contract.ts'
import { ask } from '../ask.ts'
import { oneOf } from '../option-values.ts'
import type { RunCommand } from '../outcome.ts'
import { table } from '../table.ts'

const KEYS = { keychain: 'in the keychain', environment: 'from the environment', plain: 'in a file' } as const
const service = oneOf(ServiceId.options)

export const addLlm = (program: Program, run: RunCommand): void => {
  const group = program.command('llm').description('language models: what can answer in words, here or elsewhere')

  group
    .command('status', { isDefault: true })
    .description('models on this machine, services, what was spent today, who answered last')
    .action(() =>
      run(async ({ studio }) => {
        const state = await ask(llm.state, studio.handlers.llm.state, {})
        const local = state.local.map(({ id, name }) => [id, name, 'on this machine', 'ready'])
        const services = state.services.map(({ id, name, model, key, needsKey, isReady }) => [
          id,
          model === '' ? name : `${name}, ${model}`,
          key ? `key ${KEYS[key]}` : needsKey ? 'no key' : 'no key needed',
          isReady ? 'ready' : 'not set up',
        ])
        const lines = [
          table(['Id', 'Name', '', ''], [...local, ...services]),
          ...(state.local.length === 0 ? ['No language model is installed here: `segno models pull llama-3.2-3b-instruct`.'] : []),
          ...(state.isSealed ? ['The studio is sealed: nothing is sent anywhere.'] : []),
          `Spent today, estimated: ${state.spentTodayDollars.toFixed(4)} dollars.`,
          ...state.trails
            .slice(0, 5)
            .map(
              ({ at, task, answeredBy, milliseconds }) =>
                `${new Date(at).toISOString()}  ${task}: ${answeredBy?.name ?? 'nobody answered'}, ${Math.round(milliseconds)} ms`,
            ),
        ]
        return { json: state, text: lines.join('\n') }
      }),
    )

  group
    .command('test <id>')
    .description('ask one model or service a short question')
    .action((id) =>
      run(async ({ studio }) => {
        const { trail } = await ask(llm.test, studio.handlers.llm.test, { id })
        const first = trail.firstTokenMilliseconds === undefined ? '' : `, the first word after ${Math.round(trail.firstTokenMilliseconds)} ms`
        return { json: trail, text: `${trail.answeredBy?.name ?? id} answered in ${Math.round(trail.milliseconds)} ms${first}.` }
      }),
    )

  const keys = group.command('key').description('keys of services, in the system’s keychain')
  keys
    .command('set')
    .argument('<service>', ServiceId.options.join(', '), service)
    .description('reads the key from standard input, so that it stands in no history of commands')
    .action((id) =>
      run(async ({ studio }) => {
        const key = (await readText(process.stdin)).trim()
        await ask(llm.setKey, studio.handlers.llm.setKey, { id, key })
        return { json: { id, isSet: true }, text: `The key of ${id} is in the keychain.` }
      }),
    )
  keys
    .command('remove')
    .argument('<service>', ServiceId.options.join(', '), service)
    .action((id) =>
      run(async ({ studio }) => {
        await ask(llm.removeKey, studio.handlers.llm.removeKey, { id })
        return { json: { id, isSet: false }, text: `The key of ${id} is gone.` }
      }),
    )
}
