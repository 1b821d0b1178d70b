import { ATTRIBUTE, GRAPH, MODEL, type Node, nameOf, readNode } from './onnx-fields.ts'
import { type Field, fieldsOf, headOf, joinBytes, messageField, numberField, textField } from './protobuf.ts'

/** What crosses from one piece to a later one, as ONNX Runtime describes an output. A free dimension is a name. */
export type Crossing = { readonly name: string; readonly type: string; readonly shape: readonly (number | string)[] }

export type GraphPiece = {
  /** the values it takes: of the whole graph, and from pieces before it */
  readonly inputs: readonly string[]
  /** the values it gives: of the whole graph, and to pieces after it */
  readonly outputs: readonly string[]
  /** @param crossings of the inputs that are not the whole graph's own */
  model(crossings: readonly Crossing[]): Uint8Array<ArrayBuffer>
}

/** A whole graph's own inputs and outputs, in its order, and what it is cut into. */
export type CutGraph = { readonly inputs: readonly string[]; readonly outputs: readonly string[]; readonly pieces: readonly GraphPiece[] }

/** ONNX's numbers for what can cross. */
const ELEMENT: Readonly<Record<string, number>> = { float32: 1, int32: 6, int64: 7, bool: 9, float16: 10, float64: 11 }

const placeOf = ({ name, type, shape }: Crossing): Uint8Array => {
  const element = ELEMENT[type]
  if (element === undefined) throw new RangeError(`a ${type} crosses between pieces`)
  const dimensions = shape.map((size) => messageField(1, [typeof size === 'number' ? numberField(1, size) : textField(2, size)]))
  return messageField(GRAPH.input, [textField(1, name), messageField(2, [messageField(1, [numberField(1, element), messageField(2, dimensions)])])])
}

/** Nodes that depend on nothing but the file: constants, and what is made of them alone. */
const constantNodes = (nodes: readonly Node[], weights: ReadonlyMap<string, Field>): ReadonlySet<number> => {
  const known = new Set(weights.keys())
  const constant = new Set<number>()
  nodes.forEach((node, index) => {
    if (!node.inputs.every((name) => name === '' || known.has(name))) return
    constant.add(index)
    for (const name of node.outputs) known.add(name)
  })
  return constant
}

/** The numbers of the nodes of each piece, in order. */
const groupsOf = (nodes: readonly Node[], starts: readonly string[]): readonly number[][] => {
  const left = new Set(starts)
  const groups: number[][] = [[]]
  nodes.forEach(({ name }, index) => {
    const start = [...left].find((prefix) => name.startsWith(prefix))
    if (start !== undefined) {
      left.delete(start)
      if (groups.at(-1)?.length) groups.push([])
    }
    groups.at(-1)?.push(index)
  })
  return groups
}

/**
 * An ONNX model as models that are run one after another: what one gives and a later one needs crosses between them. Each has the weights that it
 * needs, as they are in the file.
 *
 * @param starts beginnings of node names: a piece begins at the first node of each
 * @returns undefined where there is nothing to cut at, or where nodes have graphs of their own
 * @throws RangeError where the bytes are no ONNX model
 */
export const cutGraph = (model: Uint8Array, starts: readonly string[]): CutGraph | undefined => {
  const parts = [...fieldsOf(model)]
  const graph = parts.find(({ number }) => number === MODEL.graph)
  if (!graph) return undefined
  const fields = [...fieldsOf(graph.content)]
  const of = (number: number) => fields.filter((field) => field.number === number)
  const nodeFields = of(GRAPH.node)
  const nodes = nodeFields.map(({ content }) => readNode(content))
  const groups = groupsOf(nodes, starts)
  const hasInnerGraphs = nodes.some(({ attributes }) =>
    attributes.some(({ content }) => [...fieldsOf(content)].some(({ number }) => number === ATTRIBUTE.graph)),
  )
  if (groups.length < 2 || hasInnerGraphs) return undefined

  const weights = new Map(of(GRAPH.initializer).map((field) => [nameOf(field), field]))
  const inputs = new Map(of(GRAPH.input).map((field) => [nameOf(field), field]))
  const results = new Map(of(GRAPH.output).map((field) => [nameOf(field), field]))
  const constant = constantNodes(nodes, weights)
  const makers = new Map(nodes.flatMap(({ outputs }, index) => outputs.map((name) => [name, index] as const)))
  const head = parts.filter((field) => field !== graph).map(({ whole }) => whole)

  /** with the constants that its nodes need */
  const whole = (group: readonly number[]): ReadonlySet<number> => {
    const found = new Set(group.filter((index) => !constant.has(index) || nodes[index]?.outputs.some((name) => results.has(name))))
    for (const index of found)
      for (const name of nodes[index]?.inputs ?? []) {
        const maker = makers.get(name)
        if (maker !== undefined && constant.has(maker)) found.add(maker)
      }
    return found
  }
  const pieces = groups.map(whole).filter((piece) => piece.size > 0)
  const wants = pieces.map((piece) => {
    const made = new Set([...piece].flatMap((index) => nodes[index]?.outputs ?? []))
    const used = new Set([...piece].flatMap((index) => nodes[index]?.inputs ?? []))
    return { made, needed: [...used].filter((name) => name !== '' && !made.has(name) && !weights.has(name)), used }
  })
  const cut = pieces.map((piece, at): GraphPiece => {
    const { made, needed, used } = wants[at] as (typeof wants)[number]
    const later = new Set(wants.slice(at + 1).flatMap((want) => want.needed))
    const isOfThisPiece = (name: string) => groups[at]?.includes(makers.get(name) ?? -1) === true
    const given = [...made].filter((name) => later.has(name) || (results.has(name) && isOfThisPiece(name)))
    return {
      inputs: needed,
      outputs: given,
      model(crossings) {
        const contents = [
          ...nodeFields.filter((_, index) => piece.has(index)).map(({ whole }) => whole),
          ...[...used].flatMap((name) => weights.get(name)?.whole ?? []),
          textField(2, `piece-${at + 1}`),
          ...needed.flatMap((name) => inputs.get(name)?.whole ?? []),
          ...crossings.map(placeOf),
          ...given.map((name) => results.get(name)?.whole ?? messageField(GRAPH.output, [textField(1, name)])),
        ]
        return joinBytes([
          ...head,
          headOf(
            MODEL.graph,
            contents.reduce((sum, { length }) => sum + length, 0),
          ),
          ...contents,
        ])
      },
    }
  })
  return { inputs: [...inputs.keys()].filter((name) => !weights.has(name)), outputs: [...results.keys()], pieces: cut }
}
