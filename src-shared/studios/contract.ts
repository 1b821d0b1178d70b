import { z } from 'zod'
import { StyleId } from '../generation/plan.ts'
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

export { StudioId }
