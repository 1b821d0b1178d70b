import { create } from 'zustand'
import { type MidiWish, midiWish } from '../../src-shared/keys/midi-message.ts'
import { actionId, isInDialog, runWithin, useKeyMap, useLiveActions } from '../actions/index.ts'
import { transport, useTransport } from '../transport/index.ts'

/** `refused`: the system or the browser engine has no MIDI for us. */
export type MidiState = { readonly status: 'off' | 'asking' | 'refused' | 'on'; readonly inputs: readonly string[] }
export const useMidi = create<MidiState>()(() => ({ status: 'off', inputs: [] }))

let access: MIDIAccess | undefined
let taught: Readonly<Record<string, string>> = {}
let learner: ((control: string) => void) | undefined

/** The next button, key or knob, and only that one, goes to `listener` instead of doing something. Returns the way to stop. */
export const learnControl = (listener: (control: string) => void): (() => void) => {
  learner = listener
  return () => {
    if (learner === listener) learner = undefined
  }
}

/** at its place, or, where it belongs to single elements, at the one that has the focus or had it last */
const start = (id: string): void => {
  // as keys do: what lies below an open dialog is not touched
  if (isInDialog(document.activeElement) && !id.startsWith('playback.')) return
  const live = useLiveActions.getState().actions.find((action) => action.id === id)
  const set = useKeyMap.getState().sets.find((one) => Object.keys(one.actions).some((name) => actionId(one, name) === id))
  if (live) live.run()
  else if (set) runWithin(set.scope, id)
}

const obey = (wish: MidiWish): void => {
  const { layout, status } = useTransport.getState()
  switch (wish.kind) {
    case 'start':
      transport.seekFrame(0)
      if (status !== 'playing') void transport.play()
      return
    case 'play':
      if (status !== 'playing') void transport.play()
      return
    case 'stop':
      transport.pause()
      return
    case 'locate':
      if (layout) transport.seekFrame(Math.min(layout.lengthFrames, wish.seconds * layout.sampleRateHz))
      return
    case 'control': {
      if (learner) {
        const learn = learner
        // the press after it is meant, however soon it comes
        learner = undefined
        learn(wish.control)
        return
      }
      const id = taught[wish.control]
      if (id !== undefined) start(id)
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

/** counts the switching on and off: an answer that comes after the next is nobody's */
let round = 0

const open = async (): Promise<void> => {
  close()
  const mine = round
  useMidi.setState({ status: 'asking', inputs: [] })
  try {
    const answered = await navigator.requestMIDIAccess({ sysex: true })
    if (mine !== round) return
    access = answered
    access.onstatechange = listen
    listen()
  } catch {
    if (mine === round) useMidi.setState({ status: 'refused', inputs: [] })
  }
}

const close = (): void => {
  round += 1
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
