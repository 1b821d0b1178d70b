import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { Key } from '../../../src-shared/score/score.ts'

/**
 * What can be heard around a place in a recording. `beatPhaseSeconds` is when the first beat comes after `fromFrame`; `confidence` 0..1
 * says how sure tempo and key are.
 */
export type MeasuredSurroundings = {
  readonly tempoBpm: number
  readonly key: Key
  readonly beatPhaseSeconds: number
  readonly integratedLufs: number | undefined
  readonly confidence: number
}

/** Listens to the music around frames `fromFrame`..`toFrame` of a WAV. */
export type SurroundingsAnalyser = {
  analyse(audioPath: string, fromFrame: number, toFrame: number, context: WorkContext): Promise<MeasuredSurroundings>
}
