import type { ChordSpec } from './chord-spec.ts'
import type { Slot } from './figure.ts'

/** `rooted`: nobody plays bass, so the chord stands on its own root (or written bass). */
export type VoicingRange = { readonly low: number; readonly high: number; readonly voices: number; readonly rooted?: boolean }

/** Tones worth playing: third and seventh first, then colours, then the fifth; the bass has the root already. */
const chosenTones = (chord: ChordSpec, voices: number, rooted: boolean): number[] => {
  const interval = (tone: number): number => (tone - chord.root + 12) % 12
  const rank = (tone: number): number => {
    const semitones = interval(tone)
    if (semitones === 3 || semitones === 4) return 0
    if (semitones === 10 || semitones === 11) return 1
    if (semitones === 5 && !chord.tones.some((other) => [3, 4].includes(interval(other)))) return 0
    if (semitones === 2 || semitones === 9) return chord.tones.length > 3 ? 2 : 1
    if (semitones === 0 && rooted) return -1
    if (semitones === 0) return chord.tones.length > 4 ? 4 : 3
    return chord.tones.length > 3 ? 3.5 : 2
  }
  const wanted = chord.tones.toSorted((a, b) => rank(a) - rank(b)).slice(0, voices)
  for (let i = 0; wanted.length < voices && i < chord.tones.length; i++) wanted.push(chord.tones[i] ?? chord.root)
  return wanted
}

/** Tones stacked upwards in close position from `base`. */
const stack = (tones: readonly number[], base: number): number[] => {
  const pitches: number[] = []
  let at = base
  for (const tone of tones) {
    let pitch = at + ((((tone - at) % 12) + 12) % 12)
    if (pitches.length > 0 && pitch === pitches.at(-1)) pitch += 12
    pitches.push(pitch)
    at = pitch
  }
  return pitches
}

const rotations = (tones: readonly number[], root: number): number[][] => {
  const sorted = tones.toSorted((a, b) => ((a - root + 12) % 12) - ((b - root + 12) % 12))
  return sorted.map((_, index) => [...sorted.slice(index), ...sorted.slice(0, index)])
}

const cost = (pitches: readonly number[], previous: readonly number[] | undefined, range: VoicingRange): number => {
  let total = 0
  let sum = 0
  for (let i = 0; i < pitches.length; i++) {
    const pitch = pitches[i] ?? 0
    const below = pitches[i - 1]
    total += pitch
    if (below !== undefined) {
      const gap = pitch - below
      if (gap < 5 && below < 50) sum += 14
      else if (gap < 3 && below < 62) sum += 6
      if (gap === 1) sum += 4
      if (gap > 12) sum += 6
    }
    if (!previous) continue
    let nearest = 127
    for (const other of previous) nearest = Math.min(nearest, Math.abs(other - pitch))
    sum += nearest * 0.5 + Math.abs(pitch - (previous[i] ?? pitch))
  }
  const top = pitches.at(-1)
  const oldTop = previous?.at(-1)
  if (top !== undefined && oldTop !== undefined) sum += Math.max(0, Math.abs(top - oldTop) - 4)
  return sum + Math.abs(total / pitches.length - (range.low + range.high) / 2) * 0.5
}

const KEPT_VOICINGS = 4_000
const kept = new Map<string, readonly number[]>()

/** The voicing nearest to the last one: close or drop-2, inside the range, spread where it is low. Progressions repeat, so answers are remembered. */
export const voice = (chord: ChordSpec, range: VoicingRange, previous: readonly number[] | undefined): readonly number[] => {
  const name = `${chord.root} ${chord.tones.join()} ${range.low} ${range.high} ${range.voices} ${range.rooted ?? false} ${previous?.join() ?? ''}`
  const known = kept.get(name)
  if (known) return known
  const found = search(chord, range, previous)
  if (kept.size >= KEPT_VOICINGS) kept.clear()
  kept.set(name, found)
  return found
}

const search = (chord: ChordSpec, range: VoicingRange, previous: readonly number[] | undefined): readonly number[] => {
  const tones = chosenTones(chord, range.voices, range.rooted ?? false)
  let best: readonly number[] | undefined
  let bestCost = Number.POSITIVE_INFINITY
  const ground = tones.includes(chord.bass) ? chord.bass : chord.root
  for (const rotation of rotations([...new Set(tones)], chord.root)) {
    if (range.rooted && rotation[0] !== ground) continue
    for (let base = range.low; base < range.low + 12; base++) {
      const close = stack(rotation, base)
      const second = close.at(-2)
      const dropped = close.length > 3 && second !== undefined ? [second - 12, ...close.filter((pitch) => pitch !== second)] : undefined
      const octave = close.map((pitch) => pitch + 12)
      const low = close[1]
      const spread = close.length > 3 && low !== undefined ? [...close.filter((pitch) => pitch !== low), low + 12].toSorted((a, b) => a - b) : close
      for (const pitches of dropped ? [close, octave, dropped, spread] : [close, octave]) {
        if (range.rooted && (pitches[0] ?? 0) % 12 !== ground) continue
        if ((pitches[0] ?? 0) < range.low || (pitches.at(-1) ?? 0) > range.high) continue
        const price = cost(pitches, previous, range)
        if (price < bestCost) {
          best = pitches
          bestCost = price
        }
      }
    }
  }
  return best ?? stack(rotations(tones, chord.root)[0] ?? tones, range.low).map((pitch) => (pitch > range.high ? pitch - 12 : pitch))
}

/** Voice-leads a whole progression: common tones stay, the others take the smallest step. */
export const voiceLead = (slots: readonly Slot[], range: VoicingRange, from?: readonly number[]): (readonly number[])[] => {
  let previous = from
  return slots.map((slot) => {
    previous = voice(slot.chord, range, previous)
    return previous
  })
}
