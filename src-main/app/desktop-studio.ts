import { readFile } from 'node:fs/promises'
import { getLogger } from '@logtape/logtape'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { ok } from '../../src-shared/kernel/result.ts'
import type { Sealing } from '../llm/index.ts'
import type { ChooseFolder, ChooseSavePath } from '../mixdown/index.ts'
import { salvageDatabase } from '../platform/database/index.ts'
import { locateDataFolder } from '../platform/files/index.ts'
import { createStudioRouter } from '../platform/ipc/router.ts'
import { chooseLogLevel, createLogging } from '../platform/logging/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'
import { createStudio } from './composition-root.ts'
import type { StudioOptions } from './studio-options.ts'
import type { OpenStudio } from './window/studio-for-window.ts'

export type DesktopSurroundings = {
  readonly now: () => number
  /** THIRD-PARTY.md */
  readonly noticesPath: string
  /** asks the musician whether a damaged library is to be replaced by its newest good backup; the damaged file is kept either way */
  readonly mayRestoreBackup: (sentence: string) => Promise<boolean>
  readonly tell: (sentence: string) => void
  readonly chooseSavePath: ChooseSavePath
  readonly chooseFolder: ChooseFolder
  readonly launchProcess: LaunchProcess
  readonly sealing: Sealing
}

const TIDY_AFTER_MILLISECONDS = 10_000

/** The studio as the window needs it. */
export const desktopStudio = ({
  now,
  noticesPath,
  mayRestoreBackup,
  tell,
  chooseSavePath,
  chooseFolder,
  launchProcess,
  sealing,
}: DesktopSurroundings): OpenStudio => {
  const openOrRestore = async (options: StudioOptions) => {
    try {
      return await createStudio(options)
    } catch (cause) {
      if (!(cause instanceof FailureError) || cause.failure.code !== 'database.damaged') throw cause
      if (!(await mayRestoreBackup(cause.failure.message))) throw cause
      const { databasePath: path, backups: backupsFolder } = options.folder
      tell(salvageDatabase({ path, backupsFolder, now }).message)
      return createStudio(options)
    }
  }

  return async ({ home, desktop }) => {
    const folder = locateDataFolder({ platform: process.platform, env: { ...process.env, SEGNO_HOME: home }, home })
    const flag = process.argv.find((word) => word.startsWith('--log-level='))?.slice('--log-level='.length)
    const environment = process.env.SEGNO_LOG_LEVEL
    const logging = createLogging({ folder: folder.logs, name: 'studio', level: chooseLogLevel({ flag, environment }), onTrouble: () => {} })
    logging.watchUncaught()
    const log = getLogger(['segno', 'window'])
    const studio = await openOrRestore({ folder, env: process.env, now, claimOnlyOwn: false, launchProcess, chooseSavePath, chooseFolder, sealing })
    const followSettings = (setting: string) => logging.setLevel(chooseLogLevel({ flag, environment, setting }))
    followSettings(studio.settings.current().logLevel)
    studio.events.on('settings.changed', ({ logLevel }) => followSettings(logLevel))
    // it looks through the whole library: the window shows its first songs before
    const tidying = setTimeout(() => void studio.tidy().catch((cause) => log.error('tidying failed', { cause })), TIDY_AFTER_MILLISECONDS)

    const storedFile = async (trackId: TrackId) => {
      const track = await studio.handlers.library.get({ trackId })
      return track.ok ? ok({ path: studio.store.pathOf(track.value.audioSha256) }) : track
    }
    const needs = { offers: studio.offers, dataFolder: folder.root, notices: () => readFile(noticesPath, 'utf8'), dragFile: studio.dragFile, storedFile }
    const handlers = { ...studio.handlers, desktop: desktop(needs) }
    return {
      router: createStudioRouter(handlers, studio.events, (call, cause) => log.error('{call} broke', { call, cause })),
      offers: studio.offers,
      log: {
        info: (message, properties) => log.info(message, properties),
        warning: (message, properties) => log.warn(message, properties),
        error: (message, properties) => log.error(message, properties),
      },
      resolveMedia: studio.mediaFile,
      mayUseMicrophone: studio.mayUseMicrophone,
      mayUseMidi: () => studio.settings.current().keyboard.isMidiOn,
      async close() {
        clearTimeout(tidying)
        await studio.close()
        logging.close()
      },
    }
  }
}
