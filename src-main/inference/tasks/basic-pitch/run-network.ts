import { Tensor } from 'onnxruntime-node'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import type { TaskContext } from '../../protocol.ts'
import { CONTOUR_COUNT, frameCountOf, KEPT_FRAMES, LEAD_SAMPLES, PITCH_COUNT, STRIDE_SAMPLES, TRIM_FRAMES, WINDOW_FRAMES, WINDOW_SAMPLES } from './frames.ts'
import { CONTOUR_SCALE, createPosteriorgram, type Posteriorgram } from './posteriorgram.ts'

/** Windows a run: two keep two cores busy and let a cancel in every third of a second. */
const BATCH = 2

/** The graph names its outputs by number; what they are is told by their order in the paper's code and by their width. */
const INPUT = 'serving_default_input_2:0'
const OUTPUTS = { contour: 'StatefulPartitionedCall:0', note: 'StatefulPartitionedCall:1', onset: 'StatefulPartitionedCall:2' } as const

const windowsOf = (signal: Float32Array, first: number, count: number): Float32Array => {
  const batch = new Float32Array(count * WINDOW_SAMPLES)
  for (let w = 0; w < count; w++) {
    const from = (first + w) * STRIDE_SAMPLES - LEAD_SAMPLES
    const start = Math.max(0, from)
    batch.set(signal.subarray(start, Math.max(start, from + WINDOW_SAMPLES)), w * WINDOW_SAMPLES + (start - from))
  }
  return batch
}

const floats = (tensor: Tensor | undefined, length: number): Float32Array => {
  if (tensor?.data instanceof Float32Array && tensor.data.length === length) return tensor.data
  const message = 'The installed model is not the one that the studio knows as Basic Pitch. Open Models and choose Repair.'
  throw new FailureError(failure('model.damaged', message, { expected: length }))
}

/**
 * Basic Pitch over a whole sound.
 *
 * @param signal 22 050 Hz mono
 * @throws FailureError model.damaged; AbortError
 */
export const runNetwork = async (signal: Float32Array, graphPath: string, context: TaskContext): Promise<Posteriorgram> => {
  const session = await context.sessions.open(graphPath, { memoryArena: true, providers: ['cpu'] })
  const heard = createPosteriorgram(frameCountOf(signal.length))
  const windowCount = Math.ceil((signal.length + LEAD_SAMPLES) / STRIDE_SAMPLES)
  for (let first = 0; first < windowCount; first += BATCH) {
    await context.checkpoint()
    const count = Math.min(BATCH, windowCount - first)
    const input = new Tensor('float32', windowsOf(signal, first, count), [count, WINDOW_SAMPLES, 1])
    const outputs = await session.run({ [INPUT]: input })
    const note = floats(outputs[OUTPUTS.note], count * WINDOW_FRAMES * PITCH_COUNT)
    const onset = floats(outputs[OUTPUTS.onset], count * WINDOW_FRAMES * PITCH_COUNT)
    const contour = floats(outputs[OUTPUTS.contour], count * WINDOW_FRAMES * CONTOUR_COUNT)
    for (let w = 0; w < count; w++) {
      const frame = (first + w) * KEPT_FRAMES
      const kept = Math.min(KEPT_FRAMES, heard.frameCount - frame)
      if (kept <= 0) break
      const from = w * WINDOW_FRAMES + TRIM_FRAMES
      heard.note.set(note.subarray(from * PITCH_COUNT, (from + kept) * PITCH_COUNT), frame * PITCH_COUNT)
      heard.onset.set(onset.subarray(from * PITCH_COUNT, (from + kept) * PITCH_COUNT), frame * PITCH_COUNT)
      for (let i = 0; i < kept * CONTOUR_COUNT; i++) {
        heard.contour[frame * CONTOUR_COUNT + i] = Math.round(Math.min(1, Math.max(0, contour[from * CONTOUR_COUNT + i] as number)) * CONTOUR_SCALE)
      }
    }
    context.progress((first + count) / windowCount, 'listening for notes')
  }
  return heard
}
