import type { Sealing } from '../llm/index.ts'
import type { ChooseFolder, ChooseSavePath } from '../mixdown/index.ts'
import type { DataFolder } from '../platform/files/index.ts'
import type { LaunchProcess } from '../platform/processes/index.ts'

export type StudioOptions = {
  readonly folder: DataFolder
  readonly env: Readonly<Record<string, string | undefined>>
  readonly now: () => number
  /** the command line runs what it asked for itself and leaves the rest to the window */
  readonly claimOnlyOwn: boolean
  /** starts processes of our own: Electron's in the window, Node's under the command line */
  readonly launchProcess: LaunchProcess
  /** asks where a file goes; the command line names its path itself */
  readonly chooseSavePath?: ChooseSavePath
  readonly chooseFolder?: ChooseFolder
  /** how the desktop keeps secrets */
  readonly sealing?: Sealing
}
