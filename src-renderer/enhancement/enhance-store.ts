import { create } from 'zustand'
import type { EnhanceChoice, EnhanceModel } from '../../src-shared/enhancement/contract.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'
import { studio } from '../bridge/studio-client.ts'
import { goTo } from '../navigation/index.ts'
import { notify, notifyFailure } from '../notices/index.ts'

/** Which song the dialog asks about. `place` names the marked bars. */
export type EnhanceQuestion = {
  readonly trackId: TrackId
  readonly title: string
  readonly region?: { readonly startFrame: number; readonly endFrame: number } | undefined
  readonly place?: string | undefined
}

export const useEnhance = create<{ readonly asked: EnhanceQuestion | undefined; readonly choices: readonly EnhanceChoice[] | undefined }>()(() => ({
  asked: undefined,
  choices: undefined,
}))

/** Opens the dialog; what is installed is read anew each time. */
export const askToEnhance = async (asked: EnhanceQuestion): Promise<void> => {
  useEnhance.setState({ asked, choices: undefined })
  const reply = await studio.enhancement.choices({})
  if (useEnhance.getState().asked !== asked) return
  if (reply.ok) return useEnhance.setState({ choices: reply.value.choices })
  closeEnhance()
  notifyFailure(reply.error)
}

export const closeEnhance = (): void => useEnhance.setState({ asked: undefined, choices: undefined })

export const enhance = async ({ trackId, title }: EnhanceQuestion, model: EnhanceModel, region: EnhanceQuestion['region']): Promise<void> => {
  const reply = await studio.enhancement.restore({ trackId, model, ...region })
  closeEnhance()
  if (!reply.ok) {
    const toModels = { label: 'Open Models', run: () => goTo({ place: 'models', modelId: 'flashsr' }) }
    return notifyFailure(reply.error, reply.error.code.startsWith('model.') ? toModels : undefined)
  }
  notify(`Restoring the treble of ${title}`, { label: 'Open', run: () => goTo({ place: 'editor', trackId }) })
}

/** Says how it ended: also that nothing was to be done. */
export const connectEnhancement = (): void => {
  studio.enhancement.on('finished', ({ outcome, message, trackId, madeTrackId }) => {
    if (outcome === 'nothing-missing') return notify(message)
    const target = madeTrackId ?? trackId
    notify(outcome === 'song' ? message : 'The take with restored treble waits in the editor', {
      label: 'Open',
      run: () => goTo({ place: 'editor', trackId: target }),
    })
  })
}
