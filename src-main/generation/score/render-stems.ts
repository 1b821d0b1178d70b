import { join } from 'node:path'
import type { MusicEngine } from '../../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { gainToDb } from '../../../src-shared/kernel/units.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { keptStems } from './render/kept-stems.ts'
import { SAMPLE_RATE_HZ } from './render/render-score.ts'
import { STEM_CEILING, stemParts } from './render/stems.ts'
import type { SoundSource, StemGainOrder, StemOrder } from './score-tasks.ts'

type PartFile = { readonly name: string; readonly index: number; readonly path: string }

/**
 * The engine's stems: parts in parallel, each written by its thread. Where one would clip, all are made again a little softer. Beside stems of an
 * older version only what changed is played, at their gain; the others are named again.
 */
export const renderStems =
  (pool: Pick<ThreadPool, 'run'>, sounds: SoundSource): NonNullable<MusicEngine['stems']> =>
  async ({ score, audioPath, lengthFrames, sampleRateHz }, workFolder, context, before) => {
    if (!score || sampleRateHz !== SAMPLE_RATE_HZ)
      throw new FailureError(failure('export.no-score', 'This song came from a sound file, so the studio does not know its instruments one by one.'))
    const parts = stemParts(score)
    const files = parts.map(({ part, index }, i) => ({ name: part.name, index, path: join(workFolder, `stem-${String(i + 1).padStart(2, '0')}.wav`) }))
    const kept = before ? keptStems(before, score, lengthFrames) : new Map<number, string>()
    const silently: WorkContext = { ...context, progress: () => undefined }
    const render = async (files: readonly PartFile[], level: number, from: number, to: number): Promise<number> => {
      const done = files.map(() => 0)
      const rendering = files.map(async ({ name, index, path }, i) => {
        const progress = (fraction: number): void => {
          done[i] = fraction
          context.progress(from + ((to - from) * done.reduce((sum, value) => sum + value, 0)) / files.length, `rendering ${name} alone`)
        }
        return pool.run<number>('stem', { sounds, score, index, gain: level, lengthFrames, path } satisfies StemOrder, { ...context, progress })
      })
      // nobody may still be writing when the folder goes
      await Promise.allSettled(rendering)
      return Math.max(0, ...(await Promise.all(rendering)))
    }
    if (before && kept.size > 0) {
      const fresh = files.filter(({ index }) => !kept.has(index))
      const peak = await render(fresh, before.gain, 0, 0.9)
      if (peak <= STEM_CEILING) {
        context.progress(1, 'done')
        return { stems: files.map(({ name, index, path }) => ({ name, path: kept.get(index) ?? path })), trimDb: before.trimDb, gain: before.gain }
      }
    }
    context.progress(0, 'listening to the song')
    const gain = await pool.run<number>('stemGain', { sounds, score, songPath: audioPath, lengthFrames } satisfies StemGainOrder, silently)

    const peak = await render(files, gain, 0.05, 0.9)
    const trim = peak > STEM_CEILING ? STEM_CEILING / peak : 1
    if (trim < 1) await render(files, gain * trim, 0.9, 1)
    context.progress(1, 'done')
    return { stems: files.map(({ name, path }) => ({ name, path })), trimDb: gainToDb(trim), gain: gain * trim }
  }
