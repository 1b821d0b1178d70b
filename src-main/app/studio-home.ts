import { join, resolve } from 'node:path'

/**
 * The one folder that holds everything: `SEGNO_HOME`, or the platform's user-data folder. Always absolute, so that the window, the command
 * line and the single-instance lock mean the same place.
 */
export const studioHome = (env: Readonly<Record<string, string | undefined>>, platform: string, homeFolder: string): string => {
  if (env.SEGNO_HOME) return resolve(env.SEGNO_HOME)
  if (platform === 'darwin') return join(homeFolder, 'Library', 'Application Support', 'Segno Studio')
  if (platform === 'win32') return join(env.APPDATA ?? join(homeFolder, 'AppData', 'Roaming'), 'Segno Studio')
  return join(env.XDG_DATA_HOME ?? join(homeFolder, '.local', 'share'), 'segno-studio')
}
