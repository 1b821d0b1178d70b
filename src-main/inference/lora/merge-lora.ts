import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { ATTRIBUTE, GRAPH, MODEL, nameOf, readNode, TENSOR } from '../graphs/onnx-fields.ts'
import { bytesField, type Field, fieldsOf, headOf, joinBytes } from '../graphs/protobuf.ts'
import { halfToNumber, type LoraLayer } from './read-lora.ts'

const FLOAT = 1
const FLOAT16 = 10
const RAW_DATA = 9
const DATA_LOCATION = 14

/** `isTurned`: it lies as in × out, the way MatMul wants it; a linear layer's own weight lies as out × in. */
type Target = { readonly weight: string; readonly isTurned: boolean }

const wrongBase = (why: string) =>
  new FailureError(failure('lora.wrong-base', `This LoRA was made for another model: ${why}. Nothing was changed; install the model that it names.`))

const cannot = (why: string) =>
  new FailureError(failure('lora.cannot-merge', `${why} Nothing was changed; install the full-precision form of this model under Models.`))

/** "/model/decoder/layers.0/self_attn/q_proj/MatMul" is the layer "model.decoder.layers.0.self_attn.q_proj". */
const moduleOf = (nodeName: string): string => nodeName.split('/').filter(Boolean).slice(0, -1).join('.')

/** Every layer of a graph that multiplies by a stored matrix, also inside the branches of an If. */
const targetsIn = (graph: Uint8Array, found = new Map<string, Target>()): Map<string, Target> => {
  for (const field of fieldsOf(graph)) {
    if (field.number === GRAPH.initializer) {
      const name = nameOf(field)
      if (name.endsWith('.weight')) found.set(name.slice(0, -'.weight'.length), { weight: name, isTurned: false })
    }
    if (field.number !== GRAPH.node) continue
    const { name, opType, inputs, attributes } = readNode(field.content)
    const weight = inputs[1]
    if ((opType === 'MatMul' || opType === 'Gemm') && weight) {
      const isTransposed = attributes.some(({ content }) => {
        const parts = [...fieldsOf(content)]
        return (
          parts.some(({ number, content: text }) => number === ATTRIBUTE.name && new TextDecoder().decode(text) === 'transB') &&
          parts.some(({ number, value }) => number === ATTRIBUTE.integer && value === 1)
        )
      })
      const module = moduleOf(name)
      if (module !== '' && !found.has(module)) found.set(module, { weight, isTurned: !isTransposed })
    }
    for (const { content } of attributes) for (const part of fieldsOf(content)) if (part.number === ATTRIBUTE.graph) targetsIn(part.content, found)
  }
  return found
}

/** One name may be the end of the other: exporters and trainers wrap models differently. */
const isSameModule = (one: string, other: string): boolean => one === other || one.endsWith(`.${other}`) || other.endsWith(`.${one}`)

/** `W + strength · scale · up · down`, in place. */
const addTo = (values: Float32Array, { down, up, scale }: LoraLayer, strength: number, isTurned: boolean): void => {
  const factor = strength * scale
  const [out, into, rank] = [up.rows, down.columns, down.rows]
  for (let row = 0; row < out; row++)
    for (let column = 0; column < into; column++) {
      let sum = 0
      for (let k = 0; k < rank; k++) sum += (up.values[row * rank + k] ?? 0) * (down.values[k * into + column] ?? 0)
      const at = isTurned ? column * out + row : row * into + column
      values[at] = (values[at] ?? 0) + factor * sum
    }
}

const float = new Float32Array(1)
const bits = new Uint32Array(float.buffer)
/** the nearest half-precision number, ties to even */
const numberToHalf = (value: number): number => {
  float[0] = value
  const whole = bits[0] ?? 0
  const sign = (whole >>> 16) & 0x8000
  const magnitude = Math.abs(value)
  if (magnitude >= 65_520) return sign | 0x7c00
  const exponent = Math.max(-14, Math.floor(Math.log2(magnitude || 1e-30)))
  const steps = magnitude / 2 ** (exponent - 10)
  const floor = Math.floor(steps)
  const rest = steps - floor
  const rounded = rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
  // below 1024 steps it is a subnormal number; 2048 carries into the exponent by itself
  return sign | (exponent === -14 && rounded < 1_024 ? rounded : ((exponent + 15) << 10) + rounded - 1_024)
}

