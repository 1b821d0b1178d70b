import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { HardwareReport } from '../../src-shared/hardware/contract.ts'
import { createInference, type Inference } from '../inference/index.ts'
import { createEvents } from '../platform/events.ts'
import { launchNodeProcess } from '../platform/processes/index.ts'
import type { HardwareChoices } from './hardware-report.ts'
import { createHardwareService, modelsHaveHardware } from './index.ts'

let folder = ''
let inference: Inference
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-hardware-'))
  inference = createInference({ launch: launchNodeProcess, settings: () => Promise.reject(new Error('a probe asks for no settings')) })
})
afterEach(async () => {
  await inference.close()
  await rm(folder, { recursive: true })
})

const service = (over: Partial<HardwareChoices> = {}, heard: HardwareReport[] = []) => {
  const events = createEvents((cause) => Promise.reject(cause))
  events.on('hardware.changed', (report) => void heard.push(report))
  const choices = () => ({ provider: 'auto', inferenceThreads: 0, modelMemoryGigabytes: 0, ...over }) as const
  return createHardwareService({ inference: () => inference, choices, cachePath: join(folder, 'hardware.json'), events, now: () => 1 })
}

test('the machine is measured once, remembered, and measured again when asked', async () => {
  const first = await service().report()
  expect(first.providers.find(({ provider }) => provider === 'cpu')).toMatchObject({ works: true })
  for (const { works, why, howToGet } of first.providers) if (!works) expect([why, howToGet]).not.toContain('')
  expect(first.speeds.length).toBeGreaterThan(0)
  expect(first.threads).toBeGreaterThan(0)

  await inference.close()
  expect(await service().report()).toEqual(first)

  inference = createInference({ launch: launchNodeProcess, settings: () => Promise.reject(new Error('a probe asks for no settings')) })
  const heard: HardwareReport[] = []
  const again = await service({}, heard).measureAgain()
  expect(heard).toEqual([again])
})

test('what is remembered is not believed when it is damaged or of another machine', async () => {
  const path = join(folder, 'hardware.json')
  await writeFile(path, '{"processor":')
  const { processor } = await service().report()
  const stored = JSON.parse(await readFile(path, 'utf8'))
  await writeFile(path, JSON.stringify({ ...stored, processor: 'another one' }))
  expect((await service().report()).processor).toBe(processor)
})

test('the choices of the musician are obeyed, and one that cannot be is said', async () => {
  const chosen = await service({ inferenceThreads: 1, modelMemoryGigabytes: 3 }).sessionSettings()
  expect(chosen).toMatchObject({ threads: 1, memoryCeilingBytes: 3e9 })
  const { provider, reason } = await service({ provider: 'dml' }).report()
  if (process.platform !== 'win32') expect([provider, reason]).toEqual(['cpu', expect.stringContaining('does not work here')])
})

test('the health report names what models run on and why nothing faster', async () => {
  const check = await modelsHaveHardware(service())()
  expect(check).toMatchObject({ state: 'ok', message: expect.stringMatching(/^Models run on: .+/) })
})
