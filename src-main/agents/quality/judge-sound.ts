import { type Hearing, SURE_KEY, SURE_TEMPO } from '../../../src-shared/analysis/hearing.ts'
import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import type { Plan } from '../../../src-shared/generation/plan.ts'
import type { Finding, QualityFacts, QuietSpans } from './quality-facts.ts'

const one = (value: number): string => value.toFixed(1)
const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

/** Streaming services turn music to about -14 LUFS (EBU R 128 s2, -16 or -14); masters of most styles lie between -20 and -8. */
const judgeLoudness = ({ integratedLufs }: Loudness): Finding => {
  const name = 'Loudness'
  if (integratedLufs === undefined) return { name, verdict: 'bad', sentence: 'The whole song is silent.', fault: 'was silent' }
  const said = `${one(integratedLufs)} LUFS`
  if (integratedLufs < -45) return { name, verdict: 'bad', sentence: `At ${said} hardly anything is heard.`, fault: 'was almost silent' }
  if (integratedLufs < -28) return { name, verdict: 'look', sentence: `At ${said} it is much quieter than other songs. Enhance can make it louder.` }
  if (integratedLufs > -7) return { name, verdict: 'look', sentence: `At ${said} it is very loud; services turn it down by ${one(integratedLufs + 14)} dB.` }
  return { name, verdict: 'good', sentence: `${said}, as loud as other songs.` }
}

/** Above full scale a converter or an encoder has nothing left; -1 dBTP is what EBU R 128 leaves as room. */
const judgePeak = ({ truePeakDbtp }: Loudness): Finding => {
  const name = 'Peaks'
  const said = `${one(truePeakDbtp)} dBTP`
  if (truePeakDbtp > 1) return { name, verdict: 'bad', sentence: `Peaks of ${said} are clipped: it is distorted.`, fault: 'was distorted' }
  if (truePeakDbtp > 0) return { name, verdict: 'bad', sentence: `Peaks reach ${said}, above full scale; some players will distort them.` }
  if (truePeakDbtp > -0.3) return { name, verdict: 'look', sentence: `Peaks reach ${said}; MP3 may push them over full scale.` }
  return { name, verdict: 'good', sentence: `Peaks stay at ${said}: nothing clips.` }
}

const HOLE_SECONDS = 3

const judgeQuiet = ({ totalSeconds, longestInsideSeconds, longestAtSeconds }: QuietSpans, lengthSeconds: number): Finding => {
  const name = 'Silence'
  if (totalSeconds > lengthSeconds / 2) {
    const sentence = `Nothing sounds in ${Math.round((totalSeconds / lengthSeconds) * 100)} % of it.`
    return { name, verdict: 'bad', sentence, fault: 'was silent for more than half of its length' }
  }
  if (longestInsideSeconds > HOLE_SECONDS)
    return { name, verdict: 'look', sentence: `At ${clock(longestAtSeconds)} nothing sounds for ${one(longestInsideSeconds)} s.` }
  return { name, verdict: 'good', sentence: 'It sounds all the way through.' }
}

const judgeLength = (lengthSeconds: number, wished: number): Finding => {
  const name = 'Length'
  const both = `${clock(lengthSeconds)} long; ${clock(wished)} was meant`
  if (lengthSeconds < wished / 2) return { name, verdict: 'bad', sentence: `${both}.`, fault: 'broke off early' }
  // an ending rings on for some seconds
  if (Math.abs(lengthSeconds - wished) > 6 + wished * 0.1) return { name, verdict: 'look', sentence: `${both}.` }
  return { name, verdict: 'good', sentence: `${clock(lengthSeconds)}, as it was meant.` }
}

/** Half and double are the same pulse, counted another way. */
const isSamePulse = (heard: number, meant: number): boolean => [0.5, 1, 2].some((factor) => Math.abs(heard * factor - meant) <= meant * 0.04)

const judgeHearing = ({ tempo, key }: Hearing, plan: Plan): Finding[] => {
  const found: Finding[] = []
  if (tempo && tempo.confidence >= SURE_TEMPO) {
    const isRight = isSamePulse(tempo.bpm, plan.tempoBpm)
    const sentence = `${Math.round(tempo.bpm)} bpm is heard, ${Math.round(plan.tempoBpm)} is in the plan.`
    found.push({ name: 'Tempo by ear', verdict: isRight ? 'good' : 'look', sentence })
  }
  if (key && key.confidence >= SURE_KEY) {
    const isRight = key.key.tonic === plan.key.tonic
    const sentence = `${key.key.tonic} ${key.key.mode} is heard, ${plan.key.tonic} ${plan.key.mode} is in the plan.`
    found.push({ name: 'Key by ear', verdict: isRight ? 'good' : 'look', sentence })
  }
  return found
}

/** What can be said from measured sound. */
export const judgeSound = ({ loudness, quiet, lengthSeconds, wishedSeconds, plan, hearing }: QualityFacts): Finding[] => {
  const meant = plan?.lengthSeconds ?? wishedSeconds
  const isSilent = loudness && loudness.integratedLufs === undefined
  return [
    ...(loudness ? [judgeLoudness(loudness)] : []),
    ...(loudness && !isSilent ? [judgePeak(loudness)] : []),
    ...(quiet && !isSilent ? [judgeQuiet(quiet, lengthSeconds)] : []),
    ...(meant === undefined ? [] : [judgeLength(lengthSeconds, meant)]),
    ...(hearing && plan ? judgeHearing(hearing, plan) : []),
  ]
}
