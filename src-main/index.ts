import { join } from 'node:path'
import { app, dialog } from 'electron'
import { desktopStudio } from './app/desktop-studio.ts'
import { chooseFolder, chooseSavePath } from './app/window/choose-save-path.ts'
import { createDesktopApp } from './app/window/desktop-app.ts'
import { launchUtilityProcess } from './app/window/launch-utility-process.ts'
import { safeStorageSealing } from './app/window/safe-storage-sealing.ts'
import { locateDataFolder } from './platform/files/index.ts'

const mainFolder = import.meta.dirname
const openStudio = desktopStudio({
  now: Date.now,
  noticesPath: join(app.getAppPath(), 'THIRD-PARTY.md'),
  async mayRestoreBackup(message) {
    if (process.argv.includes('--restore-backup')) return true
    const buttons = ['Restore the newest backup', 'Quit']
    return (await dialog.showMessageBox({ type: 'warning', title: 'Segno Studio', message, buttons, defaultId: 0, cancelId: 1 })).response === 0
  },
  chooseSavePath,
  chooseFolder,
  launchProcess: launchUtilityProcess,
  sealing: safeStorageSealing,
  tell: (message) => void dialog.showMessageBox({ type: 'info', title: 'Segno Studio', message }),
})

createDesktopApp({ home: locateDataFolder().root, mainFolder, openStudio, now: Date.now }).start()
