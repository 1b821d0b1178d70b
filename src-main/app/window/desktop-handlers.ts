import { app, type BrowserWindow, dialog, nativeImage, shell } from 'electron'
import type { desktop } from '../../../src-shared/desktop/contract.ts'
import type { Handlers } from '../../../src-shared/ipc/call.ts'
import { ok } from '../../../src-shared/kernel/result.ts'
import type { DesktopNeeds } from './studio-for-window.ts'

const AUDIO_EXTENSIONS = ['wav', 'flac', 'mp3', 'ogg', 'oga', 'opus', 'm4a', 'mp4', 'aac', 'aif', 'aiff', 'aifc']

/** The calls that only a desktop window can answer. `currentWindow` is undefined before the first window and after the last. */
export const desktopHandlers =
  (currentWindow: () => BrowserWindow | undefined, dragIconPath: string) =>
  ({ offers, dataFolder, notices, dragFile, storedFile }: DesktopNeeds): Handlers<typeof desktop> => ({
    async chooseImport() {
      const options: Electron.OpenDialogOptions = {
        title: 'Import audio',
        buttonLabel: 'Import',
        properties: ['openFile', 'multiSelections'],
        filters: [
          { name: 'Audio', extensions: AUDIO_EXTENSIONS },
          { name: 'Segno Studio project', extensions: ['segno'] },
          { name: 'All files', extensions: ['*'] },
        ],
      }
      const window = currentWindow()
      const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return ok({ offerId: canceled || filePaths.length === 0 ? undefined : offers.offer(filePaths) })
    },

    async chooseModels() {
      const options: Electron.OpenDialogOptions = { title: 'Import models', buttonLabel: 'Import', properties: ['openDirectory', 'multiSelections'] }
      const window = currentWindow()
      const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return ok({ offerId: canceled || filePaths.length === 0 ? undefined : offers.offer(filePaths) })
    },

    async chooseLora() {
      const options: Electron.OpenDialogOptions = {
        title: 'Add a LoRA',
        buttonLabel: 'Choose',
        properties: ['openFile'],
        filters: [{ name: 'LoRA (safetensors)', extensions: ['safetensors'] }],
      }
      const window = currentWindow()
      const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return ok({ offerId: canceled || filePaths.length === 0 ? undefined : offers.offer(filePaths) })
    },

    async chooseFolders({ purpose }) {
      const options: Electron.OpenDialogOptions =
        purpose === 'watch'
          ? { title: 'Watch a folder', buttonLabel: 'Watch', properties: ['openDirectory', 'multiSelections'] }
          : { title: 'Folder of the older studio', buttonLabel: 'Look inside', properties: ['openDirectory'] }
      const window = currentWindow()
      const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
      return ok({ offerId: canceled || filePaths.length === 0 ? undefined : offers.offer(filePaths) })
    },

    async startDrag(excerpt) {
      const file = await dragFile(excerpt)
      if (!file.ok) return file
      currentWindow()?.webContents.startDrag({ file: file.value.path, icon: nativeImage.createFromPath(dragIconPath) })
      return ok({})
    },

    async showInFolder({ trackId }) {
      const file = await storedFile(trackId)
      if (!file.ok) return file
      shell.showItemInFolder(file.value.path)
      return ok({})
    },

    async openDataFolder() {
      await shell.openPath(dataFolder)
      return ok({})
    },

    about: async () => ok({ version: app.getVersion(), electron: process.versions.electron ?? '', dataFolder, notices: await notices() }),
  })
