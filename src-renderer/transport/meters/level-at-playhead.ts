import { readPlaying } from '../transport.ts'
import { type Level, levelAt } from './playing-meter.ts'
import type { ProgrammeReading } from './programme-meter.ts'
import { programme } from './programme-store.ts'

/** Momentary loudness looks back this far. */
const WINDOW_SECONDS = 0.4

/**
 * How loud it is where the playhead stands, whether or not it plays: the sound around it is read first. `heard` is what the meters have
 * measured since they were reset.
 * @returns undefined when nothing is loaded, or its sound cannot be read
 */
export const levelAtPlayhead = async (): Promise<(Level & { readonly heard: ProgrammeReading }) | undefined> => {
  const { reader, frame, gain } = readPlaying()
  if (!reader) return undefined
  const { sampleRateHz, lengthFrames } = reader.layout
  const inside = Math.min(frame, lengthFrames - 1)
  const first = Math.floor(Math.max(0, inside - WINDOW_SECONDS * sampleRateHz) / reader.blockFrames)
  const last = Math.floor(inside / reader.blockFrames)
  try {
    for (let index = first; index <= last; index++) await reader.block(index)
  } catch {
    return undefined
  }
  return { ...levelAt(reader, inside, gain), heard: programme.read() }
}
