import { Tensor } from 'onnxruntime-node'
import type { Session } from '../../sessions/sessions.ts'

/** Graphs of half precision take and give half-precision numbers. */
export type NumberType = 'float32' | 'float16'
export type Numbers = Float32Array<ArrayBuffer> | Float16Array<ArrayBuffer>

export const numberTypeOf = (session: Session, input: string): NumberType => (session.inputType(input) === 'float16' ? 'float16' : 'float32')

export const createNumbers = (type: NumberType, length: number): Numbers => (type === 'float16' ? new Float16Array(length) : new Float32Array(length))

/** Numbers that hold anything until they are written: a zero for each would cost as much as a few steps of a network. */
export const createUnsetNumbers = (type: NumberType, length: number): Numbers => {
  const { buffer } = Buffer.allocUnsafeSlow(length * (type === 'float16' ? 2 : 4))
  return type === 'float16' ? new Float16Array(buffer) : new Float32Array(buffer)
}

/**
 * Node's binding of ONNX Runtime (1.30) takes half-precision tensors by their bits: it finds no length in a Float16Array ("not enough space:
 * expected …, got 0"), which is what the tensor's own constructor makes of them. So the tensor is made of the bits and named after them.
 */
export const tensorOf = (type: NumberType, numbers: Numbers, dims: readonly number[]): Tensor => {
  if (type === 'float32') return new Tensor('float32', numbers as Float32Array, dims)
  const tensor = new Tensor('uint16', new Uint16Array(numbers.buffer, numbers.byteOffset, numbers.length), dims)
  return Object.assign(tensor as { type: string }, { type }) as Tensor
}

/** A tensor that a run gave, ready to be given to the next one. */
export const asInput = (tensor: Tensor): Tensor => (tensor.type === 'float16' ? tensorOf('float16', tensor.data as unknown as Numbers, tensor.dims) : tensor)
