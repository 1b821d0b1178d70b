import type { App, Session } from 'electron'
import type { WindowLog } from './studio-for-window.ts'
import { isTrustedFrame } from './trusted-frame.ts'

/**
 * Denies what the studio never does, for every page that will ever exist in the process: other windows, embedded pages, leaving the app.
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

export type PermissionRules = {
  /** the person has pressed record and has not finished yet */
  readonly mayUseMicrophone: () => boolean
  /** the musician has switched MIDI controllers on */
  readonly mayUseMidi: () => boolean
  readonly devServer?: string | undefined
}

const isMidi = (permission: string): boolean => permission === 'midi' || permission === 'midiSysex'

/**
 * Every permission is denied but three, for the studio's own frame: the microphone while a person records a prompt, MIDI while controllers are
 * switched on, and the names of the sound outputs, of which one can be chosen. Those open no microphone and name none.
 */
export const denyPermissions = (session: Session, { mayUseMicrophone, mayUseMidi, devServer }: PermissionRules): void => {
  session.setPermissionRequestHandler((_page, permission, decide, details) => {
    const isSoundOnly = permission === 'media' && 'mediaTypes' in details && details.mediaTypes?.length === 1 && details.mediaTypes[0] === 'audio'
    const isOwnFrame = details.isMainFrame && isTrustedFrame({ url: details.requestingUrl, parent: null }, devServer)
    decide(isOwnFrame && (isMidi(permission) ? mayUseMidi() : isSoundOnly && mayUseMicrophone()))
  })
  session.setPermissionCheckHandler((_page, permission, origin, details) => {
    const isOwnFrame = details.isMainFrame && isTrustedFrame({ url: details.requestingUrl ?? origin, parent: null }, devServer)
    if (isMidi(permission)) return isOwnFrame && mayUseMidi()
    // Chromium asks for it here, though Electron's types know it as a request only
    if ((permission as string) === 'speaker-selection') return isOwnFrame
    return permission === 'media' && details.mediaType === 'audio' && isOwnFrame && mayUseMicrophone()
  })
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, choose) => choose({}))
  session.setUSBProtectedClassesHandler(() => [])
  session.setBluetoothPairingHandler((_details, answer) => answer({ confirmed: false }))
  session.on('will-download', (event) => event.preventDefault())
}
