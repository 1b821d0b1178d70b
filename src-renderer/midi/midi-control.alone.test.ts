import { afterEach, expect, test, vi } from 'vitest'

const played = vi.hoisted(() => ({ calls: [] as string[] }))
vi.mock('../transport/index.ts', async () => {
  const { create } = await import('zustand')
  return {
    useTransport: create(() => ({ status: 'paused', layout: { lengthFrames: 44_100, sampleRateHz: 44_100 } })),
    transport: {
      play: () => played.calls.push('play'),
      pause: () => played.calls.push('pause'),
      seekFrame: (frame: number) => played.calls.push(`seek ${frame}`),
    },
  }
})

import { useLiveActions } from '../actions/index.ts'
import { hearMidi, learnControl, teachMidi, useMidi } from './midi-control.ts'

type Input = { name: string; state: string; onmidimessage: ((event: { data: Uint8Array }) => void) | null }
const device = (name: string): Input => ({ name, state: 'connected', onmidimessage: null })
/** The system's answers to requestMIDIAccess, given when the test says so. */
const asked: ((inputs: readonly Input[]) => void)[] = []
Object.defineProperty(navigator, 'requestMIDIAccess', {
  configurable: true,
  value: () =>
    new Promise((resolve) => asked.push((inputs) => resolve({ inputs: new Map(inputs.map((input, index) => [String(index), input])), onstatechange: null }))),
})
const settle = () => new Promise((resolve) => setTimeout(resolve))
const press = (input: Input, note = 36) => input.onmidimessage?.({ data: Uint8Array.of(0x90, note, 100) })

afterEach(() => {
  hearMidi(false)
  asked.length = 0
  played.calls.length = 0
})

test('an answer that comes after MIDI was switched off, or on again, is not taken', async () => {
  hearMidi(true)
  hearMidi(false)
  hearMidi(true)
  asked[1]?.([device('Pads')])
  await settle()
  expect(useMidi.getState()).toEqual({ status: 'on', inputs: ['Pads'] })
  const late = device('Late')
  asked[0]?.([late])
  await settle()
  expect(useMidi.getState()).toEqual({ status: 'on', inputs: ['Pads'] })
  expect(late.onmidimessage).toBeNull()
})

test('the press that teaches is one; the next does what was taught, however soon it comes', async () => {
  const pads = device('Pads')
  hearMidi(true)
  asked[0]?.([pads])
  await settle()
  const run = vi.fn()
  useLiveActions.setState({ actions: [{ id: 'studio.jobs', title: 'Jobs', group: 'Studio', scope: 'everywhere', run }] })
  const heard = vi.fn((control: string) => teachMidi({ [control]: 'studio.jobs' }))
  learnControl(heard)
  press(pads)
  press(pads)
  expect(heard).toHaveBeenCalledExactlyOnceWith('note 1 36')
  expect(run).toHaveBeenCalledOnce()
})

test('below an open dialog a button changes nothing but the playback', async () => {
  const pads = device('Pads')
  hearMidi(true)
  asked[0]?.([pads])
  await settle()
  const [trash, mute] = [vi.fn(), vi.fn()]
  useLiveActions.setState({
    actions: [
      { id: 'library.trash', title: 'Trash', group: 'Songs', scope: 'library', run: trash },
      { id: 'playback.mute', title: 'Mute', group: 'Playback', scope: 'everywhere', run: mute },
    ],
  })
  teachMidi({ 'note 1 36': 'library.trash', 'note 1 37': 'playback.mute' })
  document.body.innerHTML = '<div role="dialog"><button>Export</button></div>'
  document.querySelector('button')?.focus()
  press(pads)
  press(pads, 37)
  document.body.innerHTML = ''
  press(pads)
  expect([trash.mock.calls.length, mute.mock.calls.length]).toEqual([1, 1])
})

test('Start begins at the beginning, Continue where it stopped, and a locate past the end stays in the song', async () => {
  const clock = device('Clock')
  hearMidi(true)
  asked[0]?.([clock])
  await settle()
  const send = (...bytes: number[]) => clock.onmidimessage?.({ data: Uint8Array.from(bytes) })
  send(0xfa)
  send(0xfc)
  send(0xfb)
  expect(played.calls.splice(0)).toEqual(['seek 0', 'play', 'pause', 'play'])
  const locate = (minutes: number, seconds: number) => send(0xf0, 0x7f, 0x7f, 0x06, 0x44, 0x06, 0x01, 0x60, minutes, seconds, 0, 0, 0xf7)
  locate(0, 0)
  locate(59, 0)
  expect(played.calls).toEqual(['seek 0', 'seek 44100'])
})
