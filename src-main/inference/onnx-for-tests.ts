/**
 * The smallest ONNX graphs, written by hand: `y = x + bias`, float32 [n]. Protocol buffers by the field numbers of onnx.proto3
 * (IR version 8, opset 17).
 */
const varint = (value: number): number[] => {
  const bytes: number[] = []
  for (let left = value; ; left = Math.floor(left / 128)) {
    if (left < 128) return [...bytes, left]
    bytes.push((left % 128) + 128)
  }
}
const number = (field: number, value: number): Buffer => Buffer.from([...varint(field * 8), ...varint(value)])
const bytes = (field: number, value: Uint8Array | string): Buffer => {
  const body = Buffer.from(value)
  return Buffer.concat([Buffer.from([...varint(field * 8 + 2), ...varint(body.length)]), body])
}
const message = (field: number, ...parts: readonly Buffer[]): Buffer => bytes(field, Buffer.concat(parts))

const FLOAT = 1
/** ValueInfoProto: name, type.tensor_type { elem_type, shape { dim } } */
const value = (field: number, name: string, size: number): Buffer =>
  message(field, bytes(1, name), message(2, message(1, number(1, FLOAT), message(2, message(1, number(1, size))))))

/** The same graph, whose weights are said to lie in a file beside it: what a crafted model would use to read somebody's files. */
export const addGraphWithWeightsIn = (location: string, size: number): Buffer => {
  const entry = (key: string, text: string) => message(13, bytes(1, key), bytes(2, text))
  const node = message(1, bytes(1, 'x'), bytes(1, 'b'), bytes(2, 'y'), bytes(4, 'Add'))
  const initializer = message(
    5,
    number(1, size),
    number(2, FLOAT),
    bytes(8, 'b'),
    entry('location', location),
    entry('length', String(size * 4)),
    number(14, 1),
  )
  const graph = message(7, node, bytes(2, 'add'), initializer, value(11, 'x', size), value(12, 'y', size))
  return Buffer.concat([number(1, 8), graph, message(8, number(2, 17))])
}

/** A graph that adds `bias` to its input `x`; its file is about `4 · size` bytes long. */
export const addGraph = (size: number, bias: number): Buffer => {
  const node = message(1, bytes(1, 'x'), bytes(1, 'b'), bytes(2, 'y'), bytes(4, 'Add'))
  const weights = Buffer.from(Float32Array.from({ length: size }, () => bias).buffer)
  const initializer = message(5, number(1, size), number(2, FLOAT), bytes(8, 'b'), bytes(9, weights))
  const graph = message(7, node, bytes(2, 'add'), initializer, value(11, 'x', size), value(12, 'y', size))
  return Buffer.concat([number(1, 8), graph, message(8, number(2, 17))])
}
