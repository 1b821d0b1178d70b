import { InferenceSession, type Tensor } from 'onnxruntime-node'
import { type Crossing, type CutGraph, cutGraph } from '../graphs/cut-graph.ts'
import { fuseAttention } from '../graphs/fuse-attention.ts'
import type { Feeds, Fetches } from './sessions.ts'

/** As much of ONNX Runtime's session as the shelf uses. */
export type Graph = Pick<InferenceSession, 'inputNames' | 'outputNames' | 'inputMetadata' | 'release'> & {
  run(feeds: Feeds, outputs?: readonly string[] | Fetches): Promise<Readonly<Record<string, Tensor>>>
}

/** Gives the memory back now and not when the collector comes by: it is as large as a model. */
const letGo = (bytes: Uint8Array): void => {
  // a small file may lie in a buffer that others use too
  if (bytes.buffer instanceof ArrayBuffer && bytes.buffer.byteLength === bytes.byteLength) bytes.buffer.transfer(0)
}

type Piece = { readonly session: InferenceSession; readonly inputs: readonly string[]; readonly outputs: readonly string[] }

/** One graph out of pieces that run in order. What crosses between them keeps its place from run to run. */
const chain = (whole: CutGraph, pieces: readonly Piece[]): Graph => {
  const described = new Map(pieces.flatMap(({ session }) => session.inputMetadata.map((input) => [input.name, input] as const)))
  const taken = new Set(pieces.flatMap(({ inputs }) => inputs))
  const crossing = new Map<string, Tensor>()
  let shapes = ''
  return {
    inputNames: whole.inputs,
    outputNames: whole.outputs,
    inputMetadata: whole.inputs.flatMap((name) => described.get(name) ?? []),
    async run(feeds, wanted = whole.outputs) {
      const places: Fetches = Array.isArray(wanted) ? Object.fromEntries(wanted.map((name) => [name, null])) : (wanted as Fetches)
      const now = JSON.stringify(Object.values(feeds).map(({ dims }) => dims))
      if (now !== shapes) crossing.clear()
      shapes = now
      const results: Record<string, Tensor> = {}
      for (const { session, inputs, outputs } of pieces) {
        const given = Object.fromEntries(inputs.map((name) => [name, feeds[name] ?? crossing.get(name)]))
        const asked = outputs.filter((name) => taken.has(name) || name in places)
        if (asked.length === 0) continue
        const room = Object.fromEntries(asked.map((name) => [name, places[name] ?? crossing.get(name) ?? null]))
        const answers = await session.run(given as Feeds, room)
        for (const name of asked) {
          // a place itself is kept, not what comes back for it: that is its memory in a wrapping that does not keep it alive
          const answer = room[name] ?? (answers[name] as Tensor)
          if (taken.has(name)) crossing.set(name, answer)
          if (name in places) results[name] = answer
        }
      }
      return results
    },
    async release() {
      crossing.clear()
      for (const { session } of pieces) await session.release()
    },
  }
}

const openBytes = async (model: Uint8Array, isFused: boolean, options: InferenceSession.SessionOptions): Promise<InferenceSession> => {
  const fused = isFused ? fuseAttention(model) : undefined
  if (fused) letGo(model)
  const session = await InferenceSession.create(fused ?? model, options)
  letGo(fused ?? model)
  return session
}

/**
 * Opens a graph cut at `starts` (beginnings of node names), so that a run holds what one piece needs: ONNX Runtime's plan lets a place wait for its
 * next use, in a network of a U's shape from the way down to the way up.
 *
 * @param file its memory is given up
 * @returns undefined where the graph has nothing to cut at and no attention to fuse
 */
export const openInPieces = async (
  file: Uint8Array,
  { starts, isFused }: { readonly starts: readonly string[]; readonly isFused: boolean },
  options: InferenceSession.SessionOptions,
): Promise<Graph | undefined> => {
  const cut = cutGraph(file, starts)
  if (!cut) {
    const fused = isFused ? fuseAttention(file) : undefined
    letGo(file)
    return fused && openBytes(fused, false, options)
  }
  const known = new Map<string, Crossing>()
  const pieces: Piece[] = []
  try {
    for (const { inputs, outputs, model } of cut.pieces) {
      const session = await openBytes(model(inputs.flatMap((name) => known.get(name) ?? [])), isFused, options)
      pieces.push({ session, inputs, outputs })
      for (const output of session.outputMetadata) if (output.isTensor) known.set(output.name, output)
    }
  } catch (cause) {
    for (const { session } of pieces) await session.release()
    throw cause
  } finally {
    letGo(file)
  }
  return chain(cut, pieces)
}
