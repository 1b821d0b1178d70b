import { afterEach, expect, test } from 'vitest'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import { createInference, type Inference } from './index.ts'

const open: Inference[] = []
const inference = (): Inference => {
  const made = createInference({ launch: launchNodeProcess, settings: () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

test('a provider is probed with a real graph in the real process, and one that is not there says why', async () => {
  const results = await inference().run('hardware.probe', { providers: ['cuda', 'cpu'] }, context())
  expect(results.find(({ provider }) => provider === 'cpu')).toEqual({ provider: 'cpu', works: true, why: '' })
  const cuda = results.find(({ provider }) => provider === 'cuda')
  if (!cuda?.works) expect(cuda?.why).not.toBe('')
})
