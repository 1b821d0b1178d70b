import { Tensor } from 'onnxruntime-node'
import type { Provider } from '../../../../src-shared/hardware/contract.ts'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import type { TaskContext } from '../../protocol.ts'
import { type Codes, emptyCodes, framesOf } from './delay-pattern.ts'
import { fileOf, type MusicgenModel } from './model.ts'

/** The codec's convolutions mirror a few frames at each end; shorter sounds have nothing to mirror. */
export const LEAST_FRAMES = 8
/** Decoded in one piece up to here, as the reference does; what is longer goes in pieces that overlap. */
const PIECE_FRAMES = 1_500
/** heard on each side of a piece and thrown away: the codec looks both ways, and its memory forgets within a second */
const MARGIN_FRAMES = 75

/**
 * Codes of a sound whose length is a whole number of frames.
 * @param sound mono at the model's rate
 * @throws FailureError model.no-encoder
 */
export const encodeSound = async (model: MusicgenModel, sound: Float32Array<ArrayBuffer>, { sessions }: Pick<TaskContext, 'sessions'>): Promise<Codes> => {
  const path = model.files.encodec_encode
  if (path === undefined) {
    const message =
      'This MusicGen model came without its sound encoder (encodec_encode.onnx), so it can start songs but not go on from one. Your song is unchanged. models/export/musicgen makes the file; Models > Import adds it.'
    throw new FailureError(failure('model.no-encoder', message))
  }
  const session = await sessions.open(path)
  const { audio_codes: codes } = await session.run({ input_values: new Tensor('float32', sound, [1, 1, sound.length]) })
  const [, , codebooks = 0, frames = 0] = codes?.dims ?? []
  const flat = codes?.data as BigInt64Array
  return emptyCodes(codebooks, frames).map((row, k) => row.map((_, frame) => Number(flat[k * frames + frame])))
}

/** Sound of the frames `from`..`to`, `hopFrames` samples each, mono at the model's rate. */
export const decodeCodes = async (
  model: MusicgenModel,
  codes: Codes,
  { sessions, checkpoint, progress }: Pick<TaskContext, 'sessions' | 'checkpoint' | 'progress'>,
): Promise<{ readonly sound: Float32Array<ArrayBuffer>; readonly provider: Provider }> => {
  const { hopFrames, codebooks } = model.params
  const frames = framesOf(codes)
  const session = await sessions.open(fileOf(model, 'encodec_decode'))
  const decode = async (from: number, to: number): Promise<Float32Array> => {
    const count = to - from
    const flat = new BigInt64Array(codebooks * count)
    codes.forEach((row, k) => {
      for (let i = 0; i < count; i++) flat[k * count + i] = BigInt(row[from + i] as number)
    })
    const { audio_values: audio } = await session.run({ audio_codes: new Tensor('int64', flat, [1, 1, codebooks, count]) })
    if (!audio) throw new Error('the codec gave no sound')
    return audio.data as Float32Array
  }
  const out = new Float32Array(frames * hopFrames)
  const step = frames <= PIECE_FRAMES ? frames : PIECE_FRAMES - 2 * MARGIN_FRAMES
  for (let at = 0; at < frames; at += step) {
    await checkpoint()
    progress(at / frames, 'turning codes into sound')
    const end = Math.min(frames, at + step)
    const from = Math.max(0, Math.min(at - MARGIN_FRAMES, frames - LEAST_FRAMES))
    const piece = await decode(from, Math.min(frames, end + MARGIN_FRAMES))
    out.set(piece.subarray((at - from) * hopFrames, (end - from) * hopFrames), at * hopFrames)
  }
  return { sound: out, provider: session.provider }
}
