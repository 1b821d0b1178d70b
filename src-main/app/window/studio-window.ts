import { join } from 'node:path'
import { BrowserWindow, screen } from 'electron'
import { RECOVERED_QUERY } from '../../../src-shared/desktop/shell.ts'
import { APP_ORIGIN } from './schemes.ts'
import type { WindowLog } from './studio-for-window.ts'
import { fitToScreens, MINIMUM_SIZE, readWindowState, writeWindowState } from './window-state.ts'

/** The page's background before it has painted: `--bg` of the design, so that opening never flashes. */
const BACKGROUND = '#0d0d11'
/** More crashes than this within `CRASH_WINDOW_MILLISECONDS` and reloading is not the cure. */
const MOST_CRASHES = 3
const CRASH_WINDOW_MILLISECONDS = 60_000

export type StudioWindowOptions = {
  readonly preloadPath: string
  readonly iconPath: string
  readonly statePath: string
  readonly devServer: string | undefined
  readonly isDevelopment: boolean
  readonly log: WindowLog
  readonly now: () => number
  /** the page crashed again and again */
  onGivingUp(): void
}

/** Opens the studio's window. A crashed page is loaded again and told so; the songs are in main and lose nothing. */
export const openStudioWindow = (options: StudioWindowOptions): BrowserWindow => {
  const { log, statePath, now } = options
  const saved = readWindowState(statePath)
  const main = screen.getPrimaryDisplay()
  const screens = [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...fitToScreens(saved?.bounds, screens),
    minWidth: MINIMUM_SIZE.width,
    minHeight: MINIMUM_SIZE.height,
    title: 'Segno Studio',
    icon: options.iconPath,
    backgroundColor: BACKGROUND,
    show: false,
    webPreferences: {
      preload: options.preloadPath,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      // Playback and progress go on when the window is covered.
      backgroundThrottling: false,
      devTools: options.isDevelopment,
    },
  })
  if (process.platform !== 'darwin') window.setMenuBarVisibility(false)
  if (saved?.isMaximized) window.maximize()
  window.once('ready-to-show', () => window.show())

  window.on('close', () => {
    try {
      writeWindowState(statePath, { bounds: window.getNormalBounds(), isMaximized: window.isMaximized() })
    } catch (cause) {
      log.warning('the window’s place could not be saved', { cause: String(cause) })
    }
  })

  const load = (query: string) =>
    window.loadURL(`${options.devServer ?? APP_ORIGIN}/${query}`).catch((cause) => log.error('the page could not be loaded', { cause: String(cause) }))

  let crashes: number[] = []
  window.webContents.on('render-process-gone', (_, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    crashes = [...crashes.filter((at) => now() - at < CRASH_WINDOW_MILLISECONDS), now()]
    log.error('the page crashed', { reason, exitCode, crashes: crashes.length })
    if (crashes.length > MOST_CRASHES) options.onGivingUp()
    // Not at once: loading inside this event takes the whole process down (seen with Electron 42.0).
    else setImmediate(() => void load(`?${RECOVERED_QUERY}=${encodeURIComponent(reason)}`))
  })
  window.on('unresponsive', () => log.warning('the page does not answer'))
  window.on('responsive', () => log.info('the page answers again'))

  void load('')
  return window
}

export const builtPreload = (mainFolder: string): string => join(mainFolder, '..', 'preload', 'index.cjs')
