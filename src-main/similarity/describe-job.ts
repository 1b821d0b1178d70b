import { z } from 'zod'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { meanDirection, segmentsOf } from '../../src-shared/similarity/segments.ts'
import type { Database, Queries } from '../platform/database/index.ts'
import type { Events } from '../platform/events.ts'
import { type JobDefinition, type UntilQuiet, workOneByOne } from '../platform/jobs/index.ts'
import type { SoundModel } from './sound-models.ts'
import { type SoundVectors, vectorRepository } from './vector-repository.ts'

/** gives way to what people wait for */
export const DescribePayload = z.object({ isBackground: z.boolean() })
export type DescribeJob = JobDefinition<typeof DescribePayload>

export type DescribeParts = {
  readonly database: Database
  /** for what reads the whole library; where none is named, `database` */
  readonly reading?: Queries
  readonly events: Events
  readonly now: () => number
  readonly pathOf: (sha256: Sha256) => string
  readonly model: () => SoundModel
  readonly untilQuiet: UntilQuiet
}

/** The song as a whole: the mean of its segments, as a direction where the model's vectors are directions. */
export const joinSegments = (model: SoundModel, segments: readonly Float32Array[]): SoundVectors => {
  const size = segments[0]?.length ?? 0
  if (!model.standard) return { whole: meanDirection(segments, size), segments }
  const whole = Float32Array.from({ length: size }, (_, i) => segments.reduce((sum, row) => sum + (row[i] as number), 0) / segments.length)
  return { whole, segments }
}

/**
 * Describes the sound of songs one after another with the model of the day. A file that cannot be read is noted and left out of searches.
 */
export const createDescribeJob = ({ database, reading = database.query, events, now, pathOf, model: choose, untilQuiet }: DescribeParts): DescribeJob => {
  const repository = vectorRepository(reading)
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
      const model = choose()
      await workOneByOne(
        {
          next: () => repository.next(model.id),
          countWaiting: async () => (await repository.count(model.id)).waiting,
          doing: model.method === 'clap' ? 'listening to' : 'measuring',
          async work({ audioSha256, seconds }, within) {
            const segments = await model.describe(pathOf(audioSha256), segmentsOf(seconds), within)
            within.signal.throwIfAborted()
            await publish(audioSha256, model.id, joinSegments(model, segments))
          },
          giveUp: ({ audioSha256 }, cause) => publish(audioSha256, model.id, cause),
          endsAll: /^(disk\.|model\.|engine\.)/,
          isBackground,
          untilQuiet,
        },
        context,
      )
    },
  }
}
