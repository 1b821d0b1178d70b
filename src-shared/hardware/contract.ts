import { z } from 'zod'
import { call, push } from '../ipc/call.ts'

/** Where a graph can run, fastest kind first. `cpu` is always there. */
export const Provider = z.enum(['cuda', 'dml', 'coreml', 'webgpu', 'cpu'])
export type Provider = z.output<typeof Provider>

/** What running a real graph on a provider came to. `why` and `howToGet` are sentences, empty where it works. */
export const ProviderFinding = z.object({ provider: Provider, name: z.string(), works: z.boolean(), why: z.string(), howToGet: z.string() })
export type ProviderFinding = z.output<typeof ProviderFinding>

/** One round of the self-test: a matrix product in single precision with so many threads. */
export const SpeedFinding = z.object({ threads: z.number().int(), gigaflops: z.number() })
export type SpeedFinding = z.output<typeof SpeedFinding>

/** This machine, as measured. */
export const HardwareReport = z.object({
  processor: z.string(),
  cores: z.number().int(),
  memoryBytes: z.number(),
  /** measured by the driver's own tool; undefined where there is none */
  graphics: z.object({ name: z.string(), memoryBytes: z.number() }).optional(),
  providers: z.array(ProviderFinding),
  /** the one that models run on */
  provider: Provider,
  /** why that one, in a sentence */
  reason: z.string(),
  speeds: z.array(SpeedFinding),
  /** threads that models use on the processor, chosen by the self-test or by the musician */
  threads: z.number().int(),
  /** of the processor with those threads */
  gigaflops: z.number(),
  /** models that are not in use leave memory before together they exceed this */
  memoryCeilingBytes: z.number(),
  measuredAt: z.number(),
})
export type HardwareReport = z.output<typeof HardwareReport>

export const hardware = {
  /** measured once and remembered; `again` measures anew (a few seconds) */
  report: call({ input: z.object({ again: z.boolean().default(false) }), output: HardwareReport }),
  changed: push(HardwareReport),
} as const
