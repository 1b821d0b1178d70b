import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../src-shared/kernel/progress.ts'
import type { Take } from '../../src-shared/project/document.ts'
import type { ThreadPool } from '../platform/threads/thread-pool.ts'
import type { MeasureLoudness } from './editing-ports.ts'
import type { KnownParent, MeasuredTake, MeasureTakeRequest } from './measure-take.ts'

const KEPT_TRACES = 16

/**
 * Remembers how loud songs are step by step (14 kB for three minutes), so that measuring a take of one costs what changed. One for all jobs: what one
 * learned of a song the next one knows.
 */
export type LoudnessBook = {
  /** Begins to read the parent, in another thread while the engine works; undefined where its peak was never measured. */
  prepare(parent: Take, path: string, context: WorkContext): Promise<KnownParent | undefined>
  /** `keep` writes down the steps of the take once its sound has its name: takes of it are measured by them. */
  measure(
    known: KnownParent | undefined,
    order: Omit<MeasureTakeRequest, 'parent'>,
    context: WorkContext,
  ): Promise<{ readonly loudness: Loudness; keep(sha256: Sha256): void }>
}

export const createLoudnessBook = (pool: Pick<ThreadPool, 'run'>, measureWhole: MeasureLoudness): LoudnessBook => {
  const traces = new Map<Sha256, Float64Array>()
  /** takes of one click begin together: one of them reads the song for all */
  const onTheirWay = new Map<Sha256, Promise<Float64Array>>()

  const write = (sha256: Sha256, energies: Float64Array): void => {
    traces.delete(sha256)
    traces.set(sha256, energies)
    const [oldest] = traces.keys()
    if (traces.size > KEPT_TRACES && oldest) traces.delete(oldest)
  }
  const trace = async (sha256: Sha256, path: string, context: WorkContext): Promise<Float64Array> => {
    // who read it for all may be cancelled; then the next one reads it
    for (;;) {
      const energies = traces.get(sha256) ?? (await onTheirWay.get(sha256)?.catch(() => undefined))
      if (energies) return energies
      if (!onTheirWay.has(sha256)) break
    }
    const reading = pool.run<Float64Array>('traceSong', { path }, { ...context, progress: () => {} }).finally(() => onTheirWay.delete(sha256))
    onTheirWay.set(sha256, reading)
    return reading
  }
  return {
    async prepare({ audioSha256, loudness }, path, context) {
      if (!loudness) return undefined
      const energies = await trace(audioSha256, path, context)
      write(audioSha256, energies)
      return { energies, truePeakDbtp: loudness.truePeakDbtp }
    },
    async measure(parent, order, context) {
      const known = parent && (await pool.run<MeasuredTake | undefined>('measureTake', { ...order, parent }, context))
      if (!known) return { loudness: await measureWhole(order.resultPath, context), keep: () => {} }
      return { loudness: known.loudness, keep: (sha256) => write(sha256, known.energies) }
    },
  }
}
