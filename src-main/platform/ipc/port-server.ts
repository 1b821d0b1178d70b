import { RPCHandler } from '@orpc/server/message-port'
import type { StudioRouter } from './router.ts'

/** The little that a server needs of a port. Electron's MessagePortMain, Node's MessagePort and the DOM's all fit. */
export type ServedPort = {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
  close(): void
}

/**
 * Serves the studio on the main-side end of a port. Calls that are still running when the port closes (window gone, reloaded, crashed) have
 * their signal aborted, so streams end and listeners are released.
 *
 * @returns closes the port
 */
export const createPortServer = (router: StudioRouter): ((port: ServedPort) => () => void) => {
  const handler = new RPCHandler(router)
  return (port) => {
    handler.upgrade(port as unknown as Parameters<typeof handler.upgrade>[0])
    port.start()
    return () => port.close()
  }
}
