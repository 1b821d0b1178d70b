import { create } from 'zustand'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { SplitRequest, StemSpan } from '../../src-shared/separation/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { goTo, useRoute } from '../navigation/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { readStems, type SongStems } from './stems-store.ts'

/** Which song the dialog asks about. `place` names the marked bars. */
export type SplitQuestion = { readonly trackId: TrackId; readonly title: string; readonly region?: StemSpan | undefined; readonly place?: string | undefined }

export const useSplit = create<{ readonly asked: SplitQuestion | undefined; readonly song: SongStems | undefined }>()(() => ({
  asked: undefined,
  song: undefined,
}))

/** Opens the dialog; what is installed is read anew each time. */
export const askToSplit = async (asked: SplitQuestion): Promise<void> => {
  useSplit.setState({ asked, song: undefined })
  const song = await readStems(asked.trackId)
  if (useSplit.getState().asked !== asked) return
  if (song) useSplit.setState({ song })
  else closeSplit()
}

export const closeSplit = (): void => useSplit.setState({ asked: undefined, song: undefined })

/** Starts the work. Where the stems are there already they are simply laid under the song. */
export const split = async (request: Omit<SplitRequest, 'shifts'> & { readonly shifts?: number }, title: string): Promise<void> => {
  const reply = await studio.separation.start(request)
  closeSplit()
  if (!reply.ok) {
    const toModels = { label: 'Open Models', run: () => goTo({ place: 'models', modelId: 'htdemucs' }) }
    return notifyFailure(reply.error, reply.error.code.startsWith('model.') ? toModels : undefined)
  }
  const open = { label: 'Open', run: () => goTo({ place: 'editor', trackId: request.trackId }) }
  if (reply.value.setId) notify(`${title} was split like this before: the stems are under the song`, open)
}

/** Says it where the song is not looked at. */
export const connectSplit = (): void => {
  studio.separation.on('finished', async ({ trackId }) => {
    const { route } = useRoute.getState()
    if (route.place === 'editor' && route.trackId === trackId) return
    const reply = await studio.library.get({ trackId })
    if (reply.ok) notify(`${reply.value.title} is split into stems`, { label: 'Open', run: () => goTo({ place: 'editor', trackId }) })
  })
}
