import { z } from 'zod'
import { RemixControls } from '../generation/plan.ts'

/**
 * The ways to play a region anew. `in-painting` hears both sides of the gap, `continuation` only what comes before it, `compose` writes notes:
 * in the song's own score where it has one, else to fit what is measured around the region.
 */
export const RegenerateWay = z.enum(['in-painting', 'continuation', 'compose'])
export type RegenerateWay = z.output<typeof RegenerateWay>

/** What the studio says for `automatic` and for each way. */
export const WAY_NAMES: Readonly<Record<RegenerateWay | 'automatic', string>> = {
  automatic: 'Automatic',
  'in-painting': 'In-painting',
  continuation: 'Continuation',
  compose: 'Compose',
}

/** One way for one song: who would go it, and what that means; or why it is closed, and what opens it. */
export const WayOption = z.object({
  way: RegenerateWay,
  engine: z.string(),
  engineName: z.string(),
  isAvailable: z.boolean(),
  /** a sentence or two: what it does with this song, or why it cannot be used */
  why: z.string(),
  /** where it is closed for lack of a model */
  modelId: z.string().optional(),
  readsPrompt: z.boolean(),
  activeControls: z.array(RemixControls.keyof()),
  /** what a slider does with this engine, where it can say */
  controlMeanings: z.partialRecord(RemixControls.keyof(), z.string()),
  /** why a slider does nothing */
  inactiveControls: z.partialRecord(RemixControls.keyof(), z.string()),
})
export type WayOption = z.output<typeof WayOption>
