import { z } from 'zod'
import type { Loudness } from '../audio/loudness-report.ts'
import { Provider } from '../hardware/contract.ts'
import type { WorkContext } from '../kernel/progress.ts'
import { PartRole, type Score } from '../score/score.ts'
import { StudioId } from '../studios/studio-id.ts'
import { type Plan, PlanOverrides, RemixControls } from './plan.ts'

/**
 * The one door to anything that makes music: the built-in score engine and the neural ones.
 * Engines read and write WAV files by path, so that whole songs never cross a process boundary.
 */

export const MAX_PROMPT_CHARACTERS = 2_000

/** How a neural engine chooses its tokens; what is left out is the engine's own choice. Engines without tokens do not look at it. */
export const Tuning = z
  .object({
    /** 0 takes the likeliest each time; 1 is as the model was trained; higher is stranger */
    temperature: z.number().min(0).max(2),
    /** among how many tokens it chooses; 0 = all */
    topK: z.number().int().min(0).max(4096),
    /** among the likeliest tokens that together have this probability; 0 = all */
    topP: z.number().min(0).max(1),
    /** how much the words count; 1 = without guidance */
    guidance: z.number().min(1).max(15),
  })
  .partial()
export type Tuning = z.output<typeof Tuning>

export const GenerateRequest = z.object({
  prompt: z.string(),
  /** undefined: the prompt or the style decides */
  seconds: z.number().min(8).max(600).optional(),
  /** 32-bit unsigned */
  seed: z.number().int().min(0).max(0xffffffff),
  overrides: PlanOverrides,
  /** whose ensemble plays; undefined: as the overrides' style says, else the open studio */
  studio: StudioId.optional(),
  /** words that songs of the own library lend: for engines that read words and have no plan */
  hintWords: z.string().max(500).optional(),
  tuning: Tuning.optional(),
})
export type GenerateRequest = z.output<typeof GenerateRequest>

/** What of a network decides its bytes, beside the request: the exact files of the model (`fingerprint` is sha-256 over theirs), and what it ran on. */
export const NeuralRun = z.object({ modelFingerprint: z.string(), providers: z.array(Provider) })
export type NeuralRun = z.output<typeof NeuralRun>

/** A finished piece on disk. */
export type GeneratedPiece = {
  readonly audioPath: string
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly lengthFrames: number
  readonly loudness: Loudness
  readonly title: string
  /** undefined: the engine writes sound without a plan; tempo and key are for the analysis to find */
  readonly plan: Plan | undefined
  /** how it was made, in a sentence */
  readonly reason: string
  readonly strategy: string
  readonly score: Score | undefined
  /** where a network made it */
  readonly run?: NeuralRun | undefined
}

/** What an engine is told about the song that it changes. Frames count at the song's own sample rate. */
export type SongContext = {
  readonly audioPath: string
  readonly sampleRateHz: number
  readonly lengthFrames: number
  readonly score: Score | undefined
  readonly plan: Plan | undefined
  /** the words that the song was made from, where somebody knows */
  readonly prompt?: string | undefined
}

/** What an arranger says of some bars: how lively they should be, and who rests. Engines without a score do not look at it. */
export const Arranging = z.object({
  /** 0 calm .. 1 driving, instead of what the plan says */
  energy: z.number().min(0).max(1).optional(),
  rests: z.array(PartRole).max(9).default([]),
  /** only this player of the score (by name) plays new notes; everybody else and the harmony stay as they are */
  only: z.string().max(200).optional(),
})
export type Arranging = z.output<typeof Arranging>

export const RegenerateRequest = z.object({
  startFrame: z.number().int().min(0),
  endFrame: z.number().int().min(1),
  /** empty: the song's own prompt and style */
  prompt: z.string(),
  seed: z.number().int().min(0).max(0xffffffff),
  controls: RemixControls,
  arranging: Arranging.optional(),
})
export type RegenerateRequest = z.output<typeof RegenerateRequest>

export const ExtendRequest = z.object({
  seconds: z.number().min(1).max(300),
  direction: z.enum(['after', 'before']),
  prompt: z.string(),
  seed: z.number().int().min(0).max(0xffffffff),
  controls: RemixControls,
})
export type ExtendRequest = z.output<typeof ExtendRequest>

