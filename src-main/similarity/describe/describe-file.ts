import { checkpoint } from '../../../src-shared/kernel/work-flags.ts'
import type { Segment } from '../../../src-shared/similarity/segments.ts'
import { readMonoSlowly } from '../../audio/index.ts'
import { type TaskContext, transfer } from '../../platform/threads/worker-task.ts'
import { describeSound } from './describe-sound.ts'

export type DescribeRequest = { readonly path: string; readonly segments: readonly Segment[] }

const WANTED_RATE_HZ = 22_050

/** One row of measures a segment. @throws FailureError audio.damaged, file.not-found; AbortError */
export const describeFile = async ({ path, segments }: DescribeRequest, { flags, progress }: TaskContext): Promise<readonly Float32Array[]> => {
  const rows: Float32Array<ArrayBuffer>[] = []
  for (const [index, { fromSeconds, toSeconds }] of segments.entries()) {
    checkpoint(flags)
    progress(index / segments.length, 'measuring the sound')
    const wish = { fromSeconds, toSeconds, mostSeconds: toSeconds - fromSeconds, checkpoint: () => checkpoint(flags) }
    const { mono, sampleRateHz } = await readMonoSlowly(path, WANTED_RATE_HZ, wish)
    rows.push(Float32Array.from(describeSound(mono, sampleRateHz, () => checkpoint(flags))))
  }
  return transfer(
    rows,
    rows.map(({ buffer }) => buffer),
  )
}
