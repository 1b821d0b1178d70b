import { create } from 'zustand'
import type { Track } from '../../../src-shared/library/contract.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyWithUndo } from '../../history/index.ts'
import { notifyFailure } from '../../notices/index.ts'
import { counted } from '../../words/index.ts'
import { type Chosen, countOf, editEverything, isEverything } from '../chosen-songs.ts'

const starsInWords = (rating: number) => (rating === 0 ? 'no stars' : counted(rating, 'star'))

export const rateTracks = async (chosen: Chosen, rating: number): Promise<void> => {
  if (countOf(chosen) === 0) return
  if (isEverything(chosen))
    return void (await editEverything(chosen, { kind: 'rating', rating }, (changed) => `${counted(changed, 'song')}: ${starsInWords(rating)}`))
  const reply = await studio.library.rate({ trackIds: [...chosen], rating })
  if (!reply.ok) return notifyFailure(reply.error)
  // one song's stars are seen where they are
  if (reply.value.changed > 1) notifyWithUndo(`${counted(reply.value.changed, 'song')}: ${starsInWords(rating)}`, reply.value.stepId)
}

/** All are disliked, or none if all were; of very many songs those that are loaded (`tracks`) decide. */
export const toggleDisliked = async (chosen: Chosen, tracks: readonly Track[]): Promise<void> => {
  if (countOf(chosen) === 0) return
  const isDisliked = !tracks.every((track) => track.isDisliked)
  const told = (count: number) => (isDisliked ? `${counted(count, 'song')} disliked and hidden` : `${counted(count, 'song')} shown again`)
  if (isEverything(chosen)) return void (await editEverything(chosen, { kind: 'disliked', isDisliked }, told))
  const reply = await studio.library.setDisliked({ trackIds: [...chosen], isDisliked })
  if (!reply.ok) return notifyFailure(reply.error)
  notifyWithUndo(told(chosen.length), reply.value.stepId)
}

export const changeTags = async (chosen: Chosen, change: { readonly add?: string[]; readonly remove?: string[] }): Promise<void> => {
  if (isEverything(chosen)) {
    const { add = [], remove = [] } = change
    const told = (changed: number) =>
      add.length > 0 ? `“${add.join('”, “')}” on ${counted(changed, 'song')}` : `“${remove.join('”, “')}” taken off ${counted(changed, 'song')}`
    return void (await editEverything(chosen, { kind: 'tags', add, remove }, told))
  }
  const reply = await studio.library.changeTags({ trackIds: [...chosen], ...change })
  if (!reply.ok) return notifyFailure(reply.error)
  const [taken] = change.remove ?? []
  if (taken !== undefined && reply.value.changed > 0) notifyWithUndo(`“${taken}” taken off ${counted(reply.value.changed, 'song')}`, reply.value.stepId)
}
export const setMood = async (chosen: Chosen, mood: string): Promise<void> => {
  if (isEverything(chosen)) return void (await editEverything(chosen, { kind: 'mood', mood }, (changed) => `Mood of ${counted(changed, 'song')} changed`))
  const reply = await studio.library.setMood({ trackIds: [...chosen], mood })
  if (!reply.ok) notifyFailure(reply.error)
}

/** The songs whose tags and mood are being edited; `tracks` are those of them that are loaded. */
type Tagging = { readonly tracks: readonly Track[] | undefined; readonly chosen: Chosen }
export const useTagging = create<Tagging>()(() => ({ tracks: undefined, chosen: [] }))
export const askForTags = (tracks: readonly Track[], chosen: Chosen = tracks.map(({ id }) => id)): void => {
  if (tracks.length > 0) useTagging.setState({ tracks, chosen })
}
export const closeTags = (): void => useTagging.setState({ tracks: undefined, chosen: [] })

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
