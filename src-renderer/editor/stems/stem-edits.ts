import type { StemMix } from '../../../src-shared/project/document.ts'
import type { Stem, StemSet } from '../../../src-shared/separation/contract.ts'
import { mixPlaces } from '../../../src-shared/separation/following.ts'
import { notify } from '../../notices/index.ts'
import { askToSplit, exportStemSet, mixOf, useStems } from '../../separation/index.ts'
import { openView } from '../editor-store.ts'
import { markedSpan } from '../marks.ts'
import { useSession } from '../session-store.ts'
import { applyEdit } from '../song-edits.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { spanWords } from '../time/time-words.ts'
import { notifyWithUndoEdit } from '../undo-notice.ts'
import { gridOfTake } from '../waveform/song-picture.ts'
import { mixesUnder, placeUnder, shownSetOf } from './shown-set.ts'

/** Sets of the open song, as far as they are read. */
const openSets = (): readonly StemSet[] => useStems.getState().song?.sets ?? []

export const mixStem = async (set: StemSet, { position, name }: Stem, change: Partial<StemMix>): Promise<boolean> => {
  const view = openView()
  const setId = view && placeUnder(view, set)
  if (setId === undefined) return false
  const place = openSets().find(({ id }) => id === setId)
  return applyEdit({ type: 'stems.mix', setId, position: mixPlaces(set, place)[position] ?? position, name, change })
}

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
  const view = openView()
  const mixes = view ? mixesUnder(view, set, openSets()) : {}
  void mixStem(set, stem, { [what]: !mixOf(mixes, stem.position)[what] })
}

export const hearPlain = (): void => {
  const set = shownSet()
  if (!set) none()
  else {
    const view = openView()
    const setId = view && placeUnder(view, set)
    if (setId && Object.keys(view.document.stems[setId] ?? {}).length > 0) void applyEdit({ type: 'stems.plain', setId })
  }
}

export const removeStems = async (): Promise<void> => {
  const set = shownSet()
  if (!set) none()
  else await removeSet(set)
}

/** Takes a set, or the place that it has of an older one, out of the song. */
export const removeSet = async (set: StemSet): Promise<void> => {
  const view = openView()
  const setId = view && placeUnder(view, set)
  if (setId && (await applyEdit({ type: 'stems.detach', setId }))) notifyWithUndoEdit('Stems removed. Their sound is kept.')
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
