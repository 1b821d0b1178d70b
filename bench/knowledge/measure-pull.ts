import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import { type Facts, factsOf } from '../../src-main/knowledge/entries/facts.ts'
import { leanPlan } from '../../src-main/knowledge/influence/lean.ts'
import { planDistance } from '../../src-main/knowledge/influence/plan-distance.ts'
import { readWish } from '../../src-main/knowledge/influence/read-wish.ts'
import type { Plan, PlanOverrides } from '../../src-shared/generation/plan.ts'
import { openStudio } from '../music/studio.ts'
import { apart, soundOf } from './sound-of.ts'

const SEEDS = 50
/** open wishes, and the kind of songs that a library has for them */
const CASES = [
  { wish: 'something for tonight', references: ['rainy night lo-fi piano, 74 bpm, A minor', 'lo-fi with upright bass and brushes, 78 bpm, A minor'] },
  { wish: 'a new theme for my game', references: ['chiptune boss fight, 170 bpm, C minor', '8-bit battle theme, fast, C minor'] },
  { wish: 'music for the gym', references: ['hard workout house, 128 bpm, F minor', 'tech house groove with stabs, 126 bpm, F minor'] },
  { wish: 'piano piece, gentle', references: ['slow ambient with piano and warm strings, D major', 'ambient piano and bells, 62 bpm, D major'] },
] as const

const factsOfPlan = (plan: Plan): Facts => {
  const { tempoBpm, key, timeSignature, style, lengthSeconds } = plan
  return factsOf({ tempoBpm, key, timeSignature, style, seconds: lengthSeconds }, plan)
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Distance of plans to their references with influences and without, over seeds. */
export const measurePull = async (): Promise<readonly string[]> =>
  CASES.map(({ wish, references }) => {
    const facts = references.map((prompt, seed) => factsOfPlan(planFromPrompt({ prompt, seed, overrides: {} })))
    const said = readWish(wish)
    const distance = (overrides: PlanOverrides, seed: number): number => {
      const plan = planFromPrompt({ prompt: wish, seed, overrides })
      return mean(facts.map((one) => planDistance(factsOfPlan(plan), one)))
    }
    const seeds = Array.from({ length: SEEDS }, (_, seed) => seed)
    const without = seeds.map((seed) => distance({}, seed))
    const within = seeds.map((seed) =>
      distance(
        leanPlan(facts, said, {}, (overrides) => planFromPrompt({ prompt: wish, seed, overrides })),
        seed,
      ),
    )
    const nearer = seeds.filter((seed) => (within[seed] ?? 0) < (without[seed] ?? 0)).length
    return `pull of influences on “${wish}”: distance ${mean(without).toFixed(3)} → ${mean(within).toFixed(3)}, nearer for ${nearer} of ${SEEDS} seeds`
  })

const SOUND_SEEDS = 4
const SOUND_SECONDS = 12

/** The same, heard: distance of measured sound between the finished recordings. */
export const measureSoundPull = async (): Promise<readonly string[]> => {
  const studio = await openStudio()
  const lines = CASES.map(({ wish, references }) => {
    const heard = references.map((prompt, seed) => soundOf(studio.make(prompt, seed, SOUND_SECONDS)))
    const facts = references.map((prompt, seed) => factsOfPlan(planFromPrompt({ prompt, seed, seconds: SOUND_SECONDS, overrides: {} })))
    const distance = (overrides: PlanOverrides, seed: number): number => {
      const own = soundOf(studio.make(wish, seed, SOUND_SECONDS, undefined, overrides))
      return mean(heard.map((one) => apart(own, one)))
    }
    const seeds = Array.from({ length: SOUND_SEEDS }, (_, seed) => seed)
    const without = seeds.map((seed) => distance({}, seed))
    const lean = (seed: number) => leanPlan(facts, readWish(wish), {}, (overrides) => planFromPrompt({ prompt: wish, seed, seconds: SOUND_SECONDS, overrides }))
    const within = seeds.map((seed) => distance(lean(seed), seed))
    const nearer = seeds.filter((seed) => (within[seed] ?? 0) < (without[seed] ?? 0)).length
    return `  heard: measured sound ${mean(without).toFixed(2)} → ${mean(within).toFixed(2)} from the references of “${wish}”, nearer for ${nearer} of ${SOUND_SEEDS} seeds`
  })
  studio.close()
  return lines
}
