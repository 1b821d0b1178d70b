import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { dbToGain } from '../../../src-shared/kernel/units.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { SAMPLE_RATE_HZ } from './render/render-score.ts'
import type { SoundSource, StemOrder } from './score-tasks.ts'

/** Writes the first part of a score alone, with the studio's own instruments: a 24-bit stereo WAV at 44.1 kHz, peaks at -3 dBFS at most. */
export type RenderNotes = (score: Score, lengthSeconds: number, path: string, context: WorkContext) => Promise<void>

const CEILING = dbToGain(-3)

export const createNoteRenderer =
  (pool: Pick<ThreadPool, 'run'>, sounds: SoundSource): RenderNotes =>
  async (score, lengthSeconds, path, context) => {
    const lengthFrames = Math.round(lengthSeconds * SAMPLE_RATE_HZ)
    const render = (gain: number): Promise<number> =>
      pool.run<number>('stem', { sounds, score, index: 0, gain, lengthFrames, path } satisfies StemOrder, {
        ...context,
        progress: (fraction) => context.progress(fraction, 'playing the notes'),
      })
    const peak = await render(1)
    if (peak > CEILING) await render(CEILING / peak)
  }
