import type { OfferId } from '../kernel/ids.ts'

/**
 * What the preload gives the page as `window.segnoShell`, besides the port. It knows no domain: files that a person dropped or chose go
 * from the preload straight to main, and the page gets one opaque word for them.
 */
export type SegnoShell = {
  readonly platform: 'linux' | 'darwin' | 'win32'
  /**
   * Asks main for a fresh port. It arrives as a `message` event on `window` whose data is `PORT_MESSAGE` and whose `ports[0]` is the port;
   * any port handed out before is closed.
   */
  connect(): void
  /** Hands dropped or chosen files to main; `undefined` when none of them is a file on this computer. */
  offerFiles(files: readonly File[]): Promise<OfferId | undefined>
}

/** `event.data` of the window message that carries the port. */
export const PORT_MESSAGE = 'segno:port'

/** Query parameter of the page's address after main reloaded a crashed window. */
export const RECOVERED_QUERY = 'recovered'
