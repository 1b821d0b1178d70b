/** Neural networks: a process of its own, its graphs, and the tasks around them. */
export { createInference, type Inference, type InferenceOptions, type TaskInput, type TaskName, type TaskOutput } from './inference.ts'
export type { SessionSettings } from './protocol.ts'
export type { SeparatedStems, SeparateStemsInput } from './tasks/htdemucs/separate-stems.ts'
export type { SeparatorShape } from './tasks/htdemucs/separation-graph.ts'
export type { Codes } from './tasks/musicgen/delay-pattern.ts'
export { type MusicgenModel, MusicgenParams } from './tasks/musicgen/model.ts'
export { type Sampling, USUAL_SAMPLING } from './tasks/musicgen/sample-token.ts'
export type { Cutoff } from './tasks/super-resolution/find-cutoff.ts'
