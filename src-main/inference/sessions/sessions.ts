import type { Tensor } from 'onnxruntime-node'
import type { Provider } from '../../../src-shared/hardware/contract.ts'

export type Feeds = Readonly<Record<string, Tensor>>
/** Outputs by name: a tensor of the right type and shape is written into, without a copy and without new memory; null makes a new one. */
export type Fetches = Readonly<Record<string, Tensor | null>>

/** One graph, ready to run. Outputs come by name; graphs with generated names are addressed by index through `inputNames` and `outputNames`. */
export type Session = {
  readonly path: string
  readonly provider: Provider
  readonly inputNames: readonly string[]
  readonly outputNames: readonly string[]
  /** the type of an input as the graph declares it: 'float32', 'float16', 'int64', …; undefined for an unknown name */
  inputType(name: string): string | undefined
  /** the shape of an input as the graph declares it; a free dimension is its name */
  inputShape(name: string): readonly (number | string)[]
  /** @param outputs only these, where fewer than all are of use; see `Fetches` for outputs that have a place already */
  run(feeds: Feeds, outputs?: readonly string[] | Fetches): Promise<Readonly<Record<string, Tensor>>>
}

export type OpenOptions = {
  /**
   * The CPU arena keeps what a run needed for the next one. Off by default: HTDemucs holds 0.8 GB without it and 5.2 GB with it. Turn it on
   * for small graphs that run hundreds of times a second.
   */
  readonly memoryArena?: boolean
  /**
   * ONNX Runtime's fused attention in place of its parts on the CPU: the same answer, and the scores of attention take no memory. A graph that does
   * not take it is opened as it is.
   */
  readonly fusedAttention?: boolean
  /**
   * Beginnings of node names: on the CPU the graph is opened in pieces, each from the first node of one of these on, which run one after another.
   * The same answer with the memory of the largest piece. A graph without such nodes is opened as it is.
   */
  readonly pieces?: readonly string[]
  /** for graphs that are slower or wrong elsewhere */
  readonly providers?: readonly Provider[]
}

/** The open graphs of the inference process. What a task opened stays open until it ends; later it may be closed to make room. */
export type Sessions = {
  /** @throws FailureError model.damaged: the file is missing, cut off or no graph; model.too-big: it does not fit under the ceiling */
  open(path: string, options?: OpenOptions): Promise<Session>
}
