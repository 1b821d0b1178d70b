import type { OutputChoice, OutputDevice } from '../../../src-shared/settings/output-choice.ts'
import { SYSTEM_SINK } from './audio-context-sink.ts'

/** Where the sound goes. `missing`: the chosen output is not there; `refused`: it is, and does not take sound. Both mean the system's output. */
export type OutputRoute = { readonly sinkId: string; readonly state: 'system' | 'chosen' | 'missing' | 'refused' }

/** Chromium's own names for "whatever the system uses". */
const ALIASES = new Set(['', 'default', 'communications'])

/** The outputs among what `enumerateDevices` found; those of one name are counted, so that each can be told from the others. */
export const outputsAmong = (found: readonly Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label'>[]): readonly OutputDevice[] => {
  const outputs = found.filter(({ kind, deviceId }) => kind === 'audiooutput' && !ALIASES.has(deviceId))
  return outputs.map(({ deviceId, label }, index) => {
    const name = label || 'Sound output'
    const isAlike = (other: { readonly label: string }) => (other.label || 'Sound output') === name
    const number = outputs.slice(0, index).filter(isAlike).length + 1
    return { id: deviceId, name: outputs.filter(isAlike).length > 1 ? `${name} (${number})` : name }
  })
}

/** The chosen output among those that are there: by its id, else (another data folder, another socket) by its name. */
export const chosenAmong = (choice: OutputChoice, outputs: readonly OutputDevice[]): OutputDevice | undefined =>
  choice === 'system' ? undefined : (outputs.find(({ id }) => id === choice.id) ?? outputs.find(({ name }) => name !== '' && name === choice.name))

/** @param refusedId the output that did not take sound when it was asked last */
export const routeOf = (choice: OutputChoice, outputs: readonly OutputDevice[], refusedId?: string): OutputRoute => {
  if (choice === 'system') return { sinkId: SYSTEM_SINK, state: 'system' }
  const device = chosenAmong(choice, outputs)
  if (!device) return { sinkId: SYSTEM_SINK, state: 'missing' }
  return device.id === refusedId ? { sinkId: SYSTEM_SINK, state: 'refused' } : { sinkId: device.id, state: 'chosen' }
}

/** What the musician is told when an output goes or comes; undefined: nothing that was not just chosen. */
export const wordsOfRoute = (before: OutputRoute | undefined, now: OutputRoute, choice: OutputChoice): string | undefined => {
  if (choice === 'system' || before?.state === now.state) return undefined
  if (now.state === 'missing')
    return before?.state === 'chosen'
      ? `“${choice.name}” is gone. The sound goes on through the system’s output until it is back.`
      : `“${choice.name}” is not connected. The sound goes through the system’s output until it is.`
  if (now.state !== 'chosen') return undefined
  if (before?.state === 'missing') return `“${choice.name}” is back, and the sound with it.`
  return before?.state === 'refused' ? `The sound goes to “${choice.name}” now.` : undefined
}
