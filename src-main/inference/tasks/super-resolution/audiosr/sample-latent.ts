import { Tensor } from 'onnxruntime-node'
import type { Random } from '../../../../../src-shared/kernel/random.ts'
import type { Session } from '../../../sessions/sessions.ts'
import { brokenModel } from '../flashsr.ts'
import { diffusionSteps } from './schedule.ts'

export const LATENT_CHANNELS = 16
export const LATENT_BINS = 32
/** What stands for "no condition": the value that a latent of silence has (the published model's own constant). */
const NO_CONDITION = -11.4981

export const normals = (random: Random, count: number): Float32Array<ArrayBuffer> => Float32Array.from({ length: count }, () => random.normal())

export type SampleWish = {
  /** [16, frames, 32] */
  readonly condition: Float32Array
  readonly frames: number
  readonly steps: number
  readonly guidanceScale: number
  /** 0 or more; the published model samples with 1 */
  readonly eta: number
  readonly random: Random
  readonly checkpoint: () => Promise<void>
  readonly onStep?: ((fraction: number) => void) | undefined
}

const numbersOf = (tensor: Tensor | undefined, length: number): Float32Array => {
  const data = tensor?.data
  if (!(data instanceof Float32Array) || data.length !== length || !Number.isFinite(data[0]) || !data.every(Number.isFinite)) throw brokenModel()
  return data
}

/**
 * From noise to a latent by DDIM on v-prediction (Salimans & Ho, arXiv 2202.00512: x₀ = √ᾱ·x - √(1-ᾱ)·v, ε = √ᾱ·v + √(1-ᾱ)·x), guided away
 * from what the network says without a condition.
 */
export const sampleLatent = async (unet: Session, { condition, frames, steps, guidanceScale, eta, random, checkpoint, onStep }: SampleWish) => {
  const size = LATENT_CHANNELS * frames * LATENT_BINS
  if (condition.length !== size) throw new RangeError(`a condition of ${condition.length} numbers for ${frames} frames`)
  const plan = diffusionSteps(steps, eta)
  let x = normals(random.fork('start'), size)
  // both halves: [x, condition], [x, no condition]
  const input = new Float32Array(4 * size)
  input.set(condition, size)
  input.fill(NO_CONDITION, 3 * size)
  for (const [number, step] of plan.entries()) {
    await checkpoint()
    input.set(x, 0)
    input.set(x, 2 * size)
    const time = BigInt64Array.from([BigInt(step.time), BigInt(step.time)])
    const answers = await unet.run({
      x: new Tensor('float32', input, [2, 2 * LATENT_CHANNELS, frames, LATENT_BINS]),
      t: new Tensor('int64', time, [2]),
    })
    const v = numbersOf(answers.v, 2 * size)
    const fresh = step.freshNoise > 0 ? normals(random.fork(`step ${number}`), size) : undefined
    const before = x
    x = new Float32Array(size)
    for (let i = 0; i < size; i++) {
      const [here, with_, without] = [before[i] as number, v[i] as number, v[size + i] as number]
      const guided = without + guidanceScale * (with_ - without)
      const clean = step.signal * here - step.noise * guided
      const noise = step.signal * guided + step.noise * here
      x[i] = step.nextSignal * clean + step.nextNoise * noise + (fresh ? step.freshNoise * (fresh[i] as number) : 0)
    }
    onStep?.((number + 1) / plan.length)
  }
  return x
}
