import { afterEach, expect, test } from 'vitest'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import { createInference, type Inference } from './index.ts'

const open: Inference[] = []
const inference = (): Inference => {
  const made = createInference({ launch: launchNodeProcess, settings: async () => ({ providers: ['cpu'], threads: 1, memoryCeilingBytes: 4e9 }) })
  open.push(made)
  return made
}
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()))
})
const context = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

test('a provider is probed with a real graph in the real process, and one that is not there says why', async () => {
  const neural = inference()
  expect(await neural.run('hardware.probe', { provider: 'cpu' }, context())).toEqual({ provider: 'cpu', works: true, why: '' })
  const cuda = await neural.probe('hardware.probe', { provider: 'cuda' }, context())
  expect(cuda.why === '').toBe(cuda.works)
})

test('the self-test really computes, once for each number of threads', async () => {
  const speeds = await inference().probe('hardware.speed', { threads: [1, 2] }, context())
  expect(speeds.map(({ threads }) => threads)).toEqual([1, 2])
  for (const { gigaflops } of speeds) expect(gigaflops).toBeGreaterThan(0.1)
})
