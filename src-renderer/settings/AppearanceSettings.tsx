import { Segmented, SettingRow, Slider } from '../elements/index.ts'
import styles from './SettingsPage.module.css'
import { changeSettings, useSettings } from './settings-store.ts'

/** How the studio looks and speaks. Each wish holds at once. */
export const AppearanceSettings = () => {
  const { contrast, textPercent, reducedMotion, spokenDetail } = useSettings((state) => state.settings)
  return (
    <>
      <SettingRow name="Contrast" hint="High draws lines around every control and makes quiet words as bright as loud ones.">
        <Segmented
          label="Contrast"
          value={contrast}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'standard', label: 'Standard' },
            { value: 'high', label: 'High' },
          ]}
          onChange={(value) => void changeSettings({ contrast: value })}
        />
      </SettingRow>
      <SettingRow name="Text size" hint="All words and the controls around them, from 90 to 150 %.">
        <Slider
          className={styles.slider}
          label="Text size"
          isLabelHidden
          min={90}
          max={150}
          step={5}
          value={textPercent}
          valueText={`${textPercent} %`}
          onChange={(value) => useSettings.setState(({ settings }) => ({ settings: { ...settings, textPercent: value } }))}
          onCommit={(value) => void changeSettings({ textPercent: value })}
        />
        <span>{textPercent} %</span>
      </SettingRow>
      <SettingRow name="Motion" hint="Panels and menus can appear without moving. The playhead and the meters always move.">
        <Segmented
          label="Motion"
          value={reducedMotion}
          options={[
            { value: 'system', label: 'As the system' },
            { value: 'off', label: 'Full' },
            { value: 'on', label: 'Reduced' },
          ]}
          onChange={(value) => void changeSettings({ reducedMotion: value })}
        />
      </SettingRow>
      <SettingRow
        name="Spoken messages"
        hint="What a screen reader is told unasked. Quiet: only what went wrong, notices are only shown. Brief: what happened. Full: with lengths and measurements. Answers to the say keys are full or brief with it."
      >
        <Segmented
          label="Spoken messages"
          value={spokenDetail}
          options={[
            { value: 'quiet', label: 'Quiet' },
            { value: 'brief', label: 'Brief' },
            { value: 'full', label: 'Full' },
          ]}
          onChange={(value) => void changeSettings({ spokenDetail: value })}
        />
      </SettingRow>
    </>
  )
}
