import { create } from 'zustand'
import { Settings } from '../../src-shared/settings/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyFailure } from '../notices/index.ts'
import { transport } from '../transport/index.ts'

/** Mirror of main's settings; the defaults stand until main has answered. */
export const useSettings = create<{ readonly settings: Settings }>()(() => ({ settings: Settings.parse({}) }))

export const connectSettings = async (): Promise<void> => {
  studio.settings.on('changed', (settings) => useSettings.setState({ settings }))
  const reply = await studio.settings.get({})
  if (!reply.ok) return notifyFailure(reply.error)
  useSettings.setState({ settings: reply.value })
  transport.setVolume(reply.value.outputVolume)
}

/** Shows the change at once; main's answer has the last word. */
export const changeSettings = async (changes: Partial<Settings>): Promise<void> => {
  const { settings } = useSettings.getState()
  useSettings.setState({ settings: { ...settings, ...changes } })
  const reply = await studio.settings.update(changes)
  useSettings.setState({ settings: reply.ok ? reply.value : settings })
  if (!reply.ok) notifyFailure(reply.error)
}
