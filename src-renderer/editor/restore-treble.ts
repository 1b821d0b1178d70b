import { askToEnhance } from '../enhancement/index.ts'
import { openView } from './editor-store.ts'
import { markedSpan } from './marks.ts'
import { currentTakeOf } from './takes/take-groups.ts'
import { spanWords } from './time/time-words.ts'
import { gridOfTake } from './waveform/song-picture.ts'

/** Asks how to restore the open song, or the bars that are marked in it. */
export const restoreTreble = (): void => {
  const view = openView()
  const song = view && currentTakeOf(view)
  if (!view || !song) return
  const region = markedSpan()
  void askToEnhance({
    trackId: view.document.trackId,
    title: view.title,
    ...(region && { region, place: spanWords(gridOfTake(song), region, song.sampleRateHz).object }),
  })
}
