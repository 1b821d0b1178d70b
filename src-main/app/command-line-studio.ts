import { getLogger } from '@logtape/logtape'
import type { StudioServices } from '../cli/studio-services.ts'
import { locateDataFolder } from '../platform/files/index.ts'
import { chooseLogLevel, createLogging } from '../platform/logging/index.ts'
import { createStudio } from './composition-root.ts'

export type CommandLineSurroundings = {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  /** what `--log-level` said */
  readonly logLevel: string | undefined
  readonly tell: (sentence: string) => void
}

/** The studio as the command line needs it: everything in this process, and only the jobs that this command asked for. */
export const openCommandLineStudio = async ({ env, now, logLevel, tell }: CommandLineSurroundings): Promise<StudioServices> => {
  const folder = locateDataFolder()
  const words = { flag: logLevel, environment: env.SEGNO_LOG_LEVEL }
  const logging = createLogging({ folder: folder.logs, name: 'segno', level: chooseLogLevel(words), onTrouble: tell })
  const studio = await createStudio({ folder, env, now, claimOnlyOwn: true })
  logging.setLevel(chooseLogLevel({ ...words, setting: studio.settings.current().logLevel }))
  return {
    handlers: studio.handlers,
    events: studio.events,
    jobs: studio.jobs,
    importPaths: studio.importPaths,
    exportTrack: studio.exportTrack,
    exportStems: studio.exportStems,
    audioPath: studio.store.pathOf,
    async close() {
      await studio.close()
      logging.close()
    },
  }
}

export const reportCommandLineDefect = (cause: unknown): void => getLogger(['segno', 'cli']).error('a command broke', { cause })
