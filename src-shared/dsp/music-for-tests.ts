import { createRandom } from '../kernel/random.ts'

export const RATE_HZ = 22_050

/** Clicks at these moments, every `accentEvery`-th lower and louder. */
export const clicks = (moments: readonly number[], seconds: number, accentEvery = 4): Float32Array => {
  const sound = new Float32Array(Math.round(seconds * RATE_HZ))
  moments.forEach((moment, index) => {
    const start = Math.round(moment * RATE_HZ)
    const isAccent = index % accentEvery === 0
    for (let i = 0; i < 1_500 && start + i < sound.length; i++)
      sound[start + i] = (sound[start + i] as number) + Math.sin(i * (isAccent ? 0.03 : 0.3)) * Math.exp(-i / 250) * (isAccent ? 0.8 : 0.4)
  })
  return sound
}

/** Moments of a pulse whose tempo follows a curve over time. */
export const pulse = (tempoAt: (seconds: number) => number, seconds: number, first = 0.5): number[] => {
  const moments: number[] = []
  for (let at = first; at < seconds - 0.3; at += 60 / tempoAt(at)) moments.push(at)
  return moments
}

export const noise = (seconds: number, gain = 0.2): Float32Array => {
  const random = createRandom(3)
  return Float32Array.from({ length: Math.round(seconds * RATE_HZ) }, () => gain * (2 * random.next() - 1))
}

/** Triads with their root in the bass, one after another, struck and fading. @param chords pitch classes, root first */
export const chordSong = (chords: readonly (readonly number[])[], secondsEach: number, overtones = 4): Float32Array => {
  const each = Math.round(secondsEach * RATE_HZ)
  const sound = new Float32Array(each * chords.length)
  chords.forEach((notes, index) => {
    const pitches = [...notes.map((note) => 60 + note), 36 + (notes[0] ?? 0)]
    for (const pitch of pitches) {
      const hz = 440 * 2 ** ((pitch - 69) / 12)
      for (let overtone = 1; overtone <= overtones; overtone++)
        for (let i = 0; i < each; i++)
          sound[index * each + i] =
            (sound[index * each + i] as number) + (0.12 / overtone) * Math.sin((2 * Math.PI * hz * overtone * i) / RATE_HZ) * Math.exp((-2.5 * i) / each)
    }
  })
  return sound
}

/** Share of both that match within 70 ms (MIREX beat tracking). */
export const fMeasure = (found: readonly number[], truth: readonly number[], withinSeconds = 0.07): number => {
  const left = [...found]
  let hits = 0
  for (const moment of truth) {
    const index = left.findIndex((other) => Math.abs(other - moment) <= withinSeconds)
    if (index >= 0) {
      hits++
      left.splice(index, 1)
    }
  }
  return found.length + truth.length > 0 ? (2 * hits) / (found.length + truth.length) : 1
}

/** I vi IV V, or i VI iv v: pitch classes, roots first. */
export const chordTurn = (tonic: number, isMinor: boolean) =>
  (isMinor
    ? [
        [0, 3, 7],
        [8, 0, 3],
        [5, 8, 0],
        [7, 10, 2],
      ]
    : [
        [0, 4, 7],
        [9, 0, 4],
        [5, 9, 0],
        [7, 11, 2],
      ]
  ).map((chord) => chord.map((note) => (note + tonic) % 12))
