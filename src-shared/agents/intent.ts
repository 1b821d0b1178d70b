import { z } from 'zod'
import { PartRole, SectionRole } from '../score/score.ts'

/** Which of several parts of the same kind. */
export const Which = z.enum(['first', 'second', 'third', 'last', 'every'])
export type Which = z.output<typeof Which>

/**
 * What a wish can come down to. The list is closed: whatever a model answers, nothing outside it can happen, and what changes a song is shown first and
 * needs the musician's yes.
 */
export const Intent = z.discriminatedUnion('kind', [
  /** some bars of the open song are played differently. `energy`: -1 much calmer .. 1 much bigger. `rests`: who does not play there */
  z.object({
    kind: z.literal('arrange'),
    section: z.enum([...SectionRole.options, 'marked', 'all']),
    which: Which,
    energy: z.number().min(-1).max(1),
    rests: z.array(PartRole).max(9),
  }),
  /** a new version of the open song: other tempo (1.1 is a tenth faster), and words that are added to its prompt */
  z.object({ kind: z.literal('variant'), tempoFactor: z.number().min(0.5).max(2), words: z.string().max(200) }),
  /** a new song */
  z.object({ kind: z.literal('create'), prompt: z.string().max(500) }),
  /** songs of the library that are like the open one, or like these words */
  z.object({ kind: z.literal('similar'), words: z.string().max(200) }),
  /** the open song taken apart */
  z.object({ kind: z.literal('split'), only: z.array(z.enum(['drums', 'bass', 'other', 'vocals'])).max(4) }),
  z.object({ kind: z.literal('rename'), title: z.string().min(1).max(120) }),
  /** nothing changes: something is explained */
  z.object({ kind: z.literal('explain'), about: z.enum(['quality', 'rights', 'parts']) }),
  /** words to sing or rap that fit the open song */
  z.object({ kind: z.literal('lyrics'), about: z.string().max(200) }),
  z.object({ kind: z.literal('unknown') }),
])
export type Intent = z.output<typeof Intent>
