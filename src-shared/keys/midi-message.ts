/**
 * What a controller says that a studio can act on (MIDI 1.0; MIDI Machine Control, RP-013). `learned`: a button, key or knob by its kind, channel
 * (1..16) and number (0..127), pressed. `start` begins at the very beginning, `play` (Continue, and MMC's Play) where it stopped.
 */
export type MidiWish =
  | { readonly kind: 'start' | 'play' | 'stop' }
  | { readonly kind: 'locate'; readonly seconds: number }
  | { readonly kind: 'control'; readonly control: string }

const BUTTON_DOWN = 64
/** frames a second by the two bits of the hour byte (MMC standard time code) */
const FRAME_RATES = [24, 25, 30, 30] as const

const machineControl = (data: readonly number[]): MidiWish | undefined => {
  // F0 7F <device> 06 <command> … F7
  const command = data[4]
  if (command === 0x01) return { kind: 'stop' }
  if (command === 0x02 || command === 0x03) return { kind: 'play' }
  if (command === 0x09) return { kind: 'stop' }
  // locate: 44 06 01 hr mn sc fr ff
  if (command !== 0x44 || data[5] !== 6 || data[6] !== 1) return undefined
  const [hours = 0, minutes = 0, seconds = 0, frames = 0] = data.slice(7, 11)
  const rate = FRAME_RATES[((hours >> 5) & 3) as 0 | 1 | 2 | 3]
  return { kind: 'locate', seconds: (hours & 0x1f) * 3600 + minutes * 60 + seconds + (frames & 0x1f) / rate }
}

/** One message of Web MIDI's `data`; undefined where it wishes nothing (clock, releases, running values below half). */
export const midiWish = (bytes: Uint8Array | readonly number[]): MidiWish | undefined => {
  const data = [...bytes]
  const [status = 0, number = 0, value = 0] = data
  if (status === 0xfa) return { kind: 'start' }
  if (status === 0xfb) return { kind: 'play' }
  if (status === 0xfc) return { kind: 'stop' }
  if (status === 0xf0) return data[1] === 0x7f && data[3] === 0x06 && data.at(-1) === 0xf7 ? machineControl(data) : undefined
  const channel = (status & 0x0f) + 1
  if ((status & 0xf0) === 0x90 && value > 0) return { kind: 'control', control: `note ${channel} ${number}` }
  if ((status & 0xf0) === 0xb0 && value >= BUTTON_DOWN) return { kind: 'control', control: `cc ${channel} ${number}` }
  return undefined
}

/** "note 1 36" as people say it. */
export const controlWords = (control: string): string => {
  const [kind, channel, number] = control.split(' ')
  return `${kind === 'cc' ? 'Controller' : 'Note'} ${number}, channel ${channel}`
}
