import type { TrackId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { type TransportState, useTransport } from '../../transport/index.ts'
import { currentTakeOf } from './take-groups.ts'

type Playing = Pick<TransportState, 'source'>

/** The transport is the one truth about what is heard; the editor draws that take. The song itself when another track plays. */
export const heardTakeOf = (view: ProjectView, { source }: Playing): Take | undefined => {
  const heard = source?.trackId === view.document.trackId ? view.takes.find((take) => take.id === source?.takeId) : undefined
  return heard ?? currentTakeOf(view)
}

export const useHeardTake = (view: ProjectView): Take | undefined => heardTakeOf(view, { source: useTransport((state) => state.source) })

export const isLoaded = (trackId: TrackId): boolean => useTransport.getState().source?.trackId === trackId
