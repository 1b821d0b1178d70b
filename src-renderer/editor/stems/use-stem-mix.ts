import { useEffect } from 'react'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { StemMix } from '../../../src-shared/project/document.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { heardStems, type StemMixes } from '../../separation/index.ts'
import { transport, useTransport } from '../../transport/index.ts'

/** A fader that is being moved: heard, not yet an edit. */
export type MixPreview = { readonly position: number; readonly mix: StemMix } | undefined

/** A drag changes the mix at most this often; each change is a crossfade of 10 ms. */
const TURN_MILLISECONDS = 60

export const mixesWith = (mixes: StemMixes, preview: MixPreview): StemMixes => (preview ? { ...mixes, [preview.position]: preview.mix } : mixes)

/** Lets the transport play the stems while their mix is not the song's own, and the song again when it is, or when this lane view goes. */
export const useStemMix = (view: ProjectView, set: StemSet | undefined, mixes: StemMixes): void => {
  const isLoaded = useTransport(
    (state) => state.source?.trackId === view.document.trackId && state.source?.takeId === set?.takeId && state.layout !== undefined,
  )
  useEffect(() => {
    if (!isLoaded || !set) return
    const timer = setTimeout(() => void transport.setMix(heardStems(set, mixes)), TURN_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [isLoaded, set, mixes])
  useEffect(() => {
    if (!set) return
    return () => void transport.setMix(undefined)
  }, [set])
}
