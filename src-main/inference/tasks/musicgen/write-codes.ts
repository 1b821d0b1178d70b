import type { Provider } from '../../../../src-shared/hardware/contract.ts'
import { createRandom, type Random } from '../../../../src-shared/kernel/random.ts'
import type { TaskContext } from '../../protocol.ts'
import type { Session } from '../../sessions/sessions.ts'
import { type Codes, emptyCodes, framesOf, joinCodes, positionsOf, SAMPLED, sliceCodes, tokenAt } from './delay-pattern.ts'
import { hearWords } from './hear-words.ts'
import { createLanguageModel, type Stretch } from './language-model.ts'
import { fileOf, type MusicgenModel } from './model.ts'
import { createTokenSampler, type Sampling } from './sample-token.ts'

export type WriteCodesOrder = {
  readonly model: MusicgenModel
  readonly text: string
  readonly seed: number
  readonly sampling: Sampling
  /** codes of the sound to go on from; rows of length 0 for a piece from nothing */
  readonly prompt: Codes
  /** of the whole, with the prompt */
  readonly frames: number
  /** the longest stretch in one piece, and how far the next one starts behind it; default: the model's longest, and 18 s of 30 */
  readonly window?: { readonly frames: number; readonly strideFrames: number } | undefined
}

/** `codes` are those of the whole, the prompt's first. Times tell what the loop itself costs beside the graphs. */
export type WrittenCodes = { readonly codes: Codes; readonly provider: Provider; readonly wallMilliseconds: number; readonly runMilliseconds: number }

/** Audiocraft's `extend_stride`: 18 s of 30 are new in each further window, 12 s are heard again. */
const STRIDE_SHARE = 18 / 30
/** between two words to the outside: progress told, cancel and pause heard */
const BREATH_MILLISECONDS = 100

type Loop = Omit<Stretch, 'positions'> & {
  readonly session: Session
  readonly sampling: Sampling
  readonly random: Random
  /** @returns what to wait for; mostly there is nothing */
  readonly onFrame: (frame: number) => Promise<void> | undefined
}

/** One stretch of `frames`, the prompt among them. One number is drawn for each codebook of each position, used or not. */
const writeStretch = async (loop: Loop, prompt: Codes, frames: number): Promise<{ codes: Codes; runMilliseconds: number }> => {
  const { session, sampling, random, codebooks, codebookSize, isGuided, onFrame } = loop
  const positions = positionsOf(frames, codebooks)
  const model = createLanguageModel(session, { ...loop, positions })
  const sampler = createTokenSampler(codebookSize, sampling)
  const codes = emptyCodes(codebooks, frames)
  codes.forEach((row, k) => void row.set(prompt[k] ?? []))
  const promptFrames = framesOf(prompt)
  const columnAt = (position: number): Int32Array => Int32Array.from({ length: codebooks }, (_, k) => tokenAt(position, k, prompt, frames, codebookSize))

  let logits = await model.read(Array.from({ length: promptFrames + 1 }, (_, position) => columnAt(position)))
  for (let position = promptFrames + 1; position < positions; position++) {
    const column = columnAt(position)
    for (let k = 0; k < codebooks; k++) {
      const uniform = random.next()
      if (column[k] !== SAMPLED) continue
      const token = sampler.choose(logits.values, logits.at(k), logits.at(isGuided ? codebooks + k : k), uniform)
      column[k] = token
      const row = codes[k]
      if (row) row[position - k - 1] = token
    }
    const breath = onFrame(Math.min(frames, position))
    if (breath) await breath
    if (position < positions - 1) logits = await model.read([column])
  }
  return { codes, runMilliseconds: model.runMilliseconds }
}

/**
 * MusicGen's loop (Copet et al. 2023): words and, where there is one, a prompt of sound to codes, stretch after stretch. Each stretch hears
 * the end of the one before; one stream of seeded numbers runs through all of them.
 *
 * Held to the reference implementation token by token: see the goldens.
 *
 * @throws FailureError model.damaged, model.too-big; AbortError within a tenth of a second and a position
 */
export const writeCodes = async (order: WriteCodesOrder, context: TaskContext): Promise<WrittenCodes> => {
  const { model, sampling, frames } = order
  const { codebooks, codebookSize, heads, headSize, frameRateHz, maxFrames } = model.params
  const { sessions, checkpoint, progress } = context
  const window = order.window ?? { frames: maxFrames, strideFrames: Math.floor(maxFrames * STRIDE_SHARE) }
  progress(0, 'reading the words')
  const words = await hearWords(model, order.text, context)
  await checkpoint()
  progress(0, 'opening the model')
  const session = await sessions.open(fileOf(model, 'decoder'))
  await checkpoint()

  const started = performance.now()
  let runMilliseconds = 0
  let offset = 0
  let prompt = order.prompt
  const promptFrames = framesOf(prompt)
  let toldAt = 0
  const onFrame = (frame: number): Promise<void> | undefined => {
    const now = performance.now()
    if (now - toldAt < BREATH_MILLISECONDS) return undefined
    toldAt = now
    const written = offset + frame - promptFrames
    const all = Math.max(1, frames - promptFrames)
    const second = (count: number) => Math.max(1, Math.ceil(count / frameRateHz))
    progress(Math.min(1, Math.max(0, written / all)), `writing second ${second(Math.min(written, all))} of ${second(all)}`)
    return checkpoint()
  }
  // nothing was said: the blind half would say the same
  const isGuided = sampling.guidance > 1 && words.isHeard
  const loop: Loop = {
    session,
    sampling: isGuided ? sampling : { ...sampling, guidance: 1 },
    random: createRandom(order.seed),
    codebooks,
    codebookSize,
    heads,
    headSize,
    words,
    isGuided,
    onFrame,
  }
  const parts: Codes[] = [prompt]
  while (offset + framesOf(prompt) < frames) {
    const made = await writeStretch(loop, prompt, Math.min(frames - offset, window.frames))
    runMilliseconds += made.runMilliseconds
    parts.push(sliceCodes(made.codes, framesOf(prompt)))
    prompt = sliceCodes(made.codes, window.strideFrames)
    offset += window.strideFrames
  }
  return { codes: joinCodes(parts), provider: session.provider, wallMilliseconds: performance.now() - started, runMilliseconds }
}
