import { useEffect, useMemo } from 'react'
import { compPieces, EMPTY_COMP, fadedEdges, isCompEmpty } from '../../../src-shared/project/comp-pieces.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { frameShiftBetween, takesById } from '../../../src-shared/project/edits/index.ts'
import { type SpliceStretch, transport, useTransport } from '../../transport/index.ts'

const stretchesOf = (view: ProjectView, song: Take, usualSeconds: number): SpliceStretch[] | undefined => {
  const comp = view.document.comp ?? EMPTY_COMP
  if (isCompEmpty(comp)) return undefined
  const takes = takesById(view.takes)
  const fades = new Map(fadedEdges(comp, song, usualSeconds).map(({ atFrame, fadeFrames }) => [atFrame, fadeFrames]))
  return compPieces(comp, song).flatMap(({ startFrame, endFrame, takeId }) => {
    const take = takes.get(takeId)
    if (!take) return []
    const shiftFrames = frameShiftBetween(song, take, takes)
    const fadeFrames = Math.min(fades.get(startFrame) ?? 0, Math.max(0, startFrame + shiftFrames))
    return [{ audioSha256: take.audioSha256, startFrame, endFrame, shiftFrames, fadeFrames }]
  })
}

/** Lets the transport play the comp in place of the song while `isHeard`, as it will be rendered. */
export const useCompSound = (view: ProjectView, song: Take | undefined, usualSeconds: number, isHeard: boolean): void => {
  const isLoaded = useTransport((state) => state.source?.trackId === view.document.trackId && state.source?.takeId === song?.id && state.layout !== undefined)
  // every answer of main is a new document; only another comp is another sound
  const wanted = JSON.stringify(isHeard && isLoaded && song ? stretchesOf(view, song, usualSeconds) : undefined)
  const stretches = useMemo(() => (wanted === undefined ? undefined : (JSON.parse(wanted) as SpliceStretch[])), [wanted])
  useEffect(() => {
    if (!stretches) return
    void transport.setSplice(stretches)
    return () => void transport.setSplice(undefined)
  }, [stretches])
}
