import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { PORT_MESSAGE, type SegnoShell } from '../src-shared/desktop/shell.ts'
import { shellChannels } from '../src-shared/desktop/shell-channels.ts'

ipcRenderer.on(shellChannels.port, (event) => window.postMessage(PORT_MESSAGE, window.location.origin, event.ports))

const shell: SegnoShell = {
  platform: process.platform as SegnoShell['platform'],
  connect: () => ipcRenderer.send(shellChannels.connect),
  offerFiles: (files) => ipcRenderer.invoke(shellChannels.offerFiles, files.map((file) => webUtils.getPathForFile(file)).filter(Boolean)),
}

contextBridge.exposeInMainWorld('segnoShell', Object.freeze(shell))
