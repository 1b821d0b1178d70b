/** A song as one file (`.segno`): saved with takes, stems, scores and history, opened on another machine, mended where it is damaged. */
export { isProjectFile, type OpenProjectFileParts, openProjectFile } from './open-project-file.ts'
export { type WriteProjectFileParts, writeProjectFile } from './write-project-file.ts'
