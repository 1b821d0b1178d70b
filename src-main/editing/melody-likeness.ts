import { soundFrames } from '../../src-shared/dsp/sound-frames.ts'
import { checkpoint, type WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import { readMonoSlowly } from '../audio/index.ts'

const PITCH_CLASSES = 12
const HEARD_HZ = 22_050
const STEP_SECONDS = 0.25
/** the longest extension; longer regions are judged by their beginning */
const MOST_SECONDS = 300

export type HearMelodyRequest = { readonly path: string; readonly fromSeconds: number; readonly toSeconds: number }

/** Energy of the twelve pitch classes (0 = C) in each quarter of a second, one step after another. @throws AbortError, FailureError audio.damaged */
export const hearMelody = async ({ path, fromSeconds, toSeconds }: HearMelodyRequest, flags: WorkFlags): Promise<Float32Array<ArrayBuffer>> => {
  const look = () => checkpoint(flags)
  const { mono, sampleRateHz } = await readMonoSlowly(path, HEARD_HZ, { fromSeconds, toSeconds, mostSeconds: MOST_SECONDS, checkpoint: look })
  const { chroma, count, rateHz } = soundFrames(mono, sampleRateHz, look)
  const framesAStep = Math.max(1, Math.round(STEP_SECONDS * rateHz))
  const steps = new Float32Array(Math.ceil(count / framesAStep) * PITCH_CLASSES)
  for (let frame = 0; frame < count; frame++) {
    const at = Math.floor(frame / framesAStep) * PITCH_CLASSES
    for (let pitch = 0; pitch < PITCH_CLASSES; pitch++) steps[at + pitch] = (steps[at + pitch] as number) + (chroma[frame * PITCH_CLASSES + pitch] as number)
  }
  return steps
}

export const isSilent = (melody: Float32Array): boolean => !melody.some((energy) => energy > 0)

const profileOf = (melody: Float32Array): Float32Array => {
  const sum = new Float32Array(PITCH_CLASSES)
  for (let i = 0; i < melody.length; i++) sum[i % PITCH_CLASSES] = (sum[i % PITCH_CLASSES] as number) + (melody[i] as number)
  return sum
}

/**
 * How alike two stretches of music are in their notes, 0..1: the cosine between their pitch classes. `inTime` compares quarter second by quarter
 * second, the louder ones counting more; `asWhole` only which notes sound how much, for stretches that are not meant to run in step.
 */
export const melodyLikeness = (original: Float32Array, other: Float32Array, how: 'inTime' | 'asWhole'): number => {
  const [a, b] = how === 'inTime' ? [original, other] : [profileOf(original), profileOf(other)]
  let likeness = 0
  let weight = 0
  for (let at = 0; at < a.length; at += PITCH_CLASSES) {
    let [dot, energyA, energyB] = [0, 0, 0]
    for (let i = at; i < at + PITCH_CLASSES; i++) {
      const [x, y] = [a[i] as number, b[i] ?? 0]
      dot += x * y
      energyA += x * x
      energyB += y * y
    }
    const own = Math.sqrt(energyA)
    weight += own
    if (energyB > 0) likeness += dot / Math.sqrt(energyB)
  }
  return weight === 0 ? 0 : likeness / weight
}
