import type { MenuItemConstructorOptions } from 'electron'

/**
 * The system menu. On a Mac it is the menu bar people expect; elsewhere it is never shown and only carries the keys below. Undo and redo are
 * left out on purpose: their keys belong to the song's history, and text fields undo by themselves.
 */
export const menuTemplate = (platform: string, isDevelopment: boolean): MenuItemConstructorOptions[] => {
  const edit: MenuItemConstructorOptions = { label: 'Edit', submenu: [{ role: 'cut' }, { role: 'copy' }, { role: 'paste' }, { role: 'selectAll' }] }
  const view: MenuItemConstructorOptions = {
    label: 'View',
    submenu: [
      { role: 'resetZoom' },
      { role: 'zoomIn' },
      { role: 'zoomOut' },
      { role: 'togglefullscreen' },
      ...(isDevelopment ? ([{ role: 'reload' }, { role: 'toggleDevTools' }] as const) : []),
    ],
  }
  if (platform === 'darwin') return [{ role: 'appMenu' }, edit, view, { role: 'windowMenu' }]
  return [{ label: 'File', submenu: [{ role: 'quit' }] }, view]
}
