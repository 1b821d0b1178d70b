import { create } from 'zustand'
import { type MidiWish, midiWish } from '../../src-shared/keys/midi-message.ts'
import { useLiveActions } from '../actions/index.ts'
import { transport, useTransport } from '../transport/index.ts'

/** `refused`: the system or the browser engine has no MIDI for us. */
export type MidiState = { readonly status: 'off' | 'asking' | 'refused' | 'on'; readonly inputs: readonly string[] }
export const useMidi = create<MidiState>()(() => ({ status: 'off', inputs: [] }))

let access: MIDIAccess | undefined
let taught: Readonly<Record<string, string>> = {}
let learner: ((control: string) => void) | undefined

/** The next button, key or knob goes to `listener` instead of doing something. Returns the way to stop. */
export const learnControl = (listener: (control: string) => void): (() => void) => {
  learner = listener
  return () => {
    if (learner === listener) learner = undefined
  }
}

const obey = (wish: MidiWish): void => {
  const { layout, status } = useTransport.getState()
  switch (wish.kind) {
    case 'play':
      if (status !== 'playing') void transport.play()
      return
    case 'continue':
      if (status !== 'playing') void transport.play()
      return
    case 'stop':
      transport.pause()
      return
    case 'locate':
      if (layout) transport.seekFrame(wish.seconds * layout.sampleRateHz)
      return
    case 'control': {
      if (learner) {
        learner(wish.control)
        return
      }
      const id = taught[wish.control]
      useLiveActions
        .getState()
        .actions.find((action) => action.id === id)
        ?.run()
    }
  }
}

const hear = (event: MIDIMessageEvent): void => {
  const wish = event.data && midiWish(event.data)
  if (wish) obey(wish)
}

const listen = (): void => {
  if (!access) return
  const inputs = [...access.inputs.values()].filter(({ state }) => state === 'connected')
  for (const input of inputs) input.onmidimessage = hear
  useMidi.setState({ status: 'on', inputs: inputs.map(({ name }) => name ?? 'a MIDI device') })
}

const open = async (): Promise<void> => {
  useMidi.setState({ status: 'asking', inputs: [] })
  try {
    access = await navigator.requestMIDIAccess({ sysex: true })
    access.onstatechange = listen
    listen()
  } catch {
    useMidi.setState({ status: 'refused', inputs: [] })
  }
}

const close = (): void => {
  for (const input of access?.inputs.values() ?? []) input.onmidimessage = null
  if (access) access.onstatechange = null
  access = undefined
  useMidi.setState({ status: 'off', inputs: [] })
}

/** What the musician taught: actions' ids by control. */
export const teachMidi = (actions: Readonly<Record<string, string>>): void => {
  taught = actions
}

/** Listens to every MIDI input, also to those that are plugged in later, or to none. */
export const hearMidi = (isOn: boolean): void => {
  if (isOn) void open()
  else close()
}
