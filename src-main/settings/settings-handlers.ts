import { basename } from 'node:path'
import type { Handlers } from '../../src-shared/ipc/call.ts'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import { err, ok } from '../../src-shared/kernel/result.ts'
import type { KeyFile } from '../../src-shared/keys/key-choices.ts'
import type { HealthCheck, settings } from '../../src-shared/settings/contract.ts'
import { writeText } from '../platform/files/index.ts'
import type { SettingsService } from './settings-service.ts'

export type SettingsParts = {
  readonly service: SettingsService
  /** the health report, put together where all parts are known */
  readonly examine: () => Promise<HealthCheck[]>
  /** the system's own dialog; undefined when it was closed */
  readonly choosePath: (suggestedName: string) => Promise<string | undefined>
}

export const settingsHandlers = ({ service, examine, choosePath }: SettingsParts): Handlers<typeof settings> => ({
  get: async () => ok(service.current()),
  unreadable: async () => ok([...service.unreadable()]),
  update: async (change) => ok(await service.update(change)),
  async saveKeys() {
    const path = await choosePath('Segno keys.json')
    if (path === undefined) return ok({})
    await service.settled()
    const file: KeyFile = { format: 'segno-keys', version: 1, ...service.current().keyboard }
    try {
      await writeText(path, `${JSON.stringify(file, undefined, 2)}\n`)
      return ok({ fileName: basename(path) })
    } catch (cause) {
      if (!(cause instanceof FailureError)) throw cause
      const { code, message } = cause.failure
      return err({ code: code === 'disk.full' ? 'disk.full' : 'disk.read-only', message })
    }
  },
  doctor: async () => ok(await examine()),
})
