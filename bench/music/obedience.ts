import { decimate } from '../../src-main/audio/analysis/decimate.ts'
import { beatCurves } from '../../src-shared/dsp/beat-curves.ts'
import { highPass } from '../../src-shared/dsp/biquad.ts'
import type { Key } from '../../src-shared/score/score.ts'
import { integratedLufs, loudnessSteps, middle, RATE } from './audio-metrics.ts'
import { heardTempo, keyScore } from './form-metrics.ts'
import type { Recording, Studio } from './studio.ts'

/** Prompts whose explicit words must be heard. Every check looks at the sound, or at which stems sound. */

type Verdict = { readonly ok: boolean; readonly heard: string }
type Check = (recording: Recording, mono: Float32Array) => Verdict

const tempo =
  (bpm: number): Check =>
  (_, mono) => {
    const { bpm: heard, error } = heardTempo(mono, bpm)
    return { ok: error <= 0.01, heard: `${heard.toFixed(1)} bpm` }
  }

const key =
  (tonic: string, mode: Key['mode']): Check =>
  (_, mono) => {
    const score = keyScore(mono, { tonic, mode })
    return { ok: score >= 0.5, heard: score === 1 ? `${tonic} ${mode}` : score === 0.5 ? 'a near relative' : 'another key' }
  }

const seconds =
  (wanted: number): Check =>
  ({ left }) => {
    const heard = left.length / RATE
    return { ok: Math.abs(heard - wanted) <= 0.5, heard: `${heard.toFixed(2)} s` }
  }

/** Moments at which the level above 6 kHz jumps by 12 dB within 12 ms and to a hearable level: hats, snares, cymbals. Counted a minute. */
const broadbandOnsets = (mono: Float32Array): number => {
  const { b0, b1, b2, a1, a2 } = highPass(6000, Math.SQRT1_2, RATE)
  const step = 265
  const levels = new Float64Array(Math.floor(mono.length / step))
  const whole = new Float64Array(levels.length)
  let [z1, z2] = [0, 0]
  for (let i = 0; i < levels.length * step; i++) {
    const x = mono[i] as number
    const y = b0 * x + z1
    z1 = b1 * x - a1 * y + z2
    z2 = b2 * x - a2 * y
    const block = Math.floor(i / step)
    levels[block] = (levels[block] as number) + y * y
    whole[block] = (whole[block] as number) + x * x
  }
  let count = 0
  for (let i = 12; i < levels.length; i++) {
    const now = levels[i] as number
    const before = Math.max(levels[i - 2] as number, levels[i - 3] as number, levels[i - 4] as number)
    if (now > 16 * before && now > step * 1e-5 && now > 0.04 * (whole[i] as number)) {
      count++
      i += 8
    }
  }
  return (count / (mono.length / RATE)) * 60
}
const drums =
  (wanted: boolean): Check =>
  ({ stems }, mono) => {
    const loud = stems.some(({ role, lufs }) => (role === 'drums' || role === 'percussion') && lufs !== undefined)
    const heard = broadbandOnsets(mono)
    return { ok: wanted ? loud && heard > 40 : !loud && heard < 40, heard: `${heard.toFixed(0)} drum-like onsets a minute` }
  }
const soundsOnly =
  (pattern: RegExp): Check =>
  ({ stems }) => {
    const heard = stems.filter(({ lufs }) => lufs !== undefined).map(({ name }) => name)
    return { ok: heard.length > 0 && heard.every((name) => pattern.test(name)), heard: heard.join(', ') }
  }
/** It plays, and it is not buried: within 14 LU of the loudest stem. */
const sounds =
  (pattern: RegExp): Check =>
  ({ stems }) => {
    const loudest = Math.max(...stems.map(({ lufs }) => lufs ?? -99))
    const found = stems.filter(({ name }) => pattern.test(name)).map(({ lufs }) => lufs ?? -99)
    const best = Math.max(-99, ...found)
    return { ok: best > loudest - 14, heard: found.length === 0 ? 'not there' : `${(best - loudest).toFixed(1)} LU from the loudest` }
  }
const silent =
  (pattern: RegExp): Check =>
  ({ stems }) => {
    const found = stems.filter(({ name, role, lufs }) => (pattern.test(name) || pattern.test(role)) && lufs !== undefined)
    return { ok: found.length === 0, heard: found.length === 0 ? 'not there' : found.map(({ name }) => name).join(', ') }
  }

/** How much stronger the rhythm repeats after a bar of the metre than after its neighbours of one eighth less and more. */
const metre =
  (eighths: number): Check =>
  ({ plan }, mono) => {
    const { all, low, rateHz } = beatCurves(decimate(mono, 2), RATE / 2)
    const eighth = (30 / plan.tempoBpm) * rateHz
    const alike = (curve: Float32Array, lag: number): number => {
      let best = 0
      for (let wobble = -2; wobble <= 2; wobble++) {
        const shift = Math.round(lag) + wobble
        let sum = 0
        for (let i = 0; i + shift < curve.length; i++) sum += (curve[i] as number) * (curve[i + shift] as number)
        best = Math.max(best, sum / (curve.length - shift))
      }
      return best
    }
    // even semiquavers repeat after anything; what is low says where the bar is
    const clear = [all, low].map((curve) => alike(curve, eighths * eighth) / Math.max(1e-9, ...[-1, 1].map((more) => alike(curve, (eighths + more) * eighth))))
    const ratio = Math.max(...clear)
    return { ok: ratio > 1.05, heard: `repeats ${ratio.toFixed(2)}x as much after ${eighths} eighths` }
  }

