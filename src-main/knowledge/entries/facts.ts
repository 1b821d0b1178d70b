import { z } from 'zod'
import { Plan } from '../../../src-shared/generation/plan.ts'
import { Key, SectionRole, TimeSignature } from '../../../src-shared/score/score.ts'

/** What is known of a song in the studio's own vocabulary: nothing in it is a sentence that somebody typed. */
export const Facts = z.object({
  tempoBpm: z.number().optional(),
  key: Key.optional(),
  timeSignature: TimeSignature.optional(),
  style: z.string().max(60).optional(),
  swing: z.number().optional(),
  /** 0..1: sad..happy, calm..driving */
  valence: z.number().optional(),
  energy: z.number().optional(),
  /** words of the lexicon of moods that the song was made from */
  moodWords: z.array(z.string().max(60)).max(20),
  parts: Plan.shape.instrumentation.element.array().max(40),
  sections: z.array(SectionRole).max(200),
  seconds: z.number(),
})
export type Facts = z.output<typeof Facts>

type Known = Pick<Facts, 'tempoBpm' | 'key' | 'timeSignature' | 'style' | 'seconds'>

/** The library's columns, which know best (a person may have corrected them), and what only a plan says. */
export const factsOf = (known: Known, plan: Plan | undefined): Facts => ({
  ...known,
  ...(plan && { swing: plan.swing, valence: plan.mood.valence, energy: plan.mood.energy }),
  moodWords: (plan?.mood.words ?? []).slice(0, 20).map((word) => word.slice(0, 60)),
  parts: (plan?.instrumentation ?? []).slice(0, 40),
  sections: [...new Set(plan?.form.map(({ role }) => role))],
})
