import { backupsExist, diskHasRoom, type Examination, folderIsWritable, libraryIsSound, settingsHandlers } from '../settings/index.ts'
import type { Core } from './compose-core.ts'

/** @param examinations what the other parts say of their health, in the order in which it is told */
export const composeSettings = ({ database, folder, now, settings, chooseSavePath }: Core, examinations: readonly Examination[]) => {
  const examine = [libraryIsSound(database), folderIsWritable(folder), diskHasRoom(folder), backupsExist(folder, now), ...examinations]
  return settingsHandlers({
    service: settings,
    examine: () => Promise.all(examine.map((look) => look())),
    choosePath: (name) => chooseSavePath(name, 'json'),
  })
}
