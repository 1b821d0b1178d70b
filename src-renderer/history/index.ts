export { HistoryDialog } from './HistoryDialog.tsx'
export { HistoryLines } from './HistoryLines.tsx'
export { HistoryWalk } from './HistoryWalk.tsx'
export { connectHistory, goToStepOfSong, notifyWithUndo, openHistory, redoLibrary, stopWalk, takeBack, undoLibrary, useHistory } from './history-deeds.ts'
