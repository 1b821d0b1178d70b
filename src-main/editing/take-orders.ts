import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Take } from '../../src-shared/project/document.ts'
import { spanInBars } from '../../src-shared/project/edits/index.ts'
import { lastTakeNumber } from '../../src-shared/project/take-number.ts'
import type { JobQueue } from '../platform/jobs/index.ts'
import type { EditableSongs } from './editing-ports.ts'
import type { ExtendJob, RegenerateJob, TakeLane } from './take-jobs.ts'

export type TakeOrderParts = {
  readonly songs: Pick<EditableSongs, 'findTake' | 'listTakes'>
  readonly jobs: Pick<JobQueue, 'unfinished'>
  readonly regenerateJobs: Readonly<Record<TakeLane, RegenerateJob>>
  readonly extendJobs: Readonly<Record<TakeLane, ExtendJob>>
}

type Frames = { readonly startFrame: number; readonly endFrame: number }

/** "bars 5–8", "2 regions in bars 5–12": as the takes of these regions, in their order, are called. */
export const placeOfRegions = (take: Take, regions: readonly Frames[]): string => {
  const [first, last] = [regions[0], regions.at(-1)]
  if (!first || !last) return ''
  return `${regions.length > 1 ? `${regions.length} regions in ` : ''}${spanInBars(take, first.startFrame, last.endFrame)}`
}

export const placeOfExtension = (direction: 'after' | 'before'): string => (direction === 'before' ? 'longer beginning' : 'longer ending')

/** How takes are numbered: on from those that a place of the song has, made or still ordered. The number that is shown while one is made stays its own. */
export const createTakeOrders = ({ songs, jobs, regenerateJobs, extendJobs }: TakeOrderParts) => {
  /** the end of the last order of each song */
  const ends = new Map<TrackId, Promise<unknown>>()

  const ordered = async (trackId: TrackId, kind: 'regenerate' | 'extend', place: string): Promise<number[]> => {
    if (kind === 'extend') {
      const orders = (await Promise.all(Object.values(extendJobs).map((job) => jobs.unfinished(job, trackId)))).flat()
      return orders.filter(({ request }) => placeOfExtension(request.direction) === place).map(({ number }) => number)
    }
    const orders = (await Promise.all(Object.values(regenerateJobs).map((job) => jobs.unfinished(job, trackId)))).flat()
    const numbers: number[] = []
    for (const { parentTakeId, request, others, number } of orders) {
      const parent = await songs.findTake(parentTakeId)
      if (parent && placeOfRegions(parent, [request, ...others]) === place) numbers.push(number)
    }
    return numbers
  }

  return {
    /** How high the takes of this kind and place are numbered; 0: there is none. */
    async lastNumber(trackId: TrackId, kind: 'regenerate' | 'extend', place: string): Promise<number> {
      // orders first: one that ends meanwhile is among the takes then
      const numbers = await ordered(trackId, kind, place)
      return Math.max(lastTakeNumber(await songs.listTakes(trackId), { kind, place }), ...numbers)
    },
    /** One order after another for each song: the second one knows what the first one has taken. */
    inTurn<T>(trackId: TrackId, order: () => Promise<T>): Promise<T> {
      const mine = (ends.get(trackId) ?? Promise.resolve()).then(order)
      const end: Promise<void> = mine
        .then(
          () => undefined,
          () => undefined,
        )
        .then(() => {
          if (ends.get(trackId) === end) ends.delete(trackId)
        })
      ends.set(trackId, end)
      return mine
    },
  }
}
