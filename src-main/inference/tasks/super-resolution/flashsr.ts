import { Tensor } from 'onnxruntime-node'
import { createRationalResampler } from '../../../../src-shared/dsp/rational-resampler.ts'
import { FailureError, failure } from '../../../../src-shared/kernel/failure.ts'
import type { Session } from '../../sessions/sessions.ts'
import { type BandMaker, isSilent, type MakerContext } from './band-maker.ts'

/** The rate the network was trained to widen; it gives three times as many samples. */
const INPUT_HZ = 16_000
const WIDENING = 3
/** How much of the input's Nyquist holds sound when the input is made for a cut-off. */
const FILLED_SHARE = 0.95
/** Inputs at a time: half a second. Positions inside the graph are float32, so long pieces would also be less exact. */
const PIECE = 8_000
/** The network sees 54 input samples to each side (kernels 7, 11·(1, 3, 5) and 3·(1, 3, 5) and their filters); the rest is room. */
const CONTEXT = 128
/** Seconds that are resampled at a time. */
const BLOCK_SECONDS = 4

export const brokenModel = (): FailureError =>
  new FailureError(
    failure(
      'model.damaged',
      'This model answered with numbers that are no sound. Your songs are unchanged. Open Models and choose Repair, or install the model again.',
    ),
  )

/** The input rate for a cut-off: the trained one, or lower where the song ends so early that the network's input would be half empty. */
export const inputRateFor = (cutoffHz: number): number =>
  cutoffHz >= 0.9 * (INPUT_HZ / 2) ? INPUT_HZ : Math.max(2_000, Math.round((2 * cutoffHz) / FILLED_SHARE / 400) * 400)

/** How far up one pass reaches. */
export const reachOf = (cutoffHz: number): number => 0.97 * ((WIDENING * inputRateFor(cutoffHz)) / 2)

const runPieces = async (session: Session, input: Float32Array, checkpoint: () => Promise<void>): Promise<Float32Array> => {
  const out = new Float32Array(WIDENING * (input.length - 2 * CONTEXT))
  const [name = 'x'] = session.inputNames
  const [output = 'tanh'] = session.outputNames
  for (let at = 0; at < input.length - 2 * CONTEXT; at += PIECE) {
    await checkpoint()
    const count = Math.min(PIECE, input.length - 2 * CONTEXT - at)
    const piece = input.slice(at, at + count + 2 * CONTEXT)
    if (isSilent(piece)) continue
    const { [output]: made } = await session.run({ [name]: new Tensor('float32', piece, [1, 1, piece.length]) })
    const samples = made?.data
    if (!(samples instanceof Float32Array) || samples.length !== WIDENING * piece.length || !samples.every(Number.isFinite)) throw brokenModel()
    out.set(samples.subarray(WIDENING * CONTEXT, WIDENING * (CONTEXT + count)), WIDENING * at)
  }
  return out
}

/** FlashSR (Apache-2.0, a small convolutional upsampler): `x` [1,1,N] at 16 kHz to [1,1,3N] at 48 kHz. */
export const createFlashSr = (modelPath: string, { sessions, checkpoint }: MakerContext): BandMaker =>
  async function* (signal, { from, to, cutoffHz }) {
    const session = await sessions.open(modelPath, { memoryArena: true })
    const inputHz = inputRateFor(cutoffHz)
    const down = createRationalResampler(signal.rateHz, inputHz)
    const up = createRationalResampler(WIDENING * inputHz, signal.rateHz)
    // the song's frames that a whole number of input samples, and of periods both ways, fits
    const grid = down.stepIn
    const inputOf = (frames: number) => (frames / down.stepIn) * down.stepOut
    const upReach = Math.ceil(up.reach / WIDENING / down.stepOut) * down.stepIn
    const margin = upReach + Math.ceil(CONTEXT / down.stepOut) * down.stepIn
    const block = Math.max(1, Math.round((BLOCK_SECONDS * signal.rateHz) / grid)) * grid
    for (let at = Math.floor(from / grid) * grid; at < to; at += block) {
      await checkpoint()
      const end = Math.min(at + block, Math.ceil(to / grid) * grid)
      const input = down.resample(await signal.read(at - margin - down.reach, end + margin + down.reach))
      // `input` covers at - margin .. end + margin
      const cut = inputOf(margin - upReach) - CONTEXT
      const wide = await runPieces(session, input.subarray(cut, input.length - cut), checkpoint)
      // `wide` covers at - upReach .. end + upReach
      const spare = WIDENING * inputOf(upReach) - up.reach
      const made = up.resample(wide.subarray(spare, wide.length - spare))
      yield made.subarray(Math.max(0, from - at), made.length - Math.max(0, end - to))
    }
  }
