import { SNAP_MODES, SNAP_NAMES } from '../../src-shared/settings/snap-modes.ts'
import { Segmented, Select, SettingRow, Slider, TextField } from '../elements/index.ts'
import { transport, useTransport } from '../transport/index.ts'
import { OutputSetting } from './OutputSetting.tsx'
import styles from './SettingsPage.module.css'
import { changeSettings, useSettings } from './settings-store.ts'

const digits = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => ({ value: String(from + i), label: String(from + i) }))

/** A whole number that is written when the musician leaves the field or presses Enter; anything outside the range is put back. */
const NumberSetting = ({
  label,
  value,
  min,
  max,
  onCommit,
}: {
  readonly label: string
  readonly value: number
  readonly min: number
  readonly max: number
  readonly onCommit: (value: number) => void
}) => (
  <TextField
    key={value}
    className={styles.number}
    label={label}
    isLabelHidden
    type="number"
    min={min}
    max={max}
    defaultValue={value}
    onBlur={(event) => {
      const next = Math.round(event.currentTarget.valueAsNumber)
      if (next >= min && next <= max) onCommit(next)
      else event.currentTarget.value = String(value)
    }}
    onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
  />
)

export const GeneralSettings = () => {
  const { variations, faultRetries, trashDays, logLevel, isSealed, listenInBackground } = useSettings((state) => state.settings)
  return (
    <>
      <SettingRow name="Variations" hint="How many versions Create makes from one prompt.">
        <Segmented
          label="Variations"
          value={String(variations)}
          options={digits(1, 4)}
          onChange={(value) => void changeSettings({ variations: Number(value) })}
        />
      </SettingRow>
      <SettingRow
        name="Broken results"
        hint="Every song is checked before you hear it. One that is silent, distorted or broken off is made again with another seed, this many times."
      >
        <Segmented
          label="Tries for a broken result"
          value={String(faultRetries)}
          options={digits(0, 3)}
          onChange={(value) => void changeSettings({ faultRetries: Number(value) })}
        />
      </SettingRow>
      <SettingRow
        name="Listen to songs"
        hint="When the studio is quiet it hears tempo, bars, key and parts of new songs, and what they sound like. Nothing leaves this computer."
      >
        <Segmented
          label="Listen to songs"
          value={listenInBackground ? 'on' : 'off'}
          options={[
            { value: 'on', label: 'When quiet' },
            { value: 'off', label: 'Only when asked' },
          ]}
          onChange={(value) => void changeSettings({ listenInBackground: value === 'on' })}
        />
      </SettingRow>
      <SettingRow name="Keep the trash for" hint="Songs in the trash are deleted for good after this many days.">
        <NumberSetting label="Days in the trash" value={trashDays} min={1} max={365} onCommit={(value) => void changeSettings({ trashDays: value })} />
        days
      </SettingRow>
      <SettingRow name="Log detail" hint="How much the studio writes to its log files. Choose Debug only while you look for a fault.">
        <Select
          label="Log detail"
          isLabelHidden
          value={logLevel}
          options={[
            { value: 'error', label: 'Errors' },
            { value: 'warning', label: 'Warnings' },
            { value: 'info', label: 'Normal' },
            { value: 'debug', label: 'Debug' },
          ]}
          onChange={(value) => void changeSettings({ logLevel: value })}
        />
      </SettingRow>
      <SettingRow name="Sealed" hint="A sealed studio opens no connection to the outside, for anything. Models can then only be imported from folders.">
        <Segmented
          label="Sealed"
          value={isSealed ? 'on' : 'off'}
          options={[
            { value: 'off', label: 'Open' },
            { value: 'on', label: 'Sealed' },
          ]}
          onChange={(value) => void changeSettings({ isSealed: value === 'on' })}
        />
      </SettingRow>
    </>
  )
}

export const AudioSettings = () => {
  const { renderThreads, studioMemoryMegabytes } = useSettings((state) => state.settings)
  const volume = useTransport((state) => state.volume)
  return (
    <>
      <OutputSetting />
      <SettingRow name="Output volume" hint="Only what you hear. Files are always written at full level.">
        <Slider
          className={styles.slider}
          label="Output volume"
          isLabelHidden
          value={volume}
          valueText={`${Math.round(volume * 100)} %`}
          onChange={transport.setVolume}
          onCommit={(outputVolume) => void changeSettings({ outputVolume })}
        />
        <span>{Math.round(volume * 100)} %</span>
      </SettingRow>
      <SettingRow name="Render threads" hint="How many processor cores may make music at once. 0 lets the studio choose.">
        <NumberSetting label="Render threads" value={renderThreads} min={0} max={64} onCommit={(value) => void changeSettings({ renderThreads: value })} />
      </SettingRow>
      <SettingRow
        name="Memory of studios"
        hint="Megabytes that loaded studios may take together. Over it, the one that was left alone longest leaves until it is needed."
      >
        <NumberSetting
          label="Memory of studios"
          value={studioMemoryMegabytes}
          min={64}
          max={65_536}
          onCommit={(value) => void changeSettings({ studioMemoryMegabytes: value })}
        />
      </SettingRow>
    </>
  )
}

export const EditingSettings = () => {
  const { takes, melodyCandidates, crossfadeMilliseconds, snap } = useSettings((state) => state.settings)
  return (
    <>
      <SettingRow name="Takes" hint="How many takes Regenerate and Extend make each time.">
        <Segmented label="Takes" value={String(takes)} options={digits(2, 4)} onChange={(value) => void changeSettings({ takes: Number(value) })} />
      </SettingRow>
      <SettingRow
        name="Melody candidates"
        hint="Where a model plays, it makes so many of each take, and the one closest to the old melody is kept. More takes longer; with Melody Loyalty at 0 there is one."
      >
        <Segmented
          label="Melody candidates"
          value={String(melodyCandidates)}
          options={digits(1, 4)}
          onChange={(value) => void changeSettings({ melodyCandidates: Number(value) })}
        />
      </SettingRow>
      <SettingRow name="Snap" hint="What the edges of a region hold on to. Hold Alt while dragging to move freely.">
        <Select
          label="Snap"
          isLabelHidden
          value={snap}
          options={SNAP_MODES.map((value) => ({ value, label: SNAP_NAMES[value] }))}
          onChange={(value) => void changeSettings({ snap: value })}
        />
      </SettingRow>
      <SettingRow name="Crossfade" hint="How long new material and the old song overlap at a seam.">
        <Slider
          className={styles.slider}
          label="Crossfade"
          isLabelHidden
          min={10}
          max={50}
          step={1}
          value={crossfadeMilliseconds}
          valueText={`${crossfadeMilliseconds} ms`}
          onChange={(value) => useSettings.setState(({ settings }) => ({ settings: { ...settings, crossfadeMilliseconds: value } }))}
          onCommit={(value) => void changeSettings({ crossfadeMilliseconds: value })}
        />
        <span>{crossfadeMilliseconds} ms</span>
      </SettingRow>
    </>
  )
}
