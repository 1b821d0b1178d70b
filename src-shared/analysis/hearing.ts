import { z } from 'zod'
import { Key, TempoMap, TimeSignature } from '../score/score.ts'

/** Raise it when the same recording is heard differently: what older versions heard is heard again, corrections are kept. */
export const HEARING_VERSION = 5

const confidence = z.number().min(0).max(1)

/** Where bars and beats lie in a recording. `firstBarSeconds` is where bar 0 begins; a lead-in lies before it. */
export const BeatGrid = z.object({ tempoMap: TempoMap, timeSignature: TimeSignature, firstBarSeconds: z.number() })
export type BeatGrid = z.output<typeof BeatGrid>

/** A part of a song. Equal letters sound alike. Nobody says that B is a chorus: that is for people to hear. */
export const HeardPart = z.object({ label: z.string(), startSeconds: z.number(), endSeconds: z.number(), energy: z.number().min(0).max(1) })
export type HeardPart = z.output<typeof HeardPart>

/**
 * What the studio hears in a recording by measuring it. Every guess says how sure it is (0..1); what could not be heard is missing.
 * `mood` are descriptors, not feelings: energy from loudness and how much happens, brightness from the spectrum's centre, valence guessed from
 * mode and tempo.
 */
export const Hearing = z.object({
  version: z.number().int(),
  seconds: z.number(),
  isSilent: z.boolean(),
  tempo: z.object({ bpm: z.number(), lowestBpm: z.number(), highestBpm: z.number(), isSteady: z.boolean(), confidence }).optional(),
  meter: z.object({ timeSignature: TimeSignature, confidence, downbeatConfidence: confidence }).optional(),
  grid: BeatGrid.optional(),
  key: z.object({ key: Key, confidence }).optional(),
  /** deviation from A = 440 Hz, cents */
  tuningCents: z.number().optional(),
  parts: z.array(HeardPart),
  partsConfidence: confidence,
  mood: z
    .object({
      energy: z.number().min(0).max(1),
      brightness: z.number().min(0).max(1),
      valence: z.number().min(0).max(1),
      valenceConfidence: confidence,
      words: z.array(z.string()),
    })
    .optional(),
})
export type Hearing = z.output<typeof Hearing>

/** Below these a guess would mislead more than help: it is shown as a guess, and not used for the grid or the library's columns. */
export const SURE_TEMPO = 0.45
export const SURE_KEY = 0.5
export const SURE_PARTS = 0.3

/** "sure", "likely", "a guess": how a confidence is said. */
export const confidenceWord = (value: number): 'sure' | 'likely' | 'a guess' => (value >= 0.8 ? 'sure' : value >= SURE_TEMPO ? 'likely' : 'a guess')

/** Bars of four beats are what stands where no other meter is sure; nobody heard four. */
export const isMeterUnheard = ({ meter }: Pick<Hearing, 'meter'>): boolean => !meter || (meter.confidence < SURE_TEMPO && meter.timeSignature.beats === 4)
