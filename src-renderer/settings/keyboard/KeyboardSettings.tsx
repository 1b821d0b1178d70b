import { Search } from 'lucide-react'
import { useRef, useState } from 'react'
import { KeyPresetId } from '../../../src-shared/keys/key-choices.ts'
import { KEY_PRESETS } from '../../../src-shared/keys/presets.ts'
import { actionId, keyCaps, useKeyMap } from '../../actions/index.ts'
import { Button, Segmented, Select, SettingRow, TextField } from '../../elements/index.ts'
import { useMidi } from '../../midi/index.ts'
import { useSettings } from '../settings-store.ts'
import styles from './KeyboardSettings.module.css'
import { KeyRow } from './KeyRow.tsx'
import { choosePreset, controlsOf, readKeys, resetAllKeys, saveKeys, switchMidi } from './key-choices.ts'

const isWanted = (text: string, ...words: readonly string[]): boolean =>
  text
    .toLowerCase()
    .split(/\s+/)
    .every((part) => words.some((word) => word.toLowerCase().includes(part)))

/** Which keys do what: as in a program the musician knows, and each action by itself. */
export const KeyboardSettings = () => {
  const { preset, changes, isMidiOn, midi } = useSettings((state) => state.settings.keyboard)
  const { keys: map, sets } = useKeyMap()
  const [text, setText] = useState('')
  const [recordingId, setRecordingId] = useState<string>()
  const { status, inputs } = useMidi()
  const midiWords =
    status === 'off'
      ? 'Transport buttons (Start, Stop, MIDI Machine Control) and whatever you teach: choose an action below and press a button or key of the controller.'
      : status === 'refused'
        ? 'This system gives the studio no MIDI. Connect a controller, then switch off and on again.'
        : status === 'asking'
          ? 'Asking the system for MIDI…'
          : inputs.length === 0
            ? 'No MIDI device is connected. One that you plug in is heard at once.'
            : `Listening to ${inputs.join(', ')}. Choose an action below and press a button or key to teach it.`
  const file = useRef<HTMLInputElement>(null)
  const isChanged = Object.keys(changes).length > 0
  const groups = sets
    .map((set) => ({
      group: set.group,
      scope: set.scope,
      rows: Object.entries(set.actions).flatMap(([name, definition]) => {
        const id = actionId(set, name)
        const keys = map[id] ?? definition.keys ?? []
        const caps = keys.map((chord) => keyCaps(chord).join(' '))
        return isWanted(text, definition.title, set.group, ...caps) ? [{ id, definition, keys }] : []
      }),
    }))
    .filter(({ rows }) => rows.length > 0)
  return (
    <>
      <SettingRow name="Keys as in" hint={KEY_PRESETS[preset].about}>
        <Select
          label="Keys as in"
          isLabelHidden
          value={preset}
          options={KeyPresetId.options.map((value) => ({
            value,
            label: value === preset && isChanged ? `${KEY_PRESETS[value].name}, changed` : KEY_PRESETS[value].name,
          }))}
          onChange={choosePreset}
        />
      </SettingRow>
      <SettingRow name="Your keys as a file" hint="Take them to another computer. A file that cannot be read changes nothing.">
        <Button size="small" onClick={() => void saveKeys()}>
          Save…
        </Button>
        <Button size="small" onClick={() => file.current?.click()}>
          Read…
        </Button>
        <Button size="small" disabled={!isChanged} onClick={resetAllKeys}>
          Reset all
        </Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          hidden
          aria-label="A file of keys"
          onChange={(event) => {
            const [chosen] = event.currentTarget.files ?? []
            event.currentTarget.value = ''
            if (chosen) void readKeys(chosen)
          }}
        />
      </SettingRow>
      <SettingRow name="MIDI control" hint={midiWords}>
        <Segmented
          label="MIDI control"
          value={isMidiOn ? 'on' : 'off'}
          options={[
            { value: 'off', label: 'Off' },
            { value: 'on', label: 'On' },
          ]}
          onChange={(value) => switchMidi(value === 'on')}
        />
      </SettingRow>
      <div className={styles.search}>
        <TextField
          label="Search actions and keys"
          isLabelHidden
          placeholder="Search actions and keys"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          icon={<Search />}
        />
      </div>
      {groups.length === 0 && <p className={styles.nothing}>No action and no key is called that.</p>}
      {groups.map(({ group, rows }) => (
        <section key={group} aria-label={group}>
          <h3 className={styles.group}>{group}</h3>
          <ul className={styles.rows}>
            {rows.map(({ id, definition, keys }) => (
              <KeyRow
                key={id}
                id={id}
                definition={definition}
                keys={keys}
                controls={controlsOf(midi, id)}
                isChanged={changes[id] !== undefined}
                isRecording={recordingId === id}
                onRecord={(isOn) => setRecordingId(isOn ? id : undefined)}
              />
            ))}
          </ul>
        </section>
      ))}
    </>
  )
}
