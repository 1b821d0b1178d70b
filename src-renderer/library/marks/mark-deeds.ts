import { create } from 'zustand'
import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../history/index.ts'
import { notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'

const starsInWords = (rating: number) => (rating === 0 ? 'no stars' : counted(rating, 'star'))

export const rateTracks = async (trackIds: readonly TrackId[], rating: number): Promise<void> => {
  if (trackIds.length === 0) return
  const reply = await studio.library.rate({ trackIds: [...trackIds], rating })
  if (!reply.ok) return notifyFailure(reply.error)
  // one song's stars are seen where they are
  if (reply.value.changed > 1) notifyWithUndo(`${counted(reply.value.changed, 'song')}: ${starsInWords(rating)}`, reply.value.stepId)
}

/** All are disliked, or none if all were. */
export const toggleDisliked = async (tracks: readonly Track[]): Promise<void> => {
  if (tracks.length === 0) return
  const isDisliked = !tracks.every((track) => track.isDisliked)
  const reply = await studio.library.setDisliked({ trackIds: tracks.map(({ id }) => id), isDisliked })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(isDisliked ? `${counted(tracks.length, 'song')} disliked and hidden` : `${counted(tracks.length, 'song')} shown again`, reply.value.stepId)
}

export const changeTags = async (trackIds: readonly TrackId[], change: { readonly add?: string[]; readonly remove?: string[] }): Promise<void> => {
  const reply = await studio.library.changeTags({ trackIds: [...trackIds], ...change })
  if (!reply.ok) return notifyFailure(reply.error)
  const [taken] = change.remove ?? []
  if (taken !== undefined && reply.value.changed > 0) notifyWithUndo(`“${taken}” taken off ${counted(reply.value.changed, 'song')}`, reply.value.stepId)
}
export const setMood = async (trackIds: readonly TrackId[], mood: string): Promise<void> => {
  const reply = await studio.library.setMood({ trackIds: [...trackIds], mood })
  if (!reply.ok) notifyFailure(reply.error)
}

/** The songs whose tags and mood are being edited. */
export const useTagging = create<{ readonly tracks: readonly Track[] | undefined }>()(() => ({ tracks: undefined }))
export const askForTags = (tracks: readonly Track[]): void => {
  if (tracks.length > 0) useTagging.setState({ tracks })
}
export const closeTags = (): void => useTagging.setState({ tracks: undefined })

export const renameTag = async (from: string, to: string): Promise<void> => {
  const reply = await studio.library.renameTag({ from, to })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(`“${from}” is “${to}” on ${counted(reply.value.changed, 'song')}`, reply.value.stepId)
}
export const deleteTag = async (name: string): Promise<void> => {
  const reply = await studio.library.deleteTag({ name })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(`“${name}” taken off ${counted(reply.value.changed, 'song')}`, reply.value.stepId)
}
