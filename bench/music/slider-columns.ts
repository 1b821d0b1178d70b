import chroma from '@audio/mir-chroma'
import { decimate } from '../../src-main/audio/analysis/decimate.ts'
import { composeScore, recomposeBars } from '../../src-main/generation/score/compose/index.ts'
import { planFromPrompt } from '../../src-main/generation/score/plan/index.ts'
import { beatCurves } from '../../src-shared/dsp/beat-curves.ts'
import { DEFAULT_REMIX_CONTROLS, OpenStyleId, type RemixControls } from '../../src-shared/generation/plan.ts'
import { createRandom } from '../../src-shared/kernel/random.ts'
import { barToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Score } from '../../src-shared/score/score.ts'
import { RATE } from './audio-metrics.ts'
import { correlation } from './score-metrics.ts'
import type { Studio } from './studio.ts'

/** What each slider does to the sound of four bars: how alike old and new are in pitch (chroma), in rhythm (onsets) and in sound (spectrum of the bars). */

const POSITIONS = [0, 0.5, 1]
const HOP = 2048

const pitchesOf = (mono: Float32Array): number[][] => {
  const eleven = decimate(mono, 4)
  const frames: number[][] = []
  for (let at = 0; at + 4096 <= eleven.length; at += HOP) frames.push([...chroma(eleven.subarray(at, at + 4096), { fs: RATE / 4 })].map(Math.sqrt))
  return frames
}
const cosine = (a: readonly number[], b: readonly number[]): number => {
  const dot = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
  return dot / (Math.hypot(...a) * Math.hypot(...b) + 1e-12)
}
const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)

type Likeness = { readonly pitch: number; readonly rhythm: number; readonly tune: number }
/** the lead's stem alone */
const leadOnly = (score: Score): Score => ({ ...score, parts: score.parts.filter(({ role }) => role === 'lead') })
const compare = (before: Float32Array, after: Float32Array): Omit<Likeness, 'tune'> => {
  const [a, b] = [pitchesOf(before), pitchesOf(after)]
  const curves = [before, after].map((mono) => {
    const { all } = beatCurves(decimate(mono, 2), RATE / 2)
    // in steps of 35 ms: a few milliseconds of another player's hands are the same rhythm
    return Array.from({ length: Math.floor(all.length / 6) }, (_, i) => Math.max(...all.subarray(i * 6, i * 6 + 6)))
  })
  return { pitch: mean(a.map((frame, index) => cosine(frame, b[index] ?? frame))), rhythm: correlation(curves[0] ?? [], curves[1] ?? []) }
}

/** Which way a likeness should go as the slider rises, and what else must be set for it to show. */
const EXPECTED: readonly {
  readonly slider: keyof RemixControls
  readonly of: keyof Likeness
  readonly rises: boolean
  readonly prompt?: string
  readonly rest?: Partial<RemixControls>
}[] = [
  { slider: 'weirdness', of: 'pitch', rises: false },
  { slider: 'weirdness', of: 'rhythm', rises: false },
  { slider: 'melodyLoyalty', of: 'tune', rises: true },
  { slider: 'structureConsistency', of: 'pitch', rises: true, rest: { melodyLoyalty: 0 } },
  { slider: 'genreShift', of: 'rhythm', rises: false, prompt: 'driving house', rest: { weirdness: 0.2 } },
]

export const measureSliders = (studio: Studio, seeds: number): string => {
  const styles = OpenStyleId.options
  const songs = Array.from({ length: seeds }, (_, index) => {
    const seed = index + 1
    const plan = planFromPrompt({ prompt: styles[index % styles.length] ?? 'lofi', seed, seconds: 60, overrides: {} })
    const score = studio.balance(composeScore(plan, createRandom(seed)))
    const main =
      score.sections.filter((section) => section.barCount >= 6 && section.role !== 'build').toSorted((a, b) => b.energy - a.energy)[0] ?? score.sections[0]
    const fromBar = Math.min((main?.startBar ?? 0) + 1, Math.max(0, score.barCount - 5))
    const [from, to] = [fromBar, fromBar + 4].map((bar) => Math.round(barToSeconds(score.tempoMap, score.timeSignature, bar) * RATE)) as [number, number]
    const lengthFrames = Math.round(plan.lengthSeconds * RATE)
    return {
      seed,
      plan,
      score,
      fromBar,
      from,
      to,
      lengthFrames,
      before: studio.window(score, from, to, lengthFrames),
      tune: studio.window(leadOnly(score), from, to, lengthFrames),
    }
  })
  const known = new Map<string, Likeness[]>()
  const likenesses = (controls: RemixControls, prompt: string | undefined): Likeness[] => {
    const name = JSON.stringify([controls, prompt])
    const heard =
      known.get(name) ??
      songs.map(({ seed, plan, score, fromBar, from, to, lengthFrames, before, tune }) => {
        const made = recomposeBars(score, { fromBar, toBar: fromBar + 4, controls, plan, prompt, random: createRandom(seed * 7) })
        return {
          ...compare(before, studio.window(made, from, to, lengthFrames)),
          tune: compare(tune, studio.window(leadOnly(made), from, to, lengthFrames)).pitch,
        }
      })
    known.set(name, heard)
    return heard
  }
  const lines = [`${'slider'.padEnd(24)}${'likeness'.padEnd(10)}${POSITIONS.map((at) => String(at).padStart(8)).join('')}   `]
  for (const { slider, of, rises, prompt, rest } of EXPECTED) {
    const curve = POSITIONS.map((at) => mean(likenesses({ ...DEFAULT_REMIX_CONTROLS, ...rest, [slider]: at }, prompt).map((likeness) => likeness[of])))
    const steps = curve.slice(1).map((value, index) => (value - (curve[index] ?? value)) * (rises ? 1 : -1))
    const verdict = steps.every((step) => step > -0.01) && steps.reduce((sum, step) => sum + step, 0) > 0.03 ? 'monotone' : '<< NOT MONOTONE'
    lines.push(`${slider.padEnd(24)}${of.padEnd(10)}${curve.map((value) => value.toFixed(3).padStart(8)).join('')}   ${rises ? 'rises' : 'falls'}: ${verdict}`)
  }
  return lines.join('\n')
}
