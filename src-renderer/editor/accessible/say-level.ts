import { answer } from '../../announcer/index.ts'
import { useSettings } from '../../settings/index.ts'
import { levelAtPlayhead, useTransport } from '../../transport/index.ts'
import { openView } from '../editor-store.ts'
import { heardTakeOf } from '../takes/heard-take.ts'
import { levelWords } from './item-words.ts'

/** How loud it is where the playhead stands; with full detail also the whole take and what was heard so far. */
export const sayLevel = async (): Promise<void> => {
  const level = await levelAtPlayhead()
  if (!level) return answer('Nothing is loaded to measure.')
  const isFull = useSettings.getState().settings.spokenDetail === 'full'
  const view = openView()
  const loudness = view && heardTakeOf(view, useTransport.getState())?.loudness
  const integrated = loudness?.integratedLufs ?? level.heard.integratedLufs
  const parts = [
    `Momentary ${levelWords(level.momentaryLufs)} LUFS`,
    `integrated ${integrated === undefined ? 'not measured yet' : `${levelWords(integrated)} LUFS`}`,
    `true peak ${levelWords(level.truePeakDbtp)} decibels here`,
    ...(loudness ? [`${levelWords(loudness.truePeakDbtp)} in the whole`] : []),
    ...(isFull && level.heard.shortTermLufs !== undefined ? [`short term ${levelWords(level.heard.shortTermLufs)} LUFS`] : []),
    ...(isFull && level.heard.rangeLu !== undefined ? [`loudness range ${levelWords(level.heard.rangeLu)} LU`] : []),
    ...(isFull ? [`measured over ${level.heard.heardSeconds.toFixed(0)} seconds that were heard`] : []),
  ]
  answer(`${parts.join(', ')}.`)
}
