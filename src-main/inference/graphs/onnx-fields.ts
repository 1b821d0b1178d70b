import { type Field, fieldsOf } from './protobuf.ts'

/** Field numbers of onnx.proto. */
export const MODEL = { graph: 7, opsetImport: 8 }
export const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 }
export const NODE = { input: 1, output: 2, name: 3, opType: 4, attribute: 5, domain: 7 }
export const ATTRIBUTE = { name: 1, float: 2, integer: 3, graph: 6, integers: 8, type: 20 }
export const TENSOR = { dims: 1, dataType: 2, integers: 7, name: 8 }

export type Node = {
  readonly name: string
  readonly opType: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: readonly Field[]
}

const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

export const readNode = (message: Uint8Array): Node => {
  const fields = [...fieldsOf(message)]
  const texts = (number: number) => fields.filter((field) => field.number === number).map(({ content }) => textOf(content))
  return {
    name: texts(NODE.name)[0] ?? '',
    opType: texts(NODE.opType)[0] ?? '',
    inputs: texts(NODE.input),
    outputs: texts(NODE.output),
    attributes: fields.filter(({ number }) => number === NODE.attribute),
  }
}

/** The name of an initializer, or of a graph's input or output. */
export const nameOf = ({ number, content }: Field): string => {
  const wanted = number === GRAPH.initializer ? TENSOR.name : 1
  for (const field of fieldsOf(content)) if (field.number === wanted) return textOf(field.content)
  return ''
}
