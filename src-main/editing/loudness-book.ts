import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import type { MeasureLoudness } from './editing-ports.ts'
import type { KnownParent, MeasureTakeRequest } from './measure-take.ts'

const KEPT_TRACES = 16

/** Remembers how loud songs are step by step (14 kB for three minutes), so that measuring a take of one costs what changed. */
export type LoudnessBook = {
  /** Begins to read the parent, in another thread while the engine works; undefined where its peak was never measured. */
  prepare(parent: Take, path: string, context: WorkContext): Promise<KnownParent | undefined>
  measure(known: KnownParent | undefined, order: Omit<MeasureTakeRequest, 'parent'>, context: WorkContext): Promise<Loudness>
}

export const createLoudnessBook = (pool: Pick<ThreadPool, 'run'>, measureWhole: MeasureLoudness): LoudnessBook => {
  const traces = new Map<Sha256, Float64Array>()
  return {
    async prepare({ audioSha256, loudness }, path, context) {
      if (!loudness) return undefined
      const energies = traces.get(audioSha256) ?? (await pool.run<Float64Array>('traceSong', { path }, { ...context, progress: () => {} }))
      traces.delete(audioSha256)
      traces.set(audioSha256, energies)
      const [oldest] = traces.keys()
      if (traces.size > KEPT_TRACES && oldest) traces.delete(oldest)
      return { energies, truePeakDbtp: loudness.truePeakDbtp }
    },
    async measure(parent, order, context) {
      const known = parent && (await pool.run<Loudness | undefined>('measureTake', { ...order, parent }, context))
      return known ?? measureWhole(order.resultPath, context)
    },
  }
}
