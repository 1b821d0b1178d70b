import type { MusicalGrid } from './musical-grid.ts'

/** How a musician writes a moment or a length, and reads it back. Frames are whole. */

const HUNDRED = 100
/** closer to a beat than this is on it: frames are rounded */
const SAME_BEAT_SECONDS = 0.002

const clockSeconds = (text: string): number | undefined => {
  const parts = /^(?:(\d+):)?(\d+):(\d{1,2}(?:\.\d+)?)$/.exec(text)
  if (parts) return Number(parts[1] ?? 0) * 3600 + Number(parts[2]) * 60 + Number(parts[3])
  const plain = /^(\d+(?:\.\d+)?) ?s$/.exec(text)
  return plain ? Number(plain[1]) : undefined
}

type MusicalText = { readonly whole: number; readonly beat: number; readonly part: number }

/** "33", "33.1", "33.1.50": bar, beat and hundredths of a beat */
const musicalText = (text: string): MusicalText | undefined => {
  const parts = /^(-?\d+)(?:\.(\d{1,2}))?(?:\.(\d{1,2}))?$/.exec(text)
  return parts ? { whole: Number(parts[1]), beat: Number(parts[2] ?? Number.NaN), part: Number(parts[3] ?? 0) / HUNDRED } : undefined
}

const tidy = (text: string): string => text.trim().replaceAll(',', '.')

/**
 * "33.1" (bar.beat, both from 1), "33.1.50", "1:12.500" or "12.5 s" as a frame; without a grid a bare number is seconds.
 * @returns undefined when it is none of these, or a beat that the bar does not have
 */
export const frameOfText = (text: string, grid: MusicalGrid | undefined, sampleRateHz: number): number | undefined => {
  const words = tidy(text)
  const seconds = clockSeconds(words) ?? (grid || words === '' ? undefined : Number(words))
  if (seconds !== undefined) return Number.isFinite(seconds) ? Math.round(seconds * sampleRateHz) : undefined
  const place = musicalText(words)
  if (!grid || !place) return undefined
  const beat = Number.isNaN(place.beat) ? 1 : place.beat
  if (beat < 1 || beat > grid.beatsPerBar) return undefined
  return grid.frameOfBeat((place.whole - 1) * grid.beatsPerBar + beat - 1 + place.part)
}

/** "4" or "4.0" (bars.beats, counted from 0), "4.2.50", "0:08.000" or "8 s" from a given start, as the frame where it ends. */
export const endOfText = (text: string, startFrame: number, grid: MusicalGrid | undefined, sampleRateHz: number): number | undefined => {
  const words = tidy(text)
  const seconds = clockSeconds(words) ?? (grid || words === '' ? undefined : Number(words))
  if (seconds !== undefined) return Number.isFinite(seconds) ? startFrame + Math.round(seconds * sampleRateHz) : undefined
  const length = musicalText(words)
  if (!grid || !length || length.whole < 0) return undefined
  const beats = length.whole * grid.beatsPerBar + (Number.isNaN(length.beat) ? 0 : length.beat) + length.part
  return grid.frameOfBeat(grid.beatAt(startFrame) + beats)
}

/** whole beats and hundredths of one */
const beatsOf = (beats: number, beatSeconds: number): { readonly whole: number; readonly hundredths: number } => {
  const nearest = Math.round(beats)
  if (Math.abs(beats - nearest) * beatSeconds <= SAME_BEAT_SECONDS) return { whole: nearest, hundredths: 0 }
  const total = Math.round(beats * HUNDRED)
  return { whole: Math.floor(total / HUNDRED), hundredths: ((total % HUNDRED) + HUNDRED) % HUNDRED }
}

const withHundredths = (words: string, hundredths: number): string => (hundredths === 0 ? words : `${words}.${String(hundredths).padStart(2, '0')}`)
const beatSecondsAt = (grid: MusicalGrid, frame: number): number => {
  const beat = Math.floor(grid.beatAt(frame))
  return (grid.frameOfBeat(beat + 1) - grid.frameOfBeat(beat)) / grid.sampleRateHz
}

/** "33.1", or "33.1.47" beside the beat. What {@link frameOfText} reads. */
export const placeText = (grid: MusicalGrid, frame: number): string => {
  const { whole, hundredths } = beatsOf(grid.beatAt(frame), beatSecondsAt(grid, frame))
  const bar = Math.floor(whole / grid.beatsPerBar)
  return withHundredths(`${bar + 1}.${whole - bar * grid.beatsPerBar + 1}`, hundredths)
}

/** "4.0": bars.beats. What {@link endOfText} reads. */
export const lengthText = (grid: MusicalGrid, startFrame: number, endFrame: number): string => {
  const { whole, hundredths } = beatsOf(grid.beatAt(endFrame) - grid.beatAt(startFrame), beatSecondsAt(grid, startFrame))
  const bars = Math.floor(whole / grid.beatsPerBar)
  return withHundredths(`${bars}.${whole - bars * grid.beatsPerBar}`, hundredths)
}
