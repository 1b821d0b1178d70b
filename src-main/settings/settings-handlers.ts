import type { Handlers } from '../../src-shared/ipc/call.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { HealthCheck, settings } from '../../src-shared/settings/contract.ts'
import type { SettingsService } from './settings-service.ts'

/** `examine` is the health report, put together where all parts are known. */
export const settingsHandlers = (service: SettingsService, examine: () => Promise<HealthCheck[]>): Handlers<typeof settings> => ({
  get: async () => ok(service.current()),
  update: async (change) => ok(await service.update(change)),
  doctor: async () => ok(await examine()),
})
