import { z } from 'zod'
import { StyleId } from '../generation/plan.ts'
import { call, NoInput, push } from '../ipc/call.ts'
import { StudioId } from './studio-id.ts'

/** One musician of an ensemble: what it is called and, in a sentence, what it does. */
export const StudioAgent = z.object({ id: z.string(), name: z.string(), job: z.string() })
export type StudioAgent = z.output<typeof StudioAgent>

/** What a picker shows of a studio without loading it. */
export const StudioCard = z.object({
  id: StudioId,
  name: z.string(),
  blurb: z.string(),
  agents: z.array(StudioAgent).min(1),
  styles: z.array(StyleId).min(1),
  examplePrompts: z.array(z.string()).min(1),
  /** lower-case words of a prompt that mean this studio */
  recognisedBy: z.array(z.string()),
})
export type StudioCard = z.output<typeof StudioCard>

/** A studio and what it takes in memory now; 0 bytes: not loaded. */
export const StudioEntry = StudioCard.extend({ memoryBytes: z.number().int().min(0) })
export type StudioEntry = z.output<typeof StudioEntry>

/** The last change of studio: how long it took, and what all studios took before and after it. */
export const StudioSwitch = z.object({ milliseconds: z.number(), beforeBytes: z.number().int(), afterBytes: z.number().int() })
export type StudioSwitch = z.output<typeof StudioSwitch>

export const StudioState = z.object({
  active: StudioId,
  studios: z.array(StudioEntry),
  /** what loaded studios may take together; the one in use may alone be larger */
  ceilingBytes: z.number().int(),
  usedBytes: z.number().int(),
  lastSwitch: StudioSwitch.optional(),
})
export type StudioState = z.output<typeof StudioState>

export { StudioId }

export const studios = {
  state: call({ input: NoInput, output: StudioState }),
  /** songs are made in this studio from now on, also after a restart; answers when its ensemble is ready */
  select: call({ input: z.object({ studio: StudioId }), output: StudioState, failures: ['studio.cannot-open'] }),
  changed: push(StudioState),
} as const
