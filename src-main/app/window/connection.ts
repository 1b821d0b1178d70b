import { type IpcMain, MessageChannelMain, type WebContents } from 'electron'
import { z } from 'zod'
import { shellChannels } from '../../../src-shared/desktop/shell-channels.ts'
import { createPortServer } from '../../platform/ipc/port-server.ts'
import type { StudioForWindow } from './studio-for-window.ts'
import { isTrustedFrame } from './trusted-frame.ts'

const OfferedPaths = z.array(z.string().min(1).max(32_768)).max(10_000)

/**
 * The only place that listens to `ipcMain`. It hands the trusted frame its port, and takes the paths of files that a person offered.
 * Everything else is said over the port. A frame has one port: asking again (reload) closes the one before.
 *
 * @returns stops listening and closes every port
 */
export const serveConnections = (
  ipcMain: IpcMain,
  studio: Pick<StudioForWindow, 'router' | 'offers' | 'log'>,
  options: { devServer?: string | undefined; onConnected?: () => void },
): (() => void) => {
  const serve = createPortServer(studio.router)
  const closePort = new Map<WebContents, () => void>()

  const refuse = (channel: string, url: string | undefined) => studio.log.warning('refused a message from a frame that is not the app', { channel, url })

  const drop = (page: WebContents) => {
    closePort.get(page)?.()
    closePort.delete(page)
  }

  ipcMain.on(shellChannels.connect, (event) => {
    const frame = event.senderFrame
    if (!frame || !isTrustedFrame(frame, options.devServer)) return refuse(shellChannels.connect, frame?.url)
    const page = event.sender
    if (!closePort.has(page)) page.once('destroyed', () => drop(page))
    drop(page)
    const { port1, port2 } = new MessageChannelMain()
    closePort.set(page, serve(port1))
    frame.postMessage(shellChannels.port, null, [port2])
    options.onConnected?.()
  })

  ipcMain.handle(shellChannels.offerFiles, (event, offered: unknown) => {
    if (!isTrustedFrame(event.senderFrame, options.devServer)) {
      refuse(shellChannels.offerFiles, event.senderFrame?.url)
      return undefined
    }
    const paths = OfferedPaths.safeParse(offered)
    return paths.success && paths.data.length > 0 ? studio.offers.offer(paths.data) : undefined
  })

  return () => {
    ipcMain.removeAllListeners(shellChannels.connect)
    ipcMain.removeHandler(shellChannels.offerFiles)
    for (const close of closePort.values()) close()
    closePort.clear()
  }
}
