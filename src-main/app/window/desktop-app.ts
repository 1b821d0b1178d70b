import { join } from 'node:path'
import { app, BrowserWindow, dialog, ipcMain, Menu, protocol, session } from 'electron'
import { createAppHandler } from './app-protocol.ts'
import { serveConnections } from './connection.ts'
import { desktopHandlers } from './desktop-handlers.ts'
import { denyPermissions, hardenPages } from './hardening.ts'
import { hearMediaKeys } from './media-keys.ts'
import { createMediaHandler } from './media-protocol.ts'
import { menuTemplate } from './menu.ts'
import { APP_ORIGIN, APP_SCHEME, MEDIA_SCHEME, privilegedSchemes } from './schemes.ts'
import type { OpenStudio, StudioForWindow } from './studio-for-window.ts'
import { builtPreload, openStudioWindow } from './studio-window.ts'

/** How long quitting waits for the studio to put its things away, milliseconds. */
const CLOSING_MILLISECONDS = 8_000

export type DesktopAppOptions = {
  /** the data folder, absolute */
  readonly home: string
  /** the folder of the built main process (out/main) */
  readonly mainFolder: string
  readonly openStudio: OpenStudio
  readonly now: () => number
}

/**
 * The desktop app: one instance per data folder, one window, one studio behind it. Call `start` synchronously from the entry: schemes and
 * folders must be set before Electron is ready.
 */
export const createDesktopApp = ({ home, mainFolder, openStudio, now }: DesktopAppOptions) => {
  const startedAt = now()
  const devServer = app.isPackaged ? undefined : process.env.ELECTRON_RENDERER_URL
  const resources = app.isPackaged ? process.resourcesPath : join(mainFolder, '..', '..', 'resources')
  const iconPath = join(resources, 'icon.png')
  // Chromium keeps its own folders ("Cache", "Local Storage", …) out of the studio's; its single-instance lock lives there too.
  const windowFolder = join(home, 'window')
  let studio: StudioForWindow | undefined
  let window: BrowserWindow | undefined
  const stages: Record<string, number> = {}
  const mark = (stage: string) => {
    stages[stage] ??= Math.round(now() - startedAt)
  }

  const showFirstWindow = () => {
    if (!window || window.isDestroyed()) return
    if (window.isMinimized()) window.restore()
    window.show()
    window.focus()
  }

  const openWindow = (open: StudioForWindow) => {
    window = openStudioWindow({
      preloadPath: builtPreload(mainFolder),
      iconPath,
      statePath: join(windowFolder, 'window-state.json'),
      devServer,
      isDevelopment: !app.isPackaged,
      log: open.log,
      now,
      onGivingUp() {
        dialog.showErrorBox('The window keeps closing', 'Segno Studio’s window stopped several times in a row. Your songs are safe. Start the studio again.')
        app.quit()
      },
    })
    window.webContents.once('did-finish-load', () => mark('pageLoadedMilliseconds'))
  }

  const run = async () => {
    await app.whenReady()
    mark('electronReadyMilliseconds')
    const open = await openStudio({ home, desktop: desktopHandlers(() => window, iconPath) })
    studio = open
    mark('studioOpenMilliseconds')
    hardenPages(app, open.log, devServer)
    denyPermissions(session.defaultSession, { mayUseMicrophone: open.mayUseMicrophone, mayUseMidi: open.mayUseMidi, devServer })
    protocol.handle(APP_SCHEME, createAppHandler(join(mainFolder, '..', 'renderer')))
    protocol.handle(MEDIA_SCHEME, createMediaHandler(open.resolveMedia, devServer ?? APP_ORIGIN))
    Menu.setApplicationMenu(Menu.buildFromTemplate(menuTemplate(process.platform, !app.isPackaged)))
    serveConnections(ipcMain, open, {
      devServer,
      onConnected() {
        if ('connectedMilliseconds' in stages) return
        mark('connectedMilliseconds')
        open.log.info('the window is connected', stages)
      },
    })
    hearMediaKeys(app)
    openWindow(open)
  }

  const fail = (cause: unknown) => {
    const message = cause instanceof Error ? cause.message : String(cause)
    process.stderr.write(`Segno Studio could not start. ${message}\n`)
    dialog.showErrorBox('Segno Studio could not start', `${message}\n\nData folder: ${home}`)
    app.exit(1)
  }

  const start = (): void => {
    app.setName('Segno Studio')
    app.setPath('userData', windowFolder)
    app.setPath('sessionData', windowFolder)
    if (!app.requestSingleInstanceLock()) {
      process.stderr.write('Segno Studio is already open with this data folder; its window was brought to the front.\n')
      app.exit(0)
      return
    }
    protocol.registerSchemesAsPrivileged(privilegedSchemes)
    app.on('second-instance', showFirstWindow)
    app.on('window-all-closed', () => process.platform === 'darwin' || app.quit())
    app.on('activate', () => studio && BrowserWindow.getAllWindows().length === 0 && openWindow(studio))
    app.on('will-quit', (event) => {
      if (!studio) return
      event.preventDefault()
      void stop().finally(() => app.exit(0))
    })
    run().catch(fail)
  }

  /** Puts the studio away: running work is stopped and marked, the database closed. */
  const stop = async (): Promise<void> => {
    const open = studio
    studio = undefined
    if (!open) return
    const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSING_MILLISECONDS))
    await Promise.race([open.close(), late]).catch((cause) => open.log.error('closing failed', { cause: String(cause) }))
  }

  return { start, stop }
}
