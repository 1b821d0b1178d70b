import { create } from 'zustand'
import type { RegionId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Region } from '../../../src-shared/project/document.ts'
import { studio } from '../../bridge/studio-client.ts'
import { notifyFailure } from '../../notices/index.ts'
import { openView } from '../editor-store.ts'
import { useSession } from '../session-store.ts'
import { regionsOf } from '../waveform/song-picture.ts'
import { promptOfRegion } from './region-prompts.ts'

/** The regions that are ticked in the list, to be changed together; `last` is where Shift reaches from. */
export const useChosen = create<{ readonly ids: ReadonlySet<RegionId>; readonly last: RegionId | undefined }>()(() => ({ ids: new Set(), last: undefined }))

/** Those of them that are still there, in the order of the song. */
export const chosenRegions = ({ document }: ProjectView, ids: ReadonlySet<RegionId>): Region[] => regionsOf(document).filter(({ id }) => ids.has(id))

export const toggleChosen = (regionId: RegionId): void =>
  useChosen.setState(({ ids }) => {
    const next = new Set(ids)
    if (!next.delete(regionId)) next.add(regionId)
    return { ids: next, last: regionId }
  })

/** Shift: everything from the last one to this one. */
export const chooseUpTo = (project: ProjectView, regionId: RegionId): void =>
  useChosen.setState(({ ids, last }) => {
    const list = regionsOf(project.document).map(({ id }) => id)
    const [a, b] = [list.indexOf(last ?? regionId), list.indexOf(regionId)].sort((one, other) => one - other)
    return { ids: new Set([...ids, ...list.slice(Math.max(0, a ?? 0), (b ?? 0) + 1)]), last: last ?? regionId }
  })

export const chooseNone = (): void => useChosen.setState({ ids: new Set(), last: undefined })

/** One pass for all: each region has its own words where it has some, else those in the field. */
export const regenerateChosen = async (): Promise<void> => {
  const view = openView()
  if (!view) return
  const { prompt, controls, takeCount, how } = useSession.getState()
  const regions = chosenRegions(view, useChosen.getState().ids).map(({ id, startFrame, endFrame }) => {
    const own = promptOfRegion(id)
    return { startFrame, endFrame, ...(own.trim() !== '' && { prompt: own }) }
  })
  const reply = await studio.editing.regenerateRegions({
    trackId: view.document.trackId,
    regions,
    prompt,
    controls,
    takes: takeCount,
    ...(how !== 'automatic' && { how }),
  })
  if (!reply.ok) {
    notifyFailure(reply.error)
    return
  }
  chooseNone()
  useSession.setState({ groupId: reply.value.groupId, heardBefore: undefined, tab: 'change' })
}
