import { join } from 'node:path'
import { app, BrowserWindow, dialog } from 'electron'
import type { ChooseFolder, ChooseSavePath } from '../../mixdown/index.ts'

const FORMAT_NAMES = {
  wav: 'WAV audio',
  flac: 'FLAC audio',
  mp3: 'MP3 audio',
  ogg: 'Ogg Vorbis audio',
  aiff: 'AIFF audio',
  mid: 'MIDI file',
  musicxml: 'MusicXML score',
  segno: 'Segno Studio project',
  json: 'JSON text',
} as const

/** The system's own dialog, in the musician's music folder; it asks before a file is replaced. */
export const chooseSavePath: ChooseSavePath = async (suggestedName, format) => {
  const options: Electron.SaveDialogOptions = {
    title: 'Export',
    buttonLabel: 'Export',
    defaultPath: join(app.getPath('music'), suggestedName),
    filters: [{ name: FORMAT_NAMES[format], extensions: [format] }],
    properties: ['showOverwriteConfirmation'],
  }
  const [window] = BrowserWindow.getAllWindows()
  const { canceled, filePath } = await (window ? dialog.showSaveDialog(window, options) : dialog.showSaveDialog(options))
  return canceled || filePath === '' ? undefined : filePath
}

/** A folder that is there; the dialog can make a new one. */
export const chooseFolder: ChooseFolder = async (title) => {
  const options: Electron.OpenDialogOptions = {
    title,
    buttonLabel: 'Export here',
    defaultPath: app.getPath('music'),
    properties: ['openDirectory', 'createDirectory'],
  }
  const [window] = BrowserWindow.getAllWindows()
  const { canceled, filePaths } = await (window ? dialog.showOpenDialog(window, options) : dialog.showOpenDialog(options))
  return canceled ? undefined : filePaths[0]
}
