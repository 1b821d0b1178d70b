import { describe, expect, it } from 'vitest'
import * as metrics from '../../../../../bench/music/score-metrics.ts'
import { DEFAULT_REMIX_CONTROLS, OpenStyleId, type RemixControls } from '../../../../../src-shared/generation/plan.ts'
import { createRandom } from '../../../../../src-shared/kernel/random.ts'
import type { Score } from '../../../../../src-shared/score/score.ts'
import { recomposeBars } from '../index.ts'
import { region, song } from './songs-for-tests.ts'

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
const SLIDER_SEEDS = Array.from({ length: 40 }, (_, index) => index + 1)
const leadPitches = (score: Score, fromBar: number, toBar: number): number[] => {
  const ticks = metrics.barTicksOf(score)
  return (metrics.leadOf(score)?.notes ?? []).filter((note) => note.startTicks >= fromBar * ticks && note.startTicks < toBar * ticks).map((note) => note.pitch)
}

describe('the four sliders', () => {
  type Measure = (before: Score, after: Score, fromBar: number, toBar: number) => number
  const curve = (
    slider: keyof RemixControls,
    values: readonly number[],
    measure: Measure,
    rest: Partial<RemixControls> = {},
    prompt?: string,
    styles: readonly string[] = OpenStyleId.options,
  ): number[] =>
    values.map((value) =>
      mean(
        SLIDER_SEEDS.map((seed) => {
          const { plan, score } = song(styles[seed % styles.length] ?? 'lofi', seed % 10, 70)
          const { fromBar, toBar } = region(score)
          const made = recomposeBars(score, {
            fromBar,
            toBar,
            controls: { ...DEFAULT_REMIX_CONTROLS, ...rest, [slider]: value },
            plan,
            prompt,
            random: createRandom(seed * 7),
          })
          return measure(score, made, fromBar, toBar)
        }),
      ),
    )
  const expectFalling = (values: readonly number[], least: number): void => {
    for (const [index, value] of values.slice(1).entries()) expect(value).toBeLessThan((values[index] ?? 0) + 0.01)
    expect((values[0] ?? 0) - (values.at(-1) ?? 0)).toBeGreaterThan(least)
  }
  const melody: Measure = (before, after, fromBar, toBar) => metrics.melodyDistance(leadPitches(before, fromBar, toBar), leadPitches(after, fromBar, toBar))
  const STEPS = [0, 0.25, 0.5, 0.75, 1]

  it('Melody Loyalty keeps the tune', () => {
    const distances = curve('melodyLoyalty', STEPS, melody)
    expectFalling(distances, 0.4)
    expect(distances.at(-1)).toBe(0)
  })

  it('Weirdness leaves the old bars behind', () => {
    const similar = curve('weirdness', STEPS, (before, after, fromBar, toBar) =>
      metrics.onsetCorrelation(before, after, fromBar, toBar, ['drums', 'chords', 'bass', 'arp']),
    )
    expectFalling(similar, 0.1)
    expectFalling(curve('weirdness', STEPS, metrics.chromaSimilarity), 0.05)
  })

  it('Genre Shift moves figures toward the prompt', () => {
    const toHouse = curve(
      'genreShift',
      STEPS,
      (before, after, fromBar, toBar) => metrics.onsetCorrelation(before, after, fromBar, toBar, ['drums', 'chords', 'bass']),
      { weirdness: 0.1 },
      'pumping house',
      ['lofi', 'acoustic-pop'],
    )
    expectFalling(toHouse, 0.1)
  })

  it('Structure Consistency keeps the function of every bar', () => {
    const moved = curve(
      'structureConsistency',
      STEPS,
      (before, after, fromBar, toBar) => {
        const ticks = metrics.barTicksOf(before)
        const roots = (score: Score): number[] =>
          Array.from({ length: toBar - fromBar }, (_, bar) => score.chords.findLast((chord) => chord.startTicks <= (fromBar + bar) * ticks)?.root ?? -1)
        const [a, b] = [roots(before), roots(after)]
        return a.filter((root, index) => root !== b[index]).length / a.length
      },
      { weirdness: 0 },
    )
    expectFalling(moved, 0.6)
    expect(moved.at(-1)).toBe(0)
  })
})
