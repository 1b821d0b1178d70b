import { type App, type BrowserWindow, globalShortcut } from 'electron'

const MEDIA_KEYS = ['MediaPlayPause', 'MediaStop', 'MediaNextTrack', 'MediaPreviousTrack'] as const

/** What a page calls the key that the system calls so. */
const PAGE_NAMES = {
  MediaPlayPause: 'MediaPlayPause',
  MediaStop: 'MediaStop',
  MediaNextTrack: 'MediaTrackNext',
  MediaPreviousTrack: 'MediaTrackPrevious',
} as const

/**
 * The media keys of keyboard and headset, for as long as the studio is in front: another player keeps them otherwise. They reach the page as
 * key presses, so that they are actions like all others. Where the system gives them to nobody, nothing happens.
 */
export const hearMediaKeys = (app: App): void => {
  const press = (window: BrowserWindow, key: (typeof MEDIA_KEYS)[number]) => {
    if (window.isDestroyed()) return
    void window.webContents.executeJavaScript(
      `window.dispatchEvent(new KeyboardEvent('keydown', { key: '${PAGE_NAMES[key]}', code: '${PAGE_NAMES[key]}', bubbles: true, cancelable: true }))`,
    )
  }
  app.on('browser-window-focus', (_, window) => {
    for (const key of MEDIA_KEYS) if (!globalShortcut.isRegistered(key)) globalShortcut.register(key, () => press(window, key))
  })
  app.on('browser-window-blur', () => {
    for (const key of MEDIA_KEYS) globalShortcut.unregister(key)
  })
}
