import { availableParallelism, cpus, totalmem } from 'node:os'
import { z } from 'zod'
import type { Provider } from '../../src-shared/hardware/contract.ts'
import { ProviderFinding, SpeedFinding } from '../../src-shared/hardware/contract.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { createWorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Inference } from '../inference/index.ts'
import { findGraphicsCard } from './graphics-card.ts'
import { howToGet, inWords, nameOf, providersOf } from './provider-words.ts'

/** What does not depend on settings, and is remembered between starts. */
export const Measurement = z.object({
  processor: z.string(),
  cores: z.number().int(),
  memoryBytes: z.number(),
  graphics: z.object({ name: z.string(), memoryBytes: z.number() }).optional(),
  providers: z.array(ProviderFinding),
  speeds: z.array(SpeedFinding).min(1),
  measuredAt: z.number(),
})
export type Measurement = z.output<typeof Measurement>

/** a second thread a core, or a slow core, often costs more than it brings; so doubled steps up to all of them are tried */
const threadCounts = (cores: number): number[] => {
  const counts = new Set<number>([cores])
  for (let count = 1; count < cores; count *= 2) counts.add(count)
  if (cores > 4) counts.add(Math.round(cores * 0.75))
  return [...counts].sort((a, b) => a - b)
}

const unattended = () => ({ signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined })

const why = (cause: unknown): string => {
  if (cause instanceof FailureError && cause.failure.code === 'engine.crashed') return 'The test of it ended its process: its driver is not in order.'
  return cause instanceof Error ? cause.message : String(cause)
}

/** Runs the tests, each in a process that may die of it. Takes a second or two. */
export const measureHardware = async (inference: Pick<Inference, 'probe'>, now: () => number): Promise<Measurement> => {
  const graphics = await findGraphicsCard()
  const probe = async (provider: Provider) => {
    try {
      return await inference.probe('hardware.probe', { provider }, unattended())
    } catch (cause) {
      return { provider, works: false, why: why(cause) }
    }
  }
  const providers: ProviderFinding[] = []
  for (const provider of providersOf(process.platform, process.arch)) {
    const found = await probe(provider)
    providers.push({ ...found, why: inWords(found.why), name: nameOf(provider), howToGet: found.works ? '' : howToGet(provider, graphics !== undefined) })
  }
  const cores = availableParallelism()
  const speeds = await inference.probe('hardware.speed', { threads: threadCounts(cores) }, unattended())
  return {
    processor: cpus()[0]?.model.trim() || process.arch,
    cores,
    memoryBytes: totalmem(),
    ...(graphics ? { graphics } : {}),
    providers,
    speeds: [...speeds],
    measuredAt: now(),
  }
}
