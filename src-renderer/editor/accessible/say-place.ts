import { takeTitle } from '../../../src-shared/project/edits/index.ts'
import { answer } from '../../announcer/index.ts'
import { useSettings } from '../../settings/index.ts'
import { barPosition, transport, useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { markedSpan, useSession } from '../session-store.ts'
import { heardTakeOf } from '../takes/heard-take.ts'
import { currentTakeOf } from '../takes/take-groups.ts'
import { gridOfTake, sectionsOfTake } from '../waveform/song-picture.ts'
import { secondsWords, stretchWords } from './item-words.ts'

const isFull = (): boolean => useSettings.getState().settings.spokenDetail === 'full'
const sentence = (parts: readonly string[]): string => {
  const words = parts.filter((part) => part !== '').join(', ')
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`
}

/** Where the playhead stands: bar and beat, time, part of the song, and which take is heard. */
const positionWords = (): string => {
  const { source, layout, status } = useTransport.getState()
  if (!source || !layout) return 'Nothing is loaded.'
  const frame = transport.currentFrame()
  const [bar, beat] = source.grid ? barPosition(source.grid, frame, layout.sampleRateHz).split('.') : []
  const view = openView()
  const heard = view && view.document.trackId === source.trackId ? heardTakeOf(view, { source }) : undefined
  const part = heard && sectionsOfTake(heard).find(({ startFrame, endFrame }) => frame >= startFrame && frame < endFrame)
  return sentence([
    bar && beat ? `bar ${bar} beat ${beat}` : '',
    secondsWords(frame / layout.sampleRateHz),
    part ? part.name : '',
    ...(isFull()
      ? [
          `of ${secondsWords(layout.lengthFrames / layout.sampleRateHz)}`,
          heard && view && heard.id !== view.document.currentTakeId ? takeTitle(heard) : '',
          status === 'playing' ? 'playing' : 'stopped',
        ]
      : []),
  ])
}

/** What Regenerate would change. */
const selectionWords = (): string => {
  const view = openView()
  const song = view && currentTakeOf(view)
  const span = markedSpan()
  const { selectedRegionId, prompt, snap } = useSession.getState()
  if (!view || !song || !span) return 'Nothing marked.'
  const region = selectedRegionId && view.document.regions[selectedRegionId]?.name
  return sentence([
    region ? `region ${region}` : 'marked',
    stretchWords(gridOfTake(song), span, song.sampleRateHz),
    ...(isFull() ? [prompt.trim() === '' ? 'no prompt' : `prompt: ${prompt.trim()}`, snap === 'off' ? 'no snap' : `snap to ${snap}s`] : []),
  ])
}

export const sayPosition = (): void => answer(positionWords())
export const saySelection = (): void => answer(selectionWords())
