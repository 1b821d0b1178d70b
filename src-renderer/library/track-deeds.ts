import type { Failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import type { Changed } from '../../src-shared/library/marking.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyWithUndo } from '../history/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { counted } from '../words/index.ts'
import { type Chosen, type Everything, editEverything, isEverything, nameChosen } from './chosen-songs.ts'

/** What can be done to songs. Main answers with facts; the lists follow those. */

/** As many songs as main takes at once. */
const PART = 10_000

/** The same deed for any number of songs; stops at the first failure, which is told. Answers how many changed. */
const inParts = async (
  trackIds: readonly TrackId[],
  deed: (part: TrackId[]) => Promise<{ readonly ok: true; readonly value: Changed } | { readonly ok: false; readonly error: Failure }>,
): Promise<{ readonly changed: number; readonly stepIds: readonly number[] }> => {
  let changed = 0
  const stepIds: number[] = []
  for (let at = 0; at < trackIds.length; at += PART) {
    const reply = await deed(trackIds.slice(at, at + PART))
    if (!reply.ok) {
      notifyFailure(reply.error)
      break
    }
    changed += reply.value.changed
    if (reply.value.stepId !== undefined) stepIds.push(reply.value.stepId)
  }
  return { changed, stepIds }
}

const moveEverything = async (everything: Everything, to: 'trash' | 'library'): Promise<void> => {
  const named = await nameChosen(everything)
  if (!named) return
  const reply = await studio.library.moveSelection({ selectionId: named.selectionId, to })
  if (!reply.ok) return notifyFailure(reply.error)
  const { changed, stepId } = reply.value
  notifyWithUndo(`${counted(changed, 'song')} ${to === 'trash' ? 'moved to the trash' : 'restored'}`, stepId)
}

export const trashTracks = async (chosen: Chosen): Promise<void> => {
  if (isEverything(chosen)) return moveEverything(chosen, 'trash')
  const { changed, stepIds } = await inParts(chosen, (part) => studio.library.trash({ trackIds: part }))
  if (changed > 0 && stepIds.length === 1) return notifyWithUndo(`${counted(changed, 'song')} moved to the trash`, stepIds[0])
  if (changed > 0) notify(`${counted(changed, 'song')} moved to the trash`, { label: 'Undo', run: () => void restoreTracks(chosen) })
}

export const restoreTracks = async (chosen: Chosen): Promise<void> => {
  if (isEverything(chosen)) return moveEverything(chosen, 'library')
  const { changed } = await inParts(chosen, (part) => studio.library.restore({ trackIds: part }))
  if (changed > 0) notify(`${counted(changed, 'song')} restored`)
}

export const setFavourite = async (chosen: Chosen, isFavourite: boolean): Promise<void> => {
  if (!isEverything(chosen)) return void (await inParts(chosen, (part) => studio.library.setFavourite({ trackIds: part, isFavourite })))
  await editEverything(
    chosen,
    { kind: 'favourite', isFavourite },
    (changed) => `${counted(changed, 'song')} ${isFavourite ? 'added to' : 'taken off'} the favourites`,
  )
}

/** All become favourites, or none if all were; of very many songs those that are loaded (`tracks`) decide. */
export const toggleFavourite = (chosen: Chosen, tracks: readonly Track[]): Promise<void> => setFavourite(chosen, !tracks.every((track) => track.isFavourite))

export const renameTrack = async (track: Track, title: string): Promise<void> => {
  const wanted = title.trim()
  if (wanted === '' || wanted === track.title) return
  const reply = await studio.library.rename({ trackId: track.id, title: wanted.slice(0, 300) })
  if (!reply.ok) notifyFailure(reply.error)
}

/** Asks for a folder, then writes one WAV an instrument into a new folder there. */
export const exportStems = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.mixdown.saveStems({ trackId })
  if (!reply.ok) notifyFailure(reply.error)
}

/** Replays the recorded plan and seed in a job; the answer comes as a fact. */
export const verifyTrack = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.generation.verify({ trackId })
  if (reply.ok) notify('Making it again to compare')
  else notifyFailure(reply.error)
}

export const showInFolder = async (trackId: TrackId): Promise<void> => {
  const reply = await studio.desktop.showInFolder({ trackId })
  if (!reply.ok) notifyFailure(reply.error)
}