/**
 * New material for part of a song. The patch WAV holds `leadInFrames` before the place where it starts to count and `leadOutFrames`
 * after, both for the crossfade: the editor does the paste, so every engine gets the same seams and the same proof.
 * `replaceFromFrame..replaceToFrame` is the span of the old song that goes away (empty for a pure extension).
 */
export type Patch = {
  /** it is as loud as it should be beside the song: the editor does not match its ends */
  readonly keepsLevel?: boolean | undefined
  readonly audioPath: string
  readonly leadInFrames: number
  readonly leadOutFrames: number
  readonly replaceFromFrame: number
  readonly replaceToFrame: number
  /** the whole song's score after the change */
  readonly score: Score | undefined
  readonly plan: Plan | undefined
  readonly strategy: string
  readonly reason: string
}

/** One instrument of a song alone: a WAV as long as the song. `name` is the instrument's own ("Drums"). */
export type Stem = { readonly name: string; readonly path: string }

/** All instruments of a song, in the order of its score. `trimDb` (<= 0): how much all of them were turned down together so that none clips. */
export type Stems = {
  readonly stems: readonly Stem[]
  readonly trimDb: number
  /** what the engine's own level was multiplied by in the files, `trimDb` included */
  readonly gain: number
}

/** Stems of an older version of a song, for one that follows: what did not change is kept as it is, its files named again. */
export type PlayedStems = Stems & { readonly score: Score; readonly lengthFrames: number }

export const EngineAbility = z.enum(['plan', 'generate', 'regenerate', 'extend', 'extend-before', 'stems', 'score'])
export type EngineAbility = z.output<typeof EngineAbility>

export const EngineDescription = z.object({
  id: z.string(),
  name: z.string(),
  version: z.string(),
  licence: z.string(),
  /** what a musician may do with the result, in plain words */
  mayISell: z.string(),
  needsModel: z.boolean(),
  /** of the model that is installed now, see `NeuralRun` */
  modelFingerprint: z.string().optional(),
  /** 'extend': after the ending; 'extend-before': before the beginning */
  abilities: z.array(EngineAbility),
  activeControls: z.array(RemixControls.keyof()),
  /** what each active slider does with this engine, where it can say */
  controlMeanings: z.partialRecord(RemixControls.keyof(), z.string()).optional(),
  /** why the other controls do nothing, where the engine can say */
  inactiveControls: z.partialRecord(RemixControls.keyof(), z.string()).optional(),
  /** false: words are not read when a region is played anew; undefined: they are */
  readsPrompt: z.boolean().optional(),
  /** what of `Tuning` it listens to, with its own choices */
  tuning: Tuning.optional(),
  /** the longest song in one go, and what it makes where no length is asked for; undefined: the words decide */
  maxSeconds: z.number().optional(),
  usualSeconds: z.number().optional(),
  /** what comes out, in a few words */
  sound: z.string().optional(),
})
export type EngineDescription = z.output<typeof EngineDescription>

/** Whether an engine can work right now, or what it lacks. */
export type Readiness = { readonly isReady: true } | { readonly isReady: false; readonly why: string; readonly modelId?: string | undefined }

/** Every method throws FailureError for what a musician can mend, AbortError when cancelled. Files are written under `workFolder`, owned by the caller. */
export type MusicEngine = {
  describe(): EngineDescription
  /** Asked before each use, answered in milliseconds; an engine without it is always ready. */
  readiness?(ability: EngineAbility): Readiness
  /** Where `abilities` has 'plan': reads the prompt; answers within milliseconds. Never fails on unknown words. */
  plan?(request: Omit<GenerateRequest, 'seed'> & { seed?: number | undefined }): Plan
  generate(request: GenerateRequest, workFolder: string, context: WorkContext): Promise<GeneratedPiece>
  regenerate(song: SongContext, request: RegenerateRequest, workFolder: string, context: WorkContext): Promise<Patch>
  extend(song: SongContext, request: ExtendRequest, workFolder: string, context: WorkContext): Promise<Patch>
  /** Where `abilities` has 'stems': each instrument alone, at its level in the song. @throws FailureError export.no-score without a score */
  stems?(song: SongContext, workFolder: string, context: WorkContext, before?: PlayedStems): Promise<Stems>
}
