import { z } from 'zod'
import { FailureError } from '../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { subProgress } from '../../src-shared/kernel/progress.ts'
import { meanDirection, segmentsOf } from '../../src-shared/similarity/segments.ts'
import type { Database } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { createWaitingCount, type JobDefinition } from '../platform/jobs/index.ts'
import type { SoundModel } from './sound-models.ts'
import { type SoundVectors, vectorRepository } from './vector-repository.ts'

/** gives way to what people wait for */
export const DescribePayload = z.object({ isBackground: z.boolean() })
export type DescribeJob = JobDefinition<typeof DescribePayload>

export type DescribeParts = {
  readonly database: Database
  readonly events: Events
  readonly now: () => number
  readonly pathOf: (sha256: Sha256) => string
  readonly model: () => SoundModel
  readonly untilQuiet: (signal: AbortSignal, tell: () => void) => Promise<void>
}

const ENDS_ALL = /^(disk\.|model\.|engine\.)/

/** The song as a whole: the mean of its segments, as a direction where the model's vectors are directions. */
export const joinSegments = (model: SoundModel, segments: readonly Float32Array[]): SoundVectors => {
  const size = segments[0]?.length ?? 0
  if (!model.standard) return { whole: meanDirection(segments, size), segments }
  const whole = Float32Array.from({ length: size }, (_, i) => segments.reduce((sum, row) => sum + (row[i] as number), 0) / segments.length)
  return { whole, segments }
}

/**
 * Describes the sound of songs one after another with the model of the day. Each is published by itself, so a job that is cancelled, paused or
 * killed goes on where it was. A file that cannot be read is noted and left out of searches.
 */
export const createDescribeJob = ({ database, events, now, pathOf, model: choose, untilQuiet }: DescribeParts): DescribeJob => {
  const repository = vectorRepository(database.query)
  const publish = async (audioSha256: Sha256, model: string, outcome: Parameters<typeof repository.put>[3]): Promise<void> => {
    const trackIds = await database.transaction(async (tx) => {
      const inside = vectorRepository(tx)
      // the song may have left the trash for good meanwhile
      if (!(await inside.hasAudio(audioSha256))) return []
      await inside.put(audioSha256, model, now(), outcome)
      return inside.tracksOf(audioSha256)
    })
    if (trackIds.length > 0) events.emit('similarity.described', { trackIds })
  }
  return {
    kind: 'similarity.describe',
    payload: DescribePayload,
    // the inference process takes one piece of work after another by itself; a place in the lane of the GPU would keep songs waiting
    lane: 'io',
    afterCrash: 'restart',
    async run({ isBackground }, context) {
      const { signal } = context
      const model = choose()
      const tried = new Set<Sha256>()
      const waiting = createWaitingCount(async () => (await repository.count(model.id)).waiting)
      for (let done = 0; ; done++) {
        signal.throwIfAborted()
        const next = await repository.next(model.id)
        if (!next || tried.has(next.audioSha256)) break
        tried.add(next.audioSha256)
        const total = done + (await waiting())
        const report = subProgress(context.progress, done / total, (done + 1) / total)
        if (isBackground) await untilQuiet(signal, () => report(0, 'waiting for other work'))
        try {
          const within = {
            ...context,
            progress: (fraction: number) => report(fraction, `${model.method === 'clap' ? 'listening to' : 'measuring'} ${next.title}`),
          }
          const segments = await model.describe(pathOf(next.audioSha256), segmentsOf(next.seconds), within)
          signal.throwIfAborted()
          await publish(next.audioSha256, model.id, joinSegments(model, segments))
        } catch (cause) {
          signal.throwIfAborted()
          if (!(cause instanceof FailureError) || ENDS_ALL.test(cause.failure.code)) throw cause
          await publish(next.audioSha256, model.id, cause)
        }
      }
    },
  }
}
