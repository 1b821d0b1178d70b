import type { App, Session } from 'electron'
import type { WindowLog } from './studio-for-window.ts'
import { isTrustedFrame } from './trusted-frame.ts'

/**
 * Denies what the studio never does, for every page that will ever exist in the process: other windows, embedded pages, leaving the app,
 * and every permission. Playing sound needs none.
 */
export const hardenPages = (app: App, log: WindowLog, devServer?: string): void => {
  app.on('web-contents-created', (_, page) => {
    const deny = (what: string) => (event: { preventDefault(): void }, address?: string) => {
      event.preventDefault()
      log.warning(`denied ${what}`, { address })
    }
    page.setWindowOpenHandler(({ url }) => {
      log.warning('denied a new window', { address: url })
      return { action: 'deny' }
    })
    page.on('will-attach-webview', (event) => deny('an embedded page')(event))
    page.on('will-redirect', (event) => deny('a redirect')(event, event.url))
    page.on('will-frame-navigate', (event) => {
      const staysInside = isTrustedFrame({ url: event.url, parent: event.frame?.parent ?? null }, devServer)
      if (!staysInside) deny('a navigation')(event, event.url)
    })
  })
}

export const denyPermissions = (session: Session): void => {
  session.setPermissionRequestHandler((_page, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, choose) => choose({}))
  session.setUSBProtectedClassesHandler(() => [])
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  session.on('will-download', (event) => event.preventDefault())
}
