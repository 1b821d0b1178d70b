import type { z } from 'zod'
import { create } from 'zustand'
import type { mixdown } from '../../src-shared/mixdown/contract.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { counted } from '../words/index.ts'

/** Files of the export that are not as loud as asked, of how many, while they are shown. */
type LevelReport = { readonly missed: readonly { readonly fileName: string; readonly why: string }[]; readonly fileCount: number }
export const useLevelReport = create<LevelReport>()(() => ({ missed: [], fileCount: 0 }))
export const closeLevelReport = (): void => useLevelReport.setState({ missed: [] })

type Finished = z.output<typeof mixdown.finished.payload>

/** Says that an export is there; where a loudness could not be reached, that stays until it is read. */
export const tellExported = ({ fileName, fileCount, levels = [] }: Finished): void => {
  const missed = levels.flatMap((level) => (level.missed === undefined ? [] : [{ fileName: level.fileName, why: level.missed }]))
  const [first] = missed
  notify(fileCount === undefined ? `Exported ${fileName}` : `Exported ${counted(fileCount, 'song')} to ${fileName}`)
  if (!first) return
  const code = 'export.level-missed'
  if (missed.length === 1) {
    notifyFailure({ code, message: first.why })
    return
  }
  const show = { label: 'Show which', run: () => useLevelReport.setState({ missed, fileCount: levels.length }) }
  notifyFailure({ code, message: `${missed.length} of ${counted(levels.length, 'file')} are not as loud as asked. All were written.` }, show)
}
