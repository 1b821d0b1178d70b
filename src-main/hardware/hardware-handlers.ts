import type { hardware } from '../../src-shared/hardware/contract.ts'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { HealthCheck } from '../../src-shared/settings/contract.ts'
import type { HardwareService } from './hardware-service.ts'

export const hardwareHandlers = (service: HardwareService): Handlers<typeof hardware> => ({
  report: async ({ again }) => ok(await (again ? service.measureAgain() : service.report())),
})

/** A line of the health report. A computer without a graphics card is in order: it is only slower. */
export const modelsHaveHardware = (service: HardwareService) => async (): Promise<HealthCheck> => {
  const facts = { id: 'hardware', name: 'Hardware for models' } as const
  try {
    const { providers, provider, threads, gigaflops } = await service.report()
    const found = providers.find((one) => one.provider === provider)
    if (!found?.works) return { ...facts, state: 'problem', message: `Models cannot run: ${found?.why ?? 'nothing answered'}. ${found?.howToGet ?? ''}` }
    const refused = providers.filter(({ works }) => !works).map(({ name, why, howToGet }) => `${name}: ${why} ${howToGet}`)
    const how = provider === 'cpu' ? ` with ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${Math.round(gigaflops)} GFLOPS measured` : ''
    return { ...facts, state: 'ok', message: [`Models run on: ${found.name}${how}.`, ...refused].join(' ') }
  } catch (cause) {
    return { ...facts, state: 'problem', message: `The test of the hardware failed: ${cause instanceof Error ? cause.message : String(cause)}` }
  }
}
