import { create } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Separator, StemSet } from '../../src-shared/separation/contract.ts'
import { studio } from '../bridge/studio-client.ts'

/** What main says of one song's stems and of what it could be taken apart by. */
export type SongStems = { readonly trackId: TrackId; readonly sets: readonly StemSet[]; readonly separators: readonly Separator[]; readonly hasScore: boolean }

/** Mirror of the song that is looked at; undefined while it is read. */
export const useStems = create<{ readonly song: SongStems | undefined }>()(() => ({ song: undefined }))

export const readStems = async (trackId: TrackId): Promise<SongStems | undefined> => {
  const reply = await studio.separation.list({ trackId })
  return reply.ok ? { trackId, ...reply.value } : undefined
}

/** Follows one song's stems while its editor is on screen. Returns the way to stop. */
export const connectStems = (trackId: TrackId): (() => void) => {
  let isOver = false
  const read = async () => {
    const song = await readStems(trackId)
    if (!isOver && song) useStems.setState({ song })
  }
  useStems.setState({ song: undefined })
  void read()
  const stops = [
    studio.separation.on('changed', (fact) => void (fact.trackId === trackId && read())),
    studio.separation.on('finished', (fact) => void (fact.trackId === trackId && read())),
  ]
  return () => {
    isOver = true
    for (const stop of stops) stop()
    useStems.setState({ song: undefined })
  }
}
