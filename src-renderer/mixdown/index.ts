export { ExportDialog } from './ExportDialog.tsx'
export { askToExport, askToExportSong, askToHandOff } from './export-store.ts'
export { HandoffDialog } from './HandoffDialog.tsx'
