import type { StemMix } from '../../../src-shared/project/document.ts'
import type { Stem, StemSet } from '../../../src-shared/separation/contract.ts'
import { notify } from '../../notices/index.ts'
import { askToSplit, exportStemSet, mixOf, useStems } from '../../separation/index.ts'
import { openView } from '../editor-store.ts'
import { markedSpan } from '../marks.ts'
import { useSession } from '../session-store.ts'
import { applyEdit, undoEdit } from '../song-edits.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { spanWords } from '../time/time-words.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import { shownSetOf } from './shown-set.ts'

export const mixStem = (set: StemSet, { position, name }: Stem, change: Partial<StemMix>): Promise<boolean> =>
  applyEdit({ type: 'stems.mix', setId: set.id, position, name, change })

export const shownSet = (): StemSet | undefined => {
  const view = openView()
  const song = useStems.getState().song
  return view && song?.trackId === view.document.trackId ? shownSetOf(view, song.sets, useSession.getState().stemSetId) : undefined
}

const none = (): void => notify('This song has no stems yet. Press Shift-S to split it.')

/** By the keys: the n-th lane from above. */
export const toggleStem = (index: number, what: 'isMuted' | 'isSoloed'): void => {
  const set = shownSet()
  const stem = set?.stems[index]
  if (!set) none()
  if (!set || !stem) return
  const mixes = openView()?.document.stems[set.id] ?? {}
  void mixStem(set, stem, { [what]: !mixOf(mixes, stem.position)[what] })
}

export const hearPlain = (): void => {
  const set = shownSet()
  if (!set) none()
  else if (Object.keys(openView()?.document.stems[set.id] ?? {}).length > 0) void applyEdit({ type: 'stems.plain', setId: set.id })
}

export const removeStems = async (): Promise<void> => {
  const set = shownSet()
  if (!set) none()
  else if (await applyEdit({ type: 'stems.detach', setId: set.id }))
    notify('Stems removed. Their sound is kept.', { label: 'Undo', run: () => void undoEdit() })
}

export const exportShownStems = (): void => {
  const set = shownSet()
  if (set) void exportStemSet(set)
  else none()
}

/** Opens the dialog, with the marked bars where some are marked. */
export const splitOpenSong = (): void => {
  const view = openView()
  const song = view && currentTakeOf(view)
  if (!view || !song) return
  const region = markedSpan()
  const place = region && spanWords(gridOfTake(song), region, song.sampleRateHz).object
  void askToSplit({ trackId: view.document.trackId, title: view.title, ...(region && { region, place }) })
}
