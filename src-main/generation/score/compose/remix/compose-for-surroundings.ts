import type { Plan, PlannedSection, RemixControls } from '../../../../../src-shared/generation/plan.ts'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Key, Score, TimeSignature } from '../../../../../src-shared/score/score.ts'
import { barSecondsOf, planFromPrompt } from '../../plan/index.ts'
import { styleOf } from '../../styles/index.ts'
import { composeFrame } from '../compose-score.ts'

/** What was measured around a hole in a recording that has no score. */
export type Surroundings = {
  readonly tempoBpm: number
  readonly key: Key
  readonly timeSignature?: TimeSignature | undefined
  /** time of the first beat inside the hole, seconds from its start */
  readonly beatPhaseSeconds: number
  /** length of the hole */
  readonly seconds: number
  readonly prompt: string
  readonly controls: RemixControls
  readonly random: Random
}

/**
 * A piece that fits a hole: tick 0 of its score lies `startOffsetSeconds` (<= 0, less than a bar) from the hole's start, so that the beats
 * meet and sound is there from the first moment; it does not close, because the recording goes on after it.
 */
export const composeForSurroundings = (request: Surroundings): { plan: Plan; score: Score; startOffsetSeconds: number } => {
  const { prompt, random, controls } = request
  const tempoBpm = Math.max(40, Math.min(240, request.tempoBpm))
  const timeSignature = request.timeSignature ?? { beats: 4, unit: 4 as const }
  const barSeconds = barSecondsOf(tempoBpm, timeSignature)
  const startOffsetSeconds = request.beatPhaseSeconds > 0.005 ? (request.beatPhaseSeconds % barSeconds) - barSeconds : 0
  const spanSeconds = request.seconds - startOffsetSeconds
  const bars = Math.max(1, Math.ceil(spanSeconds / barSeconds - 1e-6))
  const seed = random.fork('plan').int(0, 0xffffffff)
  const wish = planFromPrompt({ prompt, seed, overrides: {} })
  const energy = Math.max(0.4, Math.min(1, 0.62 + (wish.mood.energy - styleOf(wish.style).baseEnergy) * 0.4))
  const form: PlannedSection[] = []
  for (let left = bars; left > 0; left -= 8)
    form.push({ label: form.length % 2 === 0 ? 'A' : 'B', role: form.length % 2 === 0 ? 'verse' : 'chorus', barCount: Math.min(8, left), energy })
  const planned = planFromPrompt({ prompt, seed, seconds: undefined, overrides: { tempoBpm, key: request.key, timeSignature, form, ending: 'fade' } })
  const plan: Plan = { ...planned, lengthSeconds: Math.max(4, Math.min(720, spanSeconds)) }
  return { plan, score: composeFrame(plan, random.fork('score'), { closes: false, adventure: controls.weirdness * 0.6 }), startOffsetSeconds }
}
