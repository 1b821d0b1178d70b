import { z } from 'zod'
import { Key, PartRole, SectionRole, TimeSignature } from '../score/score.ts'
import { StudioId } from '../studios/studio-id.ts'

/** Styles of the open studio: always there. */
export const OpenStyleId = z.enum(['lofi', 'house', 'ambient', 'acoustic-pop', 'chip'])
export type OpenStyleId = z.output<typeof OpenStyleId>

/** Styles of the built-in engine. Each is one file of data and generators in the engine; those of studios are loaded when first needed. */
export const StyleId = z.enum([
  ...OpenStyleId.options,
  // Chiptune
  'chiptune',
  // Cypher
  'boom-bap',
  'trap',
  'drill',
  // Ironclad
  'metal',
  'thrash',
  'doom',
  // Blue Note
  'swing',
  'ballad',
  'bossa',
  // Virtuoso
  'minuet',
  'sonata',
  'fugue',
])
export type StyleId = z.output<typeof StyleId>

/** What a musician reads before a note is written, and may change. Everything the composer needs besides the seed. */
export const PlannedSection = z.object({ label: z.string(), role: SectionRole, barCount: z.number().int().min(1).max(256), energy: z.number().min(0).max(1) })
export type PlannedSection = z.output<typeof PlannedSection>

/** `instrument` is an id of the engine's instrument list ("piano", "upright-bass", "brush-kit"). */
export const PlannedPart = z.object({ role: PartRole, instrument: z.string() })
export type PlannedPart = z.output<typeof PlannedPart>

export const Plan = z.object({
  title: z.string(),
  style: StyleId,
  /** whose ensemble plays; undefined: the open studio */
  studio: StudioId.optional(),
  /** both 0..1: sad..happy, calm..driving */
  mood: z.object({ valence: z.number().min(0).max(1), energy: z.number().min(0).max(1), words: z.array(z.string()) }),
  tempoBpm: z.number().min(40).max(240),
  key: Key,
  timeSignature: TimeSignature,
  form: z.array(PlannedSection).min(1),
  instrumentation: z.array(PlannedPart).min(1),
  /** off-beat lengthening, 0.5 = straight, 0.667 = triplet swing */
  swing: z.number().min(0.5).max(0.75),
  lengthSeconds: z.number().min(4).max(720),
  ending: z.enum(['ring', 'fade', 'cold']),
  /** which words of the prompt were understood as what, and which were not */
  understood: z.array(z.object({ words: z.string(), meaning: z.string() })),
  notUnderstood: z.array(z.string()),
})
export type Plan = z.output<typeof Plan>

/** What the musician changed by hand in the plan; wins over the prompt's words. Lists replace the planned list. */
export const PlanOverrides = Plan.pick({
  title: true,
  style: true,
  tempoBpm: true,
  key: true,
  timeSignature: true,
  form: true,
  instrumentation: true,
  swing: true,
  ending: true,
}).partial()
export type PlanOverrides = z.output<typeof PlanOverrides>

/** The four sliders of the editor, each 0..1. */
export const RemixControls = z.object({
  /** 1 keeps the tune and changes everything around it, 0 ignores it */
  melodyLoyalty: z.number().min(0).max(1),
  /** 0 stays close to the old bars, 1 keeps only the frame */
  weirdness: z.number().min(0).max(1),
  /** how far the prompt may pull the style away from the song's own */
  genreShift: z.number().min(0).max(1),
  /** 1 keeps each bar's function in harmony and form */
  structureConsistency: z.number().min(0).max(1),
})
export type RemixControls = z.output<typeof RemixControls>
export const DEFAULT_REMIX_CONTROLS: RemixControls = { melodyLoyalty: 0.5, weirdness: 0.5, genreShift: 0.2, structureConsistency: 0.8 }
