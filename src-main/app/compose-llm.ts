import { join } from 'node:path'
import { getLogger } from '@logtape/logtape'
import type { HardwareReport } from '../../src-shared/hardware/contract.ts'
import {
  chooseSpeakers,
  createAskInTurn,
  createKeyringKeys,
  createLlmHandlers,
  createLocalModels,
  createSealedFileKeys,
  createServiceDesk,
  createTrailLedger,
  localSpeaker,
  type Sealing,
} from '../llm/index.ts'
import type { ModelShelf } from '../models/index.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import type { DataFolder } from '../platform/files/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'
import type { SettingsService } from '../settings/index.ts'

export type LlmCore = {
  readonly folder: DataFolder
  readonly env: Readonly<Record<string, string | undefined>>
  readonly database: Database
  readonly events: Events
  readonly settings: SettingsService
  readonly launchProcess: LaunchProcess
  readonly models: ModelShelf
  readonly hardwareReport: () => Promise<HardwareReport>
  readonly isSealed: () => boolean
  /** how the desktop keeps secrets; without one the system's keyring is asked */
  readonly sealing?: Sealing | undefined
  readonly now: () => number
}

/** Whoever answers questions in words, joined to the rest by `composition-root.ts`. */
export const composeLlm = ({ folder, env, database, events, settings, launchProcess, models, hardwareReport, isSealed, sealing, now }: LlmCore) => {
  const log = getLogger(['segno', 'llm'])
  const local = createLocalModels({ launch: launchProcess, models, hardware: hardwareReport })
  const localSpeakers = () => local.list().map((model) => localSpeaker(local, model))
  const keys = sealing ? createSealedFileKeys(join(folder.root, 'keys.json'), sealing) : createKeyringKeys()
  const services = createServiceDesk({ choices: () => settings.current().languageServices, keys, env, isSealed })
  const ledger = createTrailLedger(database.query, now)
  const languageModel = createAskInTurn({
    async speakersFor(request) {
      const left = settings.current().languageDollarsPerDay - (await ledger.spentToday())
      return chooseSpeakers(request, localSpeakers(), await services.speakers(), left)
    },
    keep: (trail) =>
      void ledger.keep(trail).then(
        () => events.emit('llm.changed', {}),
        (cause) => log.error('a trail could not be kept', { cause }),
      ),
    now,
  })
  return {
    languageModel,
    handlers: createLlmHandlers({ localSpeakers, services, keys, ledger, isSealed, events, now }),
    close: local.close,
  }
}