/** The second half against the first seconds: louder or not. */
const louderAt =
  (second: number, least: number): Check =>
  (recording) => {
    const steps = loudnessSteps(recording)
    const at = Math.round(second * 10)
    const difference = integratedLufs(steps.slice(at + 2, at + 80)) - integratedLufs(steps.slice(Math.max(0, at - 100), at - 2))
    return { ok: difference >= least, heard: `${difference.toFixed(1)} LU louder` }
  }
const fadesOut: Check = (recording) => {
  const steps = loudnessSteps(recording)
  const difference = integratedLufs(steps.slice(-18)) - integratedLufs(steps)
  return { ok: difference < -15, heard: `last seconds ${difference.toFixed(1)} LU` }
}

const PROMPTS: readonly (readonly [prompt: string, checks: readonly Check[], seconds?: number])[] = [
  ['lofi hip hop at 84 bpm in A minor', [tempo(84), key('A', 'minor'), drums(true)]],
  ['house at 126 bpm in F minor, 40 seconds', [tempo(126), key('F', 'minor'), seconds(40)]],
  ['deep house 120 bpm, no drums', [drums(false)]],
  ['chiptune 150 bpm in C major', [tempo(150), key('C', 'major')]],
  ['acoustic pop 100 bpm in G major with flute', [tempo(100), key('G', 'major'), sounds(/flute/i)]],
  ['ambient in D minor without drums, 45 seconds', [key('D', 'minor'), drums(false), seconds(45)]],
  ['only piano, sad, E minor', [soundsOnly(/piano/i), key('E', 'minor'), drums(false)]],
  ['solo cello in G minor, 30 seconds', [soundsOnly(/cello/i), seconds(30)]],
  ['nothing but nylon guitar, 90 bpm', [soundsOnly(/nylon/i), tempo(90)]],
  ['just drums, 110 bpm', [drums(true), soundsOnly(/kit|drum/i), tempo(110)]],
  ['7/8 acoustic pop at 120 bpm', [metre(7)]],
  ['5/4 lofi at 90 bpm', [metre(10)]],
  ['a waltz in 3/4 for piano and strings at 120 bpm', [metre(6), sounds(/piano/i), sounds(/strings/i)]],
  ['6/8 ballad with acoustic guitar, 72 bpm', [metre(6), sounds(/guitar/i)]],
  ['8-bit music in 7/8, 140 bpm', [metre(7)]],
  ['house with saxophone and no bass', [sounds(/sax/i), silent(/bass/i)]],
  ['lofi without piano, with vibraphone', [silent(/piano/i), sounds(/vibraphone/i)]],
  ['ambient with harp and choir, F major', [sounds(/harp/i), sounds(/choir/i), key('F', 'major')]],
  ['acoustic pop with violin, no guitar, 60 seconds', [sounds(/violin/i), silent(/guitar/i), seconds(60)]],
  ['house, the drop at 0:30, 128 bpm', [tempo(128), louderAt(30, 1)], 60],
  ['lofi 75 bpm, 20 seconds', [tempo(75), seconds(20)]],
  ['epic chip boss fight 170 bpm in E minor', [tempo(170), key('E', 'minor')]],
  ['drumless jazz trio feeling: piano, upright bass', [drums(false), sounds(/piano/i), sounds(/upright/i)]],
  ['ambient drone in C dorian', [key('C', 'dorian')]],
  ['pop song in Bb major at 110 bpm fading out', [key('Bb', 'major'), tempo(110), fadesOut]],
  ['no percussion, no bass, only strings and harp', [drums(false), soundsOnly(/string|harp/i)]],
  ['lo-fi beat with rhodes at 88 bpm in Eb major', [tempo(88), sounds(/electric piano|rhodes/i), key('Eb', 'major')]],
  ['flute and harp duet, D major, 35 seconds', [sounds(/flute/i), sounds(/harp/i), seconds(35), key('D', 'major')]],
  ['techno 135 bpm with 808 drums', [tempo(135), sounds(/808/i)]],
  ['music box lullaby in A major, no drums, no bass', [drums(false), silent(/bass/i), sounds(/music box/i), key('A', 'major')]],
]

/** Makes each prompt once and prints what was heard; misses are marked. */
export const checkObedience = (studio: Studio): string => {
  let kept = 0
  let all = 0
  const lines = PROMPTS.map(([prompt, checks, length], index) => {
    const recording = studio.make(prompt, index + 1, length ?? (/second/.test(prompt) ? undefined : 32))
    const mono = middle(recording)
    const verdicts = checks.map((check) => check(recording, mono))
    kept += verdicts.filter(({ ok }) => ok).length
    all += verdicts.length
    return `${verdicts.every(({ ok }) => ok) ? '  ' : '<<'} ${prompt.padEnd(52)} ${verdicts.map(({ ok, heard }) => `${ok ? '' : 'NOT KEPT: '}${heard}`).join('; ')}`
  })
  return [...lines, `   ${kept} of ${all} wishes kept in ${PROMPTS.length} prompts`].join('\n')
}
