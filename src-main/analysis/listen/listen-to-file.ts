import type { Hearing } from '../../../src-shared/analysis/hearing.ts'
import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import { readMonoSlowly } from '../../audio/index.ts'
import type { TaskContext } from '../../platform/threads/worker-task.ts'
import { listen } from './listen.ts'

export type ListenRequest = { readonly path: string }

/** Half an hour says enough about a recording; more would only take memory. */
const MOST_SECONDS = 1_800
const WANTED_RATE_HZ = 22_050

/** @throws FailureError audio.damaged, file.not-found and what else a WAV can be; AbortError */
export const listenToFile = async ({ path }: ListenRequest, { flags, progress }: TaskContext): Promise<Hearing> => {
  const { mono, sampleRateHz } = await readMonoSlowly(path, WANTED_RATE_HZ, { mostSeconds: MOST_SECONDS, checkpoint: () => checkpoint(flags) })
  progress(0.1, 'listening')
  return listen(mono, sampleRateHz, { checkpoint: () => checkpoint(flags), progress: (fraction) => progress(0.1 + 0.9 * fraction, 'listening') })
}