const tensorWith = (tensor: Field, layers: readonly { readonly layer: LoraLayer; readonly isTurned: boolean }[], strength: number): Uint8Array => {
  const parts = [...fieldsOf(tensor.content)]
  const type = parts.find(({ number }) => number === TENSOR.dataType)?.value
  const raw = parts.find(({ number }) => number === RAW_DATA)
  const name = nameOf(tensor)
  if (parts.some(({ number, value }) => number === DATA_LOCATION && value === 1)) throw cannot(`The weights of ${name} lie in a second file.`)
  if ((type !== FLOAT && type !== FLOAT16) || !raw)
    throw cannot(`The weights of ${name} are stored as whole numbers (quantised), and a LoRA cannot be added to those.`)
  const dims = parts.filter(({ number }) => number === TENSOR.dims).flatMap(({ value, content }) => (content.length > 0 ? [...packed(content)] : [value]))
  const bytes = Buffer.from(raw.content)
  const values =
    type === FLOAT
      ? Float32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readFloatLE(at * 4))
      : Float32Array.from({ length: bytes.length / 2 }, (_, at) => halfToNumber(bytes.readUInt16LE(at * 2)))
  for (const { layer, isTurned } of layers) {
    const wanted = isTurned ? [layer.down.columns, layer.up.rows] : [layer.up.rows, layer.down.columns]
    if (dims.length !== 2 || dims[0] !== wanted[0] || dims[1] !== wanted[1])
      throw wrongBase(
        `its ${layer.module} is ${layer.up.rows} × ${layer.down.columns}, and this model's is ${isTurned ? `${dims[1]} × ${dims[0]}` : dims.join(' × ')}`,
      )
    addTo(values, layer, strength, isTurned)
  }
  const made = Buffer.alloc(bytes.length)
  values.forEach((value, at) => void (type === FLOAT ? made.writeFloatLE(value, at * 4) : made.writeUInt16LE(numberToHalf(value), at * 2)))
  return bytesField(GRAPH.initializer, joinBytes(parts.map((part) => (part === raw ? bytesField(RAW_DATA, made) : part.whole))))
}

/** dims may be packed into one field */
const packed = function* (bytes: Uint8Array): Generator<number> {
  let value = 0
  let scale = 1
  for (const byte of bytes) {
    value += (byte & 127) * scale
    scale *= 128
    if (byte >= 128) continue
    yield value
    value = 0
    scale = 1
  }
}

export type MergeOptions = {
  /** 0: the model as it was; 1: as the LoRA was trained */
  readonly strength: number
  /** for graphs whose nodes have no names: "module=initializer" */
  readonly weights?: readonly string[] | undefined
  /** told after each matrix, 0..1 */
  readonly onStep?: ((fraction: number) => Promise<void>) | undefined
}

/**
 * An ONNX model with a LoRA added to its weights for good: `W' = W + strength · (alpha / r) · B · A` (Hu et al. 2021). Every layer of the LoRA has to
 * find its matrix, else nothing is made. @throws FailureError lora.wrong-base, lora.cannot-merge
 */
export const mergeLora = async (
  model: Uint8Array,
  layers: readonly LoraLayer[],
  { strength, weights, onStep }: MergeOptions,
): Promise<Uint8Array<ArrayBuffer>> => {
  const parts = [...fieldsOf(model)]
  const graph = parts.find(({ number }) => number === MODEL.graph)
  if (!graph) throw cannot('This model’s file is no ONNX graph.')
  const targets = targetsIn(graph.content)
  for (const line of weights ?? []) {
    const [module = '', weight = ''] = line.split('=')
    targets.set(module, { weight, isTurned: true })
  }
  const byWeight = new Map<string, { layer: LoraLayer; isTurned: boolean }[]>()
  for (const layer of layers) {
    const [, target] = [...targets].find(([module]) => isSameModule(module, layer.module)) ?? []
    if (!target) throw wrongBase(`there is no layer “${layer.module}” in this one`)
    byWeight.set(target.weight, [...(byWeight.get(target.weight) ?? []), { layer, isTurned: target.isTurned }])
  }
  const contents: Uint8Array[] = []
  const left = new Set(byWeight.keys())
  for (const field of fieldsOf(graph.content)) {
    const name = field.number === GRAPH.initializer ? nameOf(field) : ''
    const own = byWeight.get(name)
    if (!own) {
      contents.push(field.whole)
      continue
    }
    contents.push(tensorWith(field, own, strength))
    left.delete(name)
    await onStep?.(1 - left.size / byWeight.size)
  }
  if (left.size > 0) throw cannot(`The weights of ${[...left][0]} are not stored as one matrix.`)
  const length = contents.reduce((sum, content) => sum + content.length, 0)
  return joinBytes(parts.flatMap((part) => (part === graph ? [headOf(MODEL.graph, length), ...contents] : [part.whole])))
}
