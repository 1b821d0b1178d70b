import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createOverlapAdd, type FinishedPiece } from './overlap-add.ts'
import { type Segment, segmentsOf } from './segments.ts'
import { createStereoSpectrogram } from './stereo-spectrogram.ts'

/** `origin` in the file says what made it. */
const reference = JSON.parse(readFileSync(new URL('./reference.json', import.meta.url), 'utf8'))

type Applied = { readonly length: number; readonly seed: number; readonly shiftOffsets: readonly number[]; readonly sound: readonly number[] }

/** The same numbers as `noise` of make_goldens.py. */
const noise = (count: number, seed: number): Float32Array<ArrayBuffer> => {
  let state = seed
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 31 - 1
  })
}
const farthest = (ours: ArrayLike<number>, theirs: readonly number[]): number => {
  expect(ours.length).toBe(theirs.length)
  return theirs.reduce((most, value, i) => Math.max(most, Math.abs(value - (ours[i] as number))), 0)
}

describe('the spectrogram', () => {
  const golden = reference.spectrogram
  const spectrogram = createStereoSpectrogram(golden)
  const { bins, frames } = spectrogram

  test('has the reference’s shape and numbers (within 1e-6; asked for: 1e-4)', () => {
    expect([bins, frames]).toEqual([golden.bins, golden.frames])
    const out = new Float32Array(spectrogram.length)
    spectrogram.analyse(noise(golden.segmentFrames, 1), noise(golden.segmentFrames, 2), out)
    const picked: number[] = []
    for (let row = 0; row < 4; row++)
      for (let bin = 0; bin < bins; bin += golden.binStep)
        for (let frame = 0; frame < frames; frame += golden.frameStep) picked.push(out[(row * bins + bin) * frames + frame] as number)
    expect(farthest(picked, golden.spectrum)).toBeLessThan(2e-6)
  })

  test('becomes the reference’s sound again, for each source of an answer', () => {
    const answer = noise(2 * spectrogram.length, 3)
    const sound: number[] = []
    for (const source of [0, 1]) {
      const sides = [new Float32Array(golden.segmentFrames), new Float32Array(golden.segmentFrames)] as const
      spectrogram.addSound(answer, source * spectrogram.length, ...sides)
      for (const side of sides) for (let i = 0; i < golden.segmentFrames; i += golden.sampleStep) sound.push(side[i] as number)
    }
    expect(farthest(sound, golden.sound)).toBeLessThan(2e-5)
  })

  test('gives back what went in, but for the highest frequency, which the graph never sees', () => {
    const tone = (hz: number) => Float32Array.from({ length: golden.segmentFrames }, (_, i) => Math.sin((2 * Math.PI * hz * i) / 44_100))
    const [left, right] = [tone(440), tone(3000)]
    const spectrum = new Float32Array(spectrogram.length)
    spectrogram.analyse(left, right, spectrum)
    const back = [new Float32Array(golden.segmentFrames), new Float32Array(golden.segmentFrames)] as const
    spectrogram.addSound(spectrum, 0, ...back)
    // the outermost windows are no part of it: the graph's other branch fills the edges of a segment
    const inside = (samples: Float32Array) => [...samples.subarray(2048, golden.segmentFrames - 2048)]
    expect(farthest(inside(back[0]), inside(left))).toBeLessThan(1e-5)
    expect(farthest(inside(back[1]), inside(right))).toBeLessThan(1e-5)
  })
})

describe('a song in segments', () => {
  const SEGMENT = 500

  /** `Stand` of make_goldens.py */
  const stand = ([left, right]: readonly [Float32Array, Float32Array]): Float32Array[][] => {
    const each = (answer: (x: Float32Array, i: number) => number) => [left, right].map((x) => Float32Array.from(x, (_, i) => answer(x, i)))
    return [
      each((x, i) => (x[i] as number) * (0.5 + i / SEGMENT)),
      each((x, i) => (x[i] as number) * (1 - i / SEGMENT) + 0.1 * (x[(i - 7 + SEGMENT) % SEGMENT] as number)),
    ]
  }
  const separate = (channels: readonly [Float32Array, Float32Array], start: number) => {
    const length = channels[0].length
    const at = (from: number, channel: Float32Array) => Float32Array.from({ length: SEGMENT }, (_, i) => channel[from + i] ?? 0)
    const adding = createOverlapAdd(2, 2, SEGMENT)
    const out = [0, 1].map(() => [0, 1].map(() => new Float32Array(length - start)))
    const keep = (piece: FinishedPiece | undefined) =>
      piece?.voices.forEach((sides, voice) => {
        sides.forEach((samples, side) => void out[voice]?.[side]?.set(samples, piece.start - start))
      })
    for (const segment of segmentsOf({ start, end: length }, SEGMENT, 0.25)) {
      const window = [at(segment.windowStart, channels[0]), at(segment.windowStart, channels[1])] as const
      keep(adding.add(segment, stand(window), segment.start - segment.windowStart))
    }
    keep(adding.flush())
    return out
  }

  test.each((reference.applied as Applied[]).map((golden) => [golden.length, golden.shiftOffsets.length, golden] as const))(
    'of %i frames and %i shifts comes out as the reference’s apply_model',
    (_, __, golden) => {
      const { length, seed, shiftOffsets, sound } = golden
      const song = [noise(length, seed), noise(length, seed + 1)] as const
      const maxShift = 500
      const passes = shiftOffsets.length
        ? shiftOffsets.map((offset) => {
            // the sound begins `offset` frames into the silence before it; what is given out begins with the song
            const padded = song.map((x) => Float32Array.from({ length: length + maxShift }, (_, i) => x[i - maxShift] ?? 0)) as [Float32Array, Float32Array]
            return separate(padded, offset).map((sides) => sides.map((x) => x.subarray(maxShift - offset)))
          })
        : [separate(song, 0)]
      const mean = (voice: number, side: number, i: number) => passes.reduce((sum, pass) => sum + (pass[voice]?.[side]?.[i] as number), 0) / passes.length
      const picked = [0, 1].flatMap((voice) => [0, 1].flatMap((side) => Array.from({ length: Math.ceil(length / 7) }, (_, i) => mean(voice, side, i * 7))))
      expect(farthest(picked, sound)).toBeLessThan(1e-6)
    },
  )

  test('keeps one segment in memory, however long the song is', () => {
    const adding = createOverlapAdd(1, 1, SEGMENT)
    let longest = 0
    let total = 0
    const see = (piece: FinishedPiece | undefined) => {
      longest = Math.max(longest, piece?.frames ?? 0)
      total += piece?.frames ?? 0
    }
    const one = [[new Float32Array(SEGMENT).fill(1)]]
    for (const segment of segmentsOf({ start: 0, end: 100_000 }, SEGMENT, 0.25)) see(adding.add(segment as Segment, one, 0))
    see(adding.flush())
    expect([longest, total]).toEqual([SEGMENT * 0.75, 100_000])
  })
})
