import { TICKS_PER_QUARTER } from '../../../src-shared/kernel/units.ts'
import type { HandoffSong } from './handoff-song.ts'

const variable = (value: number): number[] => {
  const bytes = [value & 0x7f]
  for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) bytes.unshift((left & 0x7f) | 0x80)
  return bytes
}

const meta = (kind: number, ...bytes: readonly number[]): number[] => [0xff, kind, ...variable(bytes.length), ...bytes]
const text = (kind: number, words: string): number[] => meta(kind, ...Buffer.from(words, 'utf8'))

/** A MIDI file of one track without notes: tempo map, meter and markers, for DAWs that read those from MIDI alone. */
export const tempoMidi = ({ title, tempoMap, timeSignature, marks, lengthTicks }: HandoffSong): Uint8Array => {
  const events = [
    { at: 0, bytes: text(0x03, title) },
    { at: 0, bytes: meta(0x58, timeSignature.beats, Math.log2(timeSignature.unit), 24, 8) },
    ...tempoMap.map(({ atTicks, tempoBpm }) => {
      const microseconds = Math.round(60_000_000 / tempoBpm)
      return { at: atTicks, bytes: meta(0x51, microseconds >> 16, (microseconds >> 8) & 0xff, microseconds & 0xff) }
    }),
    ...marks.map(({ name, atTicks }) => ({ at: Math.round(atTicks), bytes: text(0x06, name) })),
  ].toSorted((a, b) => a.at - b.at)
  let last = 0
  const body = [...events, { at: Math.max(Math.ceil(lengthTicks), events.at(-1)?.at ?? 0), bytes: meta(0x2f) }].flatMap(({ at, bytes }) => {
    const delta = at - last
    last = at
    return [...variable(delta), ...bytes]
  })
  const head = Buffer.from([0x4d, 0x54, 0x68, 0x64, 0, 0, 0, 6, 0, 0, 0, 1, TICKS_PER_QUARTER >> 8, TICKS_PER_QUARTER & 0xff])
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  return Buffer.concat([head, Buffer.from('MTrk'), length, Buffer.from(body)])
}
