import { z } from 'zod'
import { call, NoInput, push } from '../ipc/call.ts'

export const Settings = z.object({
  variations: z.number().int().min(1).max(4).default(2),
  takes: z.number().int().min(2).max(4).default(2),
  crossfadeMilliseconds: z.number().int().min(10).max(50).default(20),
  snap: z.enum(['bar', 'beat', 'off']).default('bar'),
  trashDays: z.number().int().min(1).max(365).default(30),
  reducedMotion: z.enum(['system', 'on', 'off']).default('system'),
  renderThreads: z.number().int().min(0).max(64).default(0),
  outputVolume: z.number().min(0).max(1).default(0.85),
  logLevel: z.enum(['debug', 'info', 'warning', 'error']).default('info'),
})
export type Settings = z.output<typeof Settings>

/** One line of the health report that `segno doctor` prints and Settings shows. */
export const HealthCheck = z.object({ id: z.string(), name: z.string(), state: z.enum(['ok', 'warning', 'problem']), message: z.string() })
export type HealthCheck = z.output<typeof HealthCheck>

export const settings = {
  get: call({ input: NoInput, output: Settings }),
  update: call({ input: Settings.partial(), output: Settings }),
  doctor: call({ input: NoInput, output: z.array(HealthCheck) }),
  changed: push(Settings),
} as const
