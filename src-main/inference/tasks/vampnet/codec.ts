import { Tensor } from 'onnxruntime-node'
import type { Session } from '../../sessions/sessions.ts'
import { type Codes, codesTensor } from './decode-masked.ts'

/** Tokens on each side of a piece that only stand there for what the convolutions see; a token's sound depends on about six on each side. */
export const MARGIN_TOKENS = 16
/** Tokens worked on at once: about three seconds, so that a cancel need not wait long. */
const PIECE_TOKENS = 172

type Steps = (done: number, of: number) => Promise<void>
type Piece = { readonly from: number; readonly to: number; readonly withMarginFrom: number; readonly withMarginTo: number }

const piecesOf = (count: number): Piece[] =>
  Array.from({ length: Math.ceil(count / PIECE_TOKENS) }, (_, index) => {
    const from = index * PIECE_TOKENS
    const to = Math.min(count, from + PIECE_TOKENS)
    return { from, to, withMarginFrom: Math.max(0, from - MARGIN_TOKENS), withMarginTo: Math.min(count, to + MARGIN_TOKENS) }
  })

/** @param audio whole tokens long */
export const encodeSound = async (session: Session, audio: Float32Array, hop: number, onPiece: Steps): Promise<Codes> => {
  const count = audio.length / hop
  const pieces = piecesOf(count)
  let codes: Int32Array[] = []
  for (const [index, { from, to, withMarginFrom, withMarginTo }] of pieces.entries()) {
    await onPiece(index, pieces.length)
    const samples = audio.slice(withMarginFrom * hop, withMarginTo * hop)
    const { codes: made } = await session.run({ audio: new Tensor('float32', samples, [1, 1, samples.length]) })
    if (!made) throw new Error(`${session.path} answered without codes`)
    const [, levels = 0, length = 0] = made.dims
    const words = made.data as BigInt64Array
    if (index === 0) codes = Array.from({ length: levels }, () => new Int32Array(count))
    codes.forEach((row, level) => {
      for (let t = from; t < to; t++) row[t] = Number(words[level * length + t - withMarginFrom])
    })
  }
  return codes
}

/** @returns `hop` samples a token */
export const decodeSound = async (session: Session, codes: Codes, hop: number, onPiece: Steps): Promise<Float32Array<ArrayBuffer>> => {
  const count = codes[0]?.length ?? 0
  const audio = new Float32Array(count * hop)
  const pieces = piecesOf(count)
  for (const [index, { from, to, withMarginFrom, withMarginTo }] of pieces.entries()) {
    await onPiece(index, pieces.length)
    const { audio: made } = await session.run({ codes: codesTensor(codes.map((row) => row.slice(withMarginFrom, withMarginTo))) })
    if (!made) throw new Error(`${session.path} answered without sound`)
    const samples = made.data as Float32Array
    audio.set(samples.subarray((from - withMarginFrom) * hop, (to - withMarginFrom) * hop), from * hop)
  }
  return audio
}
