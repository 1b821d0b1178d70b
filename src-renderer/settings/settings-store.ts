import { create } from 'zustand'
import { Settings } from '../../src-shared/settings/contract.ts'
import { studio } from '../bridge/studio-client.ts'
import { notifyFailure } from '../notices/index.ts'
import { transport } from '../transport/index.ts'

/** Mirror of main's settings with what is on its way to main laid over it; the defaults stand until main has answered. */
export const useSettings = create<{ readonly settings: Settings }>()(() => ({ settings: Settings.parse({}) }))

let known = Settings.parse({})
/** in the order in which they were made */
let underWay: readonly Partial<Settings>[] = []

/** A setting that says the same stays the same object: whoever watches it is not woken by an echo. */
const show = (): void => {
  const { settings: shown } = useSettings.getState()
  const next: Settings = Object.assign({}, known, ...underWay)
  const kept = Settings.keyof().options.filter((name) => JSON.stringify(next[name]) === JSON.stringify(shown[name]))
  useSettings.setState({ settings: { ...next, ...Object.fromEntries(kept.map((name) => [name, shown[name]])) } })
}

const learn = (settings: Settings): void => {
  known = settings
  show()
}

export const connectSettings = async (): Promise<void> => {
  studio.settings.on('changed', learn)
  const reply = await studio.settings.get({})
  if (!reply.ok) return notifyFailure(reply.error)
  learn(reply.value)
  transport.setVolume(reply.value.outputVolume)
  await sayUnreadable()
}

/** What stands instead was not chosen by anybody: the musician is told, and where the old is. */
const sayUnreadable = async (): Promise<void> => {
  const reply = await studio.settings.unreadable({})
  if (!reply.ok) return notifyFailure(reply.error)
  for (const { name, path } of reply.value) {
    const what =
      name === 'keyboard' ? 'Your keys could not be read; the studio’s own are used.' : `The setting “${name}” could not be read; its default is used.`
    const where = path === undefined ? 'What was stored is left as it is until you choose anew.' : `What was stored is kept in ${path}.`
    notifyFailure(
      { code: 'settings.unreadable', message: `${what} ${where}` },
      { label: 'Start afresh', run: () => void changeSettings({ [name]: useSettings.getState().settings[name] }) },
    )
  }
}

/**
 * Shows the change at once, and until main has answered, whatever else main says meanwhile: its word about an older change would take this one
 * back for a moment, and a third made in that moment would lose it. Main's answer has the last word.
 */
export const changeSettings = async (changes: Partial<Settings>): Promise<void> => {
  underWay = [...underWay, changes]
  show()
  const reply = await studio.settings.update(changes)
  underWay = underWay.filter((other) => other !== changes)
  if (reply.ok) known = reply.value
  show()
  if (!reply.ok) notifyFailure(reply.error)
}
