import { Tensor } from 'onnxruntime-node'
import type { Random } from '../../../../src-shared/kernel/random.ts'
import type { Session } from '../../sessions/sessions.ts'
import type { Mask } from './masks.ts'
import { pickTokens } from './pick-tokens.ts'

/** One row a codebook. */
export type Codes = readonly Int32Array[]

/** One of the two networks that guess tokens. */
export type TokenNetwork = {
  readonly session: Session
  readonly codebooks: number
  /** the first ones are told and not guessed */
  readonly conditioning: number
  /** tokens are 0..vocabulary-1, and `vocabulary` itself is the mask */
  readonly vocabulary: number
}

export type PassSettings = {
  readonly steps: number
  readonly temperature: number
  /** how much chance plays in which tokens are kept, at the first step; falls to nothing at the last */
  readonly maskTemperature: number
  /** share of the steps that draw; later ones take the likeliest token */
  readonly sampleCutoff: number
  readonly typicalMass?: number | undefined
  readonly typicalMinTokens?: number | undefined
}

export const codesTensor = (codes: Codes): Tensor => {
  const length = codes[0]?.length ?? 0
  const words = new BigInt64Array(codes.length * length)
  // the low halves; tokens are small and every platform that ONNX Runtime has is little-endian
  const halves = new Int32Array(words.buffer)
  codes.forEach((level, row) => {
    for (let t = 0; t < length; t++) halves[2 * (row * length + t)] = level[t] as number
  })
  return new Tensor('int64', words, [1, codes.length, length])
}

/** `-log(-log(u))` with u > 0 */
const gumbel = (uniform: number): number => -Math.log(-Math.log(Math.max(uniform, 1e-20)))

const draws = (count: number, random: Random): Float64Array => {
  const numbers = new Float64Array(count)
  for (let i = 0; i < count; i++) numbers[i] = random.next()
  return numbers
}

export type Decoded = {
  readonly codes: Codes
  /** share of the masked tokens for which the network gave no number in the end; they are what they were */
  readonly missingShare: number
}

/**
 * Fills the masked tokens: guesses them all, keeps those it is surest of, masks the rest again, along a cosine (García et al., VampNet,
 * arXiv 2307.04686, section 3). Tokens are drawn from `random` in one fixed order: for each step one number a position for the tokens, then
 * one a position for the order, whether masked or not.
 *
 * @param onStep called before each step: lets a cancel in and tells how far it is
 */
export const decodeMasked = async (
  network: TokenNetwork,
  codes: Codes,
  mask: Mask,
  settings: PassSettings,
  random: Random,
  onStep: () => Promise<void>,
): Promise<Decoded> => {
  const { conditioning, codebooks, vocabulary, session } = network
  const { steps, maskTemperature, typicalMinTokens = 64 } = settings
  const predicted = codebooks - conditioning
  const length = codes[0]?.length ?? 0
  const positions = length * predicted
  // position = frame · predicted + codebook, as the logits lie
  const tokens = new Int32Array(positions)
  const isMasked = new Uint8Array(positions)
  let atStart = 0
  for (let level = 0; level < predicted; level++) {
    for (let t = 0; t < length; t++) {
      const at = t * predicted + level
      tokens[at] = codes[conditioning + level]?.[t] as number
      isMasked[at] = mask[conditioning + level]?.[t] as number
      atStart += isMasked[at] as number
    }
  }
  const given = codes.map((level) => level.slice())
  const filled = (withMask: boolean): Codes => {
    for (let level = 0; level < predicted; level++) {
      const row = given[conditioning + level] as Int32Array
      for (let t = 0; t < length; t++) {
        const at = t * predicted + level
        row[t] = withMask && isMasked[at] === 1 ? vocabulary : (tokens[at] as number)
      }
    }
    return given
  }
  if (atStart === 0) return { codes: given, missingShare: 0 }

  let missing = 0
  for (let step = 0; step < steps; step++) {
    await onStep()
    const { logits } = await session.run({ codes: codesTensor(filled(true)) })
    if (!logits) throw new Error(`${session.path} answered without logits`)
    const asked = Int32Array.from({ length: positions }, (_, at) => at).filter((at) => isMasked[at] === 1)
    const settled = { temperature: settings.temperature, isDrawn: step / steps <= settings.sampleCutoff, typicalMass: settings.typicalMass, typicalMinTokens }
    const picked = pickTokens(logits.data as Float32Array, vocabulary, positions, asked, draws(positions, random), settled)
    const chances = draws(positions, random)
    const ratio = (step + 1) / steps
    const confidence = new Float64Array(positions).fill(Number.POSITIVE_INFINITY)
    missing = 0
    asked.forEach((at, i) => {
      const token = picked.tokens[i] as number
      if (token < 0) {
        // no number: the token that was there stays, and is the first to be asked for again
        missing++
        confidence[at] = Number.NEGATIVE_INFINITY
        return
      }
      tokens[at] = token
      confidence[at] = Math.log(Math.max(picked.sureness[i] as number, 1e-300)) + maskTemperature * (1 - ratio) * gumbel(chances[at] as number)
    })
    const onCurve = Math.floor(Math.max(Math.cos((ratio * Math.PI) / 2), 1e-10) * atStart)
    const again = step === steps - 1 ? onCurve : Math.max(1, Math.min(asked.length - 1, onCurve))
    const cut = confidence.slice().sort()[again] ?? Number.POSITIVE_INFINITY
    for (let at = 0; at < positions; at++) isMasked[at] = (confidence[at] as number) < cut || confidence[at] === Number.NEGATIVE_INFINITY ? 1 : 0
  }
  return { codes: filled(false), missingShare: missing / atStart }
}
