import { expect, test } from 'vitest'
import { chordSong, chordTurn, RATE_HZ } from '../../../src-shared/dsp/music-for-tests.ts'
import { createRandom } from '../../../src-shared/kernel/random.ts'
import { hearMusic } from './hear-music.ts'

type Band = { readonly kick?: readonly number[]; readonly snare?: readonly number[]; readonly hat: readonly number[] }
const SECONDS = 36

/** A band whose bars have a chord each, struck once or again on the half of the bar. @param of the hits of the n-th bar, in quarters from its beginning */
const play = (tempoBpm: number, quartersPerBar: number, of: (bar: number) => Band, strokes = 1): Float32Array => {
  const barSeconds = (quartersPerBar * 60) / tempoBpm
  const bars = Math.floor(SECONDS / barSeconds)
  const turn = chordTurn(2, false)
  const chords = Array.from({ length: bars * strokes }, (_, stroke) => turn[Math.floor(stroke / strokes) % 4] as number[])
  const sound = chordSong(chords, barSeconds / strokes)
  const random = createRandom(11)
  const strike = (seconds: number, wave: (i: number) => number, fade: number): void => {
    const start = Math.round(seconds * RATE_HZ)
    for (let i = 0; i < 5 * fade && start + i < sound.length; i++) sound[start + i] = (sound[start + i] as number) + wave(i) * Math.exp(-i / fade)
  }
  const hiss = (): number => 2 * random.next() - 1
  for (let bar = 0; bar < bars; bar++) {
    const { kick = [], snare = [], hat } = of(bar)
    const at = (quarters: number): number => bar * barSeconds + (quarters * 60) / tempoBpm
    for (const quarters of kick) strike(at(quarters), (i) => 0.8 * Math.sin((2 * Math.PI * 55 * i) / RATE_HZ), 1_500)
    for (const quarters of snare) strike(at(quarters), (i) => 0.3 * hiss() + 0.3 * Math.sin((2 * Math.PI * 190 * i) / RATE_HZ), 900)
    // differences of hiss are high
    let before = 0
    for (const quarters of hat)
      strike(
        at(quarters),
        () => {
          const now = hiss()
          const high = now - before
          before = now
          return (quarters % quartersPerBar === 0 ? 0.2 : 0.12) * high
        },
        300,
      )
  }
  return sound
}
const hear = (sound: Float32Array) => {
  const { meter, beats } = hearMusic(sound, RATE_HZ, true, { checkpoint: () => undefined, progress: () => undefined })
  return { meter: `${meter?.beatsPerBar}/${meter?.unit}`, bpm: Math.round(beats?.tempoBpm ?? 0), firstBar: beats?.beats[meter?.firstBar ?? 0] ?? -1 }
}
const steps = (count: number, length: number): number[] => Array.from({ length: count }, (_, i) => i * length)

test.each([84, 111])('dotted beats in three eighths each, at %d quarters a minute, are 6/8', (tempoBpm) => {
  const heard = hear(play(tempoBpm, 3, () => ({ kick: [0], snare: [1.5], hat: steps(6, 0.5) }), 2))
  expect(heard).toMatchObject({ meter: '6/8', bpm: tempoBpm })
  const bar = 180 / tempoBpm
  expect(Math.abs(heard.firstBar - Math.round(heard.firstBar / bar) * bar)).toBeLessThan(0.04)
})

test('three quarters with eighths between them stay a waltz', () =>
  expect(hear(play(132, 3, () => ({ kick: [0], snare: [1, 2], hat: steps(6, 0.5) }))).meter).toBe('3/4'))

test('a shuffle leaves the middle of the three out and stays 4/4', () =>
  expect(hear(play(112, 4, () => ({ kick: [0, 2], snare: [1, 3], hat: [0, 2 / 3, 1, 5 / 3, 2, 8 / 3, 3, 11 / 3] }))).meter).toBe('4/4'))

test('hats in 3+3+2 sixteenths with rolls in triplets, as drill has them, stay 4/4', () => {
  const roll = steps(3, 1 / 3).map((at) => at + 3)
  const drill = (bar: number): Band => ({
    kick: [0, 2.5],
    snare: [1.5, 3],
    hat: bar % 2 === 0 ? [0, 0.75, 1.5, 2, 2.75, 3.5] : [0, 0.75, 1.5, 2, 2.75, ...roll],
  })
  expect(hear(play(142, 4, drill)).meter).toBe('4/4')
})

test('a bar in triplets now and then is no reason for 6/8', () =>
  expect(hear(play(96, 4, (bar) => ({ kick: [0, 2], snare: [1, 3], hat: bar % 4 === 3 ? steps(12, 1 / 3) : steps(8, 0.5) }))).meter).toBe('4/4'))
