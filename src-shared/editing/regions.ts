import { z } from 'zod'

/** Most regions that one pass plays anew. */
export const MOST_REGIONS = 12

/** One of several regions that are played anew in one pass. Its own words go before those that are meant for all. */
export const RegionWish = z.object({ startFrame: z.number().int().min(0), endFrame: z.number().int().min(1), prompt: z.string().optional() })
export type RegionWish = z.output<typeof RegionWish>

/** In the order of the song; those that overlap become one, with the words of both. */
export const mergeRegions = (regions: readonly RegionWish[]): RegionWish[] => {
  const merged: RegionWish[] = []
  for (const region of regions.toSorted((a, b) => a.startFrame - b.startFrame || a.endFrame - b.endFrame)) {
    const last = merged.at(-1)
    if (!last || region.startFrame >= last.endFrame) {
      merged.push({ ...region })
      continue
    }
    const prompt = [...new Set([last.prompt, region.prompt])].filter((words) => words?.trim()).join(', ')
    const { startFrame } = last
    merged[merged.length - 1] = { startFrame, endFrame: Math.max(last.endFrame, region.endFrame), ...(prompt !== '' && { prompt }) }
  }
  return merged
}
