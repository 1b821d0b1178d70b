import { Tensor } from 'onnxruntime-node'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import type { Segment } from '../../../../src-shared/similarity/segments.ts'
import { toLengthOne } from '../../../../src-shared/similarity/segments.ts'
import type { InferenceTask } from '../../protocol.ts'
import { readSound } from '../../sound/read-sound.ts'
import { type ClapHearing, clapFeatures } from './clap-features.ts'

export type EmbedSoundInput = {
  readonly graphPath: string
  readonly hearing: ClapHearing
  readonly audioPath: string
  readonly segments: readonly Segment[]
}

/** what the graph answers, whatever its size; more than one or none is another model */
export const vectorOf = (output: Tensor | undefined, size?: number): Float32Array => {
  const data = output?.data
  if (!(data instanceof Float32Array) || data.length === 0 || (size !== undefined && data.length !== size))
    throw new FailureError(failure('model.damaged', 'This model does not answer like CLAP. Nothing was changed. Open Models and choose Repair.'))
  return toLengthOne(Float32Array.from(data))
}

/**
 * One vector of length 1 a segment, in their order. Crops are where the segments say, never random, so the same sound always has the same
 * vectors. @throws FailureError audio.damaged, model.damaged; AbortError
 */
export const embedSound: InferenceTask<EmbedSoundInput, readonly Float32Array[]> = async (
  { graphPath, hearing, audioPath, segments },
  { sessions, progress, checkpoint },
) => {
  const session = await sessions.open(graphPath)
  const { sampleRateHz, windowFrames, hopFrames, melCount } = hearing
  const rows = Math.floor(windowFrames / hopFrames) + 1
  const vectors: Float32Array[] = []
  for (const [index, { fromSeconds, toSeconds }] of segments.entries()) {
    await checkpoint()
    progress(index / segments.length, 'listening to what it sounds like')
    const [samples = new Float32Array()] = await readSound(audioPath, { rateHz: sampleRateHz, channelCount: 1, fromSeconds, toSeconds })
    await checkpoint()
    const features = clapFeatures(samples, hearing)
    const answer = await session.run({ input_features: new Tensor('float32', features, [1, 1, rows, melCount]) })
    vectors.push(vectorOf(answer.audio_embeds, vectors[0]?.length))
  }
  progress(1, 'listening to what it sounds like')
  return vectors
}
