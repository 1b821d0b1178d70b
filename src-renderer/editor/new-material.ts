import { studio } from '../bridge/studio-client.ts'
import { notify, notifyFailure } from '../notices/index.ts'
import { openView } from './editor-store.ts'
import { useSession } from './session-store.ts'
import { hearTake } from './takes/audition.ts'
import { currentTakeOf } from './takes/take-groups.ts'
import { isEmpty, spanOf } from './time/keyboard-selection.ts'
import { gridOfTake } from './waveform/song-picture.ts'

/** Eight bars are a phrase and its answer: long enough to judge an ending, short enough to wait for. */
const EXTENSION_BARS = 8
const EXTENSION_SECONDS = 16

/**
 * New takes of the marked bars. Always made from the song itself, so what is heard goes back to it first. `only`: the one player of the score that
 * plays new notes.
 */
export const regenerateSelection = async (only?: string): Promise<void> => {
  const view = openView()
  const { selection, prompt, controls, takeCount, how } = useSession.getState()
  if (!view) return
  if (!selection || isEmpty(selection)) {
    notify('Mark some bars first: drag over the waveform, or hold Shift and press →.')
    return
  }
  const { startFrame, endFrame } = spanOf(selection)
  const reply = await studio.editing.regenerate({
    trackId: view.document.trackId,
    startFrame,
    endFrame,
    prompt,
    controls,
    takes: takeCount,
    ...(how !== 'automatic' && { how }),
    ...(only !== undefined && { how: 'compose' as const, arranging: { rests: [], only } }),
  })
  started(reply)
}

/** Draws the hatched future; the second call (or Enter on the button) makes it. */
export const draftExtension = (direction: 'after' | 'before'): void => {
  const view = openView()
  const take = view && currentTakeOf(view)
  if (!take) return
  void hearTake(take.id)
  const grid = gridOfTake(take)
  const known = useSession.getState().extension
  const lengthFrames = known?.lengthFrames ?? (grid ? grid.frameOfBar(EXTENSION_BARS) - grid.frameOfBar(0) : EXTENSION_SECONDS * take.sampleRateHz)
  useSession.setState({ extension: { direction, lengthFrames }, tab: 'change' })
}

export const dropExtension = (): void => useSession.setState({ extension: undefined, preview: undefined })

export const extendSong = async (): Promise<void> => {
  const view = openView()
  const take = view && currentTakeOf(view)
  const { extension, prompt, controls, takeCount } = useSession.getState()
  if (!view || !take || !extension) return
  const reply = await studio.editing.extend({
    trackId: view.document.trackId,
    seconds: extension.lengthFrames / take.sampleRateHz,
    direction: extension.direction,
    prompt,
    controls,
    takes: takeCount,
  })
  started(reply)
  if (reply.ok) dropExtension()
}

const started = (reply: Awaited<ReturnType<typeof studio.editing.regenerate | typeof studio.editing.extend>>): void => {
  if (!reply.ok) notifyFailure(reply.error)
  else useSession.setState({ groupId: reply.value.groupId, heardBefore: undefined, tab: 'change' })
}
