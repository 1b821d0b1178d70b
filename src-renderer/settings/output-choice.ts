import { chooseOutput, connectSoundOutput } from '../transport/index.ts'
import { useSettings } from './settings-store.ts'

/** Sends the sound where the settings say, now and whenever they change. */
export const connectOutput = (): void => {
  connectSoundOutput()
  void chooseOutput(useSettings.getState().settings.outputDevice)
  useSettings.subscribe(({ settings: { outputDevice } }, { settings: { outputDevice: old } }) => {
    if (outputDevice !== old) void chooseOutput(outputDevice)
  })
}
