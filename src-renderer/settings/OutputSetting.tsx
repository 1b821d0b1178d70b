import { useEffect } from 'react'
import { Select, SettingRow } from '../elements/index.ts'
import { chosenAmong, lookForOutputs, useSoundOutput } from '../transport/index.ts'
import styles from './SettingsPage.module.css'
import { changeSettings, useSettings } from './settings-store.ts'

const SYSTEM = 'system'

/** Which device all sound goes to. One that is chosen and not there stays in the list, so that it can be seen and left. */
export const OutputSetting = () => {
  const choice = useSettings((state) => state.settings.outputDevice)
  const { isKnown, outputs, route } = useSoundOutput()
  useEffect(lookForOutputs, [])
  const found = chosenAmong(choice, outputs)
  const missing = isKnown && choice !== SYSTEM && !found ? choice : undefined
  const options = [
    { value: SYSTEM, label: 'System default' },
    ...outputs.map(({ id, name }) => ({ value: id, label: name })),
    ...(missing ? [{ value: missing.id, label: missing.name, detail: 'Not connected' }] : []),
  ]
  const hint = missing
    ? `“${missing.name}” is not connected. Until it is, you hear the system’s output.`
    : route?.state === 'refused'
      ? 'This device does not take the sound. You hear the system’s output.'
      : isKnown && outputs.length === 0
        ? 'No sound device was found. One that is plugged in appears here.'
        : 'Where all sound of the studio goes. The system default follows what your system is set to.'
  return (
    <SettingRow name="Output" hint={hint}>
      <Select
        className={styles.output}
        label="Output"
        isLabelHidden
        value={choice === SYSTEM ? SYSTEM : (found?.id ?? choice.id)}
        options={options}
        onChange={(value) => {
          const device = outputs.find(({ id }) => id === value) ?? (value === missing?.id ? missing : undefined)
          void changeSettings({ outputDevice: device ?? SYSTEM })
        }}
      />
    </SettingRow>
  )
}
