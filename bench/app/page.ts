import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/message-port'
import { PORT_MESSAGE, type SegnoShell } from '../../src-shared/desktop/shell.ts'
import { createStudioClient } from '../../src-shared/ipc/studio-client.ts'
import type { WireClient } from '../../src-shared/ipc/wire.ts'

/** Runs inside the real page over a port of its own (the app's own port is closed by it): puts a client on `window.bench`. */
const shell = Reflect.get(window, 'segnoShell') as SegnoShell
window.addEventListener('message', (event: MessageEvent) => {
  const [port] = event.ports
  if (event.data !== PORT_MESSAGE || !port) return
  const wire = createORPCClient(new RPCLink({ port })) as unknown as WireClient
  port.start()
  Reflect.set(
    window,
    'bench',
    createStudioClient(wire, () => {}),
  )
})
shell.connect()
