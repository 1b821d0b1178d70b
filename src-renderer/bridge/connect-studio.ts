import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { PORT_MESSAGE, type SegnoShell } from '../../src-shared/desktop/shell.ts'
import { createStudioClient } from '../../src-shared/ipc/studio-client.ts'
import type { WireClient } from '../../src-shared/ipc/wire.ts'
import { provideStudio } from './studio-client.ts'

declare global {
  interface Window {
    readonly segnoShell: SegnoShell
  }
}

const receivePort = (): Promise<MessagePort> =>
  new Promise((resolve) => {
    const onMessage = (event: MessageEvent) => {
      const port = event.ports[0]
      if (event.source !== window || event.data !== PORT_MESSAGE || !port) return
      window.removeEventListener('message', onMessage)
      resolve(port)
    }
    window.addEventListener('message', onMessage)
    window.segnoShell.connect()
  })

/** Asks the preload for a port and speaks the studio's wire over it. `onDisconnected` is called once, when main is gone. */
export const connectStudio = async (onDisconnected: () => void): Promise<void> => {
  const port = await receivePort()
  const wire = createORPCClient(new RPCLink({ port })) as unknown as WireClient
  port.start()
  provideStudio(createStudioClient(wire, onDisconnected))
}
