import type { ProjectView } from '../../src-shared/project/contract.ts'
import { takeTitle } from '../../src-shared/project/edits/index.ts'
import { useSession } from './session-store.ts'
import { useHeardTake } from './takes/heard-take.ts'
import { currentTakeOf } from './takes/take-groups.ts'
import { isEmpty, spanOf } from './time/keyboard-selection.ts'
import { spanWords } from './time/time-words.ts'
import { gridOfTake } from './waveform/song-picture.ts'

/** Says the marked bars and the heard take aloud, for those who do not see the band. */
export const SelectionAnnouncer = ({ project }: { readonly project: ProjectView }) => {
  const selection = useSession((session) => session.selection)
  const song = currentTakeOf(project)
  const heard = useHeardTake(project)
  const marked =
    song && selection && !isEmpty(selection) ? `${spanWords(gridOfTake(song), spanOf(selection), song.sampleRateHz).spoken} marked` : 'Nothing marked'
  const take = heard && song && heard.id !== song.id ? `Hearing ${takeTitle(heard)}` : 'Hearing the song'
  return (
    <div className="visually-hidden">
      <p role="status" aria-live="polite">
        {marked}
      </p>
      <p role="status" aria-live="polite">
        {take}
      </p>
    </div>
  )
}
