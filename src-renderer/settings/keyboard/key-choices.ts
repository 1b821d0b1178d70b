import { type KeyChoices, KeyFile } from '../../../src-shared/keys/key-choices.ts'
import { controlWords } from '../../../src-shared/keys/midi-message.ts'
import { KEY_PRESETS } from '../../../src-shared/keys/presets.ts'
import { actionId, type Bound, boundActions, setKeyMap, useKeyMap } from '../../actions/index.ts'
import { studio } from '../../bridge/studio-client.ts'
import { hearMidi, teachMidi } from '../../midi/index.ts'
import { notify, notifyFailure } from '../../notices/index.ts'
import { changeSettings, useSettings } from '../settings-store.ts'

type Changes = KeyChoices['changes']

const mapOf = ({ preset, changes }: KeyChoices) => ({ ...KEY_PRESETS[preset].keys, ...changes })
const choicesNow = (): KeyChoices => useSettings.getState().settings.keyboard

/** Lets every action have the keys of the settings, now and whenever they change. */
export const connectKeys = (): void => {
  const { isMidiOn, midi } = choicesNow()
  setKeyMap(mapOf(choicesNow()))
  teachMidi(midi)
  if (isMidiOn) hearMidi(true)
  useSettings.subscribe(({ settings: { keyboard } }, { settings: { keyboard: old } }) => {
    if (keyboard === old) return
    setKeyMap(mapOf(keyboard))
    teachMidi(keyboard.midi)
  })
}

/** The keys of every action under the choices, by group. */
export const boundNow = (): readonly Bound[] => boundActions(useKeyMap.getState().sets, mapOf(choicesNow()))

/** What an action has where the musician changed nothing. */
const presetKeys = (id: string): readonly string[] => {
  const preset = KEY_PRESETS[choicesNow().preset].keys[id]
  if (preset) return preset
  for (const set of useKeyMap.getState().sets) for (const [name, { keys = [] }] of Object.entries(set.actions)) if (actionId(set, name) === id) return keys
  return []
}

const isSame = (a: readonly string[], b: readonly string[]): boolean => a.length === b.length && a.every((chord, i) => chord === b[i])

/** Gives actions keys; what is the preset's own again is no change any more. */
export const assignKeys = (assigned: Readonly<Record<string, readonly string[]>>): void => {
  const choices = choicesNow()
  const { changes } = choices
  const next: Changes = { ...changes }
  for (const [id, keys] of Object.entries(assigned)) {
    if (isSame(keys, presetKeys(id))) delete next[id]
    else next[id] = [...keys]
  }
  void changeSettings({ keyboard: { ...choices, changes: next } })
}

/** The controls that start an action. */
export const controlsOf = (midi: KeyChoices['midi'], id: string): readonly string[] => Object.keys(midi).filter((control) => midi[control] === id)

const titleOf = (id: string): string | undefined => {
  for (const set of useKeyMap.getState().sets) for (const [name, { title }] of Object.entries(set.actions)) if (actionId(set, name) === id) return title
  return undefined
}

/** A control starts one action: where it started another before, that is said. */
export const assignControl = (control: string, id: string): void => {
  const choices = choicesNow()
  const next = { ...choices, midi: { ...choices.midi, [control]: id } }
  const before = choices.midi[control]
  if (before === undefined || before === id) void changeSettings({ keyboard: next })
  else replaceChoices(next, `${controlWords(control)} does not start “${titleOf(before) ?? before}” any more.`)
}

/** Main has to know first: it is what allows MIDI. */
export const switchMidi = (isMidiOn: boolean): void => void changeSettings({ keyboard: { ...choicesNow(), isMidiOn } }).then(() => hearMidi(isMidiOn))

const replaceChoices = (next: KeyChoices, words: string): void => {
  const before = choicesNow()
  void changeSettings({ keyboard: next })
  notify(words, { label: 'Undo', run: () => void changeSettings({ keyboard: before }) })
}

/** The preset's own keys again. */
export const resetKeys = (id: string): void => {
  const choices = choicesNow()
  const { [id]: _own, ...changes } = choices.changes
  replaceChoices({ ...choices, changes }, 'The keys of this action are those of the preset again.')
}

/** No control of a MIDI device starts this action any more. */
export const forgetControls = (id: string): void => {
  const choices = choicesNow()
  const midi = Object.fromEntries(Object.entries(choices.midi).filter(([, action]) => action !== id))
  replaceChoices({ ...choices, midi }, 'No MIDI control starts this action any more.')
}

export const choosePreset = (preset: KeyChoices['preset']): void => {
  const before = choicesNow()
  if (preset === before.preset) return
  if (Object.keys(before.changes).length === 0) void changeSettings({ keyboard: { ...before, preset, changes: {} } })
  else replaceChoices({ ...before, preset, changes: {} }, `Keys are those of ${KEY_PRESETS[preset].name}; your own changes were put aside.`)
}

export const resetAllKeys = (): void =>
  replaceChoices({ ...choicesNow(), changes: {} }, `All keys are those of ${KEY_PRESETS[choicesNow().preset].name} again.`)

export const saveKeys = async (): Promise<void> => {
  const reply = await studio.settings.saveKeys({})
  if (!reply.ok) notifyFailure(reply.error)
  else if (reply.value.fileName) notify(`Saved ${reply.value.fileName}`)
}

const MOST_BYTES = 200_000

/** Takes the keys of a file, or says why not. What names actions of another version is kept: it does no harm. */
export const readKeys = async (file: File): Promise<void> => {
  const refuse = (why: string) => notifyFailure({ code: 'settings.bad-keys', message: `${file.name} was not taken: ${why} Your keys are as they were.` })
  if (file.size > MOST_BYTES) return refuse('it is too large for a file of keys.')
  let content: unknown
  try {
    content = JSON.parse(await file.text())
  } catch {
    return refuse('it is not a file of keys.')
  }
  const read = KeyFile.safeParse(content)
  if (!read.success) return refuse('it is not a file of keys of Segno Studio.')
  replaceChoices({ ...choicesNow(), preset: read.data.preset, changes: read.data.changes, midi: read.data.midi }, `Took the keys of ${file.name}.`)
}
