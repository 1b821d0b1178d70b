/** As much of protobuf's wire format as ONNX files need: fields are found and put together again, their bytes stay as they are. */

export type Field = {
  readonly number: number
  /** of a number: its value; of anything else: 0 */
  readonly value: number
  /** what the field holds, without its tag and length */
  readonly content: Uint8Array
  /** tag and length included */
  readonly whole: Uint8Array
}

const VARINT = 0
const BYTES = 2
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 }

/** @throws RangeError where the bytes are no such message */
export const fieldsOf = function* (message: Uint8Array): Generator<Field> {
  let at = 0
  const varint = (): number => {
    let value = 0
    for (let scale = 1; ; scale *= 128) {
      const byte = message[at++]
      if (byte === undefined) throw new RangeError('the message ends within a number')
      value += (byte & 127) * scale
      if (byte < 128) return value
    }
  }
  while (at < message.length) {
    const start = at
    const tag = varint()
    const kind = tag % 8
    const value = kind === VARINT ? varint() : 0
    const length = kind === VARINT ? 0 : kind === BYTES ? varint() : FIXED[kind]
    if (length === undefined || at + length > message.length) throw new RangeError('the message ends within a field')
    const from = at
    at += length
    yield { number: Math.floor(tag / 8), value, content: message.subarray(from, at), whole: message.subarray(start, at) }
  }
}

const varintOf = (value: number): number[] => {
  const bytes: number[] = []
  let left = value
  for (; left >= 128; left = Math.floor(left / 128)) bytes.push((left % 128) + 128)
  return [...bytes, left]
}

export const joinBytes = (parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> => {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** The tag and length that come before `length` bytes of a field. */
export const headOf = (field: number, length: number): Uint8Array => Uint8Array.from([...varintOf(field * 8 + BYTES), ...varintOf(length)])
export const bytesField = (field: number, content: Uint8Array): Uint8Array => joinBytes([headOf(field, content.length), content])
export const messageField = (field: number, parts: readonly Uint8Array[]): Uint8Array => bytesField(field, joinBytes(parts))
export const textField = (field: number, text: string): Uint8Array => bytesField(field, new TextEncoder().encode(text))
export const numberField = (field: number, value: number): Uint8Array => Uint8Array.from([...varintOf(field * 8 + VARINT), ...varintOf(value)])
export const floatField = (field: number, value: number): Uint8Array =>
  joinBytes([Uint8Array.from(varintOf(field * 8 + 5)), new Uint8Array(Float32Array.of(value).buffer)])
