import { expect, test } from 'vitest'
import { createRandom } from '../../../../src-shared/kernel/random.ts'
import type { Pair } from './separation-graph.ts'
import { type MixPiece, shareResidual } from './share-residual.ts'

const RATE = 44_100
const FRAMES = 30_000

const energyOf = (samples: Float32Array, from = 0, to = samples.length): number =>
  samples.subarray(from, to).reduce((sum, sample) => sum + sample * sample, 0) + 1e-30
const db = (ratio: number): number => 10 * Math.log10(ratio)
const difference = (a: Float32Array, b: Float32Array): Float32Array => a.map((sample, i) => sample - (b[i] as number))
const sumOf = (stems: readonly Pair[], channel: 0 | 1): Float32Array =>
  Float32Array.from({ length: FRAMES }, (_, i) => stems.reduce((sum, stem) => sum + (stem[channel][i] as number), 0))
/** Le Roux et al. 2019, dB */
const siSdr = (got: Float32Array, truth: Float32Array): number => {
  const scale = got.reduce((sum, sample, i) => sum + sample * (truth[i] as number), 0) / energyOf(truth)
  const wanted = truth.map((sample) => sample * scale)
  return db(energyOf(wanted) / energyOf(difference(got, wanted)))
}

/** A hum throughout, hits every 200 ms, and a voice that is silent until the second half: each channel differs. */
const truth: readonly Pair[] = [
  (i: number) => 0.3 * Math.sin(i / 40),
  (i: number) => 0.6 * Math.exp(-(i % 8_820) / 700) * Math.sin((i % 8_820) / 3),
  (i: number) => (i < FRAMES / 2 ? 0 : 0.2 * Math.sin(i / 11)),
].map((at): Pair => [Float32Array.from({ length: FRAMES }, (_, i) => at(i)), Float32Array.from({ length: FRAMES }, (_, i) => 0.7 * at(i + 9))])
const song: Pair = [sumOf(truth, 0), sumOf(truth, 1)]
/** What a separator makes of it: noise where something sounds, and of each source `missing`. */
const answerOf = (missing: number): readonly Pair[] => {
  const random = createRandom(3)
  const blur = (samples: Float32Array) => samples.map((x) => x * (1 - missing + 0.1 * (random.next() - 0.5)))
  return truth.map(([left, right]): Pair => [blur(left), blur(right)])
}
const heard = answerOf(0)

const inPieces = async function* (stems: readonly Pair[], wanted: Pair, sizes: readonly number[]): AsyncGenerator<MixPiece> {
  for (let at = 0, turn = 0; at < FRAMES; turn++) {
    const frames = Math.min(sizes[turn % sizes.length] as number, FRAMES - at)
    const cut = ([left, right]: Pair): Pair => [left.slice(at, at + frames), right.slice(at, at + frames)]
    yield { start: 1_000 + at, frames, voices: stems.map(cut), wanted: cut(wanted) }
    at += frames
  }
}
const shared = async (stems: readonly Pair[], wanted: Pair, sizes: readonly number[]): Promise<{ stems: readonly Pair[]; starts: readonly number[] }> => {
  const out = stems.map((): Pair => [new Float32Array(FRAMES), new Float32Array(FRAMES)])
  const starts: number[] = []
  let at = 0
  for await (const piece of shareResidual(inPieces(stems, wanted, sizes), RATE)) {
    starts.push(piece.start - 1_000 - at)
    expect(piece.wanted[0]).toEqual(wanted[0].slice(at, at + piece.frames))
    piece.voices.forEach((channels, voice) => {
      channels.forEach((samples, channel) => void out[voice]?.[channel]?.set(samples, at))
    })
    at += piece.frames
  }
  expect(at).toBe(FRAMES)
  return { stems: out, starts }
}

test.each([[[FRAMES]], [[4_096]], [[1, 100, 7_000]], [[441]]])('pieces of %j frames add up to the song better than 100 dB', async (sizes) => {
  const { stems, starts } = await shared(heard, song, sizes)
  expect(new Set(starts)).toEqual(new Set([0]))
  for (const channel of [0, 1] as const) {
    expect(db(energyOf(difference(song[channel], sumOf(heard, channel))) / energyOf(song[channel]))).toBeGreaterThan(-40)
    expect(db(energyOf(difference(song[channel], sumOf(stems, channel))) / energyOf(song[channel]))).toBeLessThan(-130)
  }
  const whole = await shared(heard, song, [FRAMES])
  stems.forEach((pair, voice) => {
    expect(db(energyOf(difference(pair[0], whole.stems[voice]?.[0] as Float32Array)) / energyOf(pair[0]))).toBeLessThan(-130)
  })
})

test('a silent stem stays silent, and hits do not leak into what is soft beside them', async () => {
  const { stems } = await shared(heard, song, [4_096])
  const voice = stems[2]?.[0] as Float32Array
  const until = FRAMES / 2 - 0.01 * RATE
  expect(db(energyOf(voice, 0, until) / energyOf(song[0], 0, until))).toBeLessThan(-90)
  const soft = heard.map((pair, index): Pair => (index === 2 ? [pair[0].map(() => 1e-6), pair[1].map(() => 1e-6)] : pair))
  const beside = (await shared(soft, song, [4_096])).stems[2]?.[0] as Float32Array
  expect(
    db(
      energyOf(
        beside.map((x) => x - 1e-6),
        0,
        until,
      ) / energyOf(song[0], 0, until),
    ),
  ).toBeLessThan(-90)
})

test('every stem is nearer to its source than the model’s own answer: SI-SDR rises, and so does what was missing of it', async () => {
  const { stems } = await shared(heard, song, [4_096])
  const quiet = answerOf(0.06)
  const louder = await shared(quiet, song, [4_096])
  truth.forEach((pair, voice) => {
    for (const channel of [0, 1] as const) {
      const wanted = pair[channel]
      const of = (all: readonly Pair[]) => all[voice]?.[channel] as Float32Array
      expect(siSdr(of(stems), wanted), `stem ${voice}`).toBeGreaterThan(siSdr(of(heard), wanted))
      expect(energyOf(difference(of(louder.stems), wanted)), `stem ${voice}`).toBeLessThan(energyOf(difference(of(quiet), wanted)))
    }
  })
})

test('where nothing is missing nothing changes, and where no stem sounds each gets the same', async () => {
  expect((await shared(truth, song, [5_000])).stems.map(([left]) => db(energyOf(left)))).toEqual(truth.map(([left]) => expect.closeTo(db(energyOf(left)), 6)))
  const silence = (): Pair => [new Float32Array(FRAMES), new Float32Array(FRAMES)]
  const { stems } = await shared([silence(), silence()], song, [5_000])
  for (const [left] of stems)
    expect(
      db(
        energyOf(
          difference(
            left,
            song[0].map((x) => x / 2),
          ),
        ) / energyOf(song[0]),
      ),
    ).toBeLessThan(-130)
})
