import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import type { Arranging } from '../../../src-shared/generation/engine.ts'
import type { Plan, RemixControls } from '../../../src-shared/generation/plan.ts'
import type { Score } from '../../../src-shared/score/score.ts'
import type { StudioId } from '../../../src-shared/studios/studio-id.ts'
import type { Surroundings } from './compose/index.ts'
import type { Segment, SegmentSound } from './render/segments.ts'

/** What crosses between the engine and its worker threads. Whole songs cross as moved buffers or as files, never as copies. */
/** Where instruments come from; the folder keeps unpacked sounds and may be deleted at any time. */
export type SoundSource = {
  readonly soundFontPath: string
  readonly cacheFolder: string | undefined
  /** where threads tell what studios take; see `studio-meter.ts` */
  readonly meter?: SharedArrayBuffer | undefined
  /** what the studios of one thread may take together */
  readonly ceilingBytes?: number | undefined
}

/** Opens a studio before it is needed: rules, and the sounds of its usual players. */
export type PrepareOrder = { readonly sounds: SoundSource; readonly studio: StudioId }
export type ComposeOrder = { readonly sounds: SoundSource; readonly plan: Plan; readonly seed: number }
/** `startBar` and `endBar` may be fractions: a region that cuts through bars. */
export type RecomposeOrder = {
  readonly sounds: SoundSource
  readonly score: Score
  readonly plan: Plan
  readonly startBar: number
  readonly endBar: number
  readonly controls: RemixControls
  readonly prompt: string
  readonly seed: number
  readonly arranging?: Arranging | undefined
}
export type ExtendOrder = Omit<RecomposeOrder, 'startBar' | 'endBar' | 'arranging'> & { readonly seconds: number; readonly direction: 'after' | 'before' }
export type FitOrder = Omit<Surroundings, 'random'> & { readonly sounds: SoundSource; readonly seed: number }
export type Fitted = { readonly score: Score; readonly startOffsetSeconds: number }
export type RenderOrder = { readonly sounds: SoundSource; readonly score: Score; readonly segment: Segment; readonly lengthFrames: number }
export type FinishOrder = {
  readonly sounds: SoundSource
  readonly studio: StudioId
  readonly segments: readonly SegmentSound[]
  readonly lengthFrames: number
  readonly audioPath: string
}
export type Finished = { readonly lengthFrames: number; readonly loudness: Loudness }

/** A stretch of a score rendered at a song's level. Frames count in the score's own time at the engine's sample rate. */
export type PatchOrder = {
  readonly sounds: SoundSource
  readonly score: Score
  readonly fromFrame: number
  readonly toFrame: number
  readonly lengthFrames: number
  readonly audioPath: string
  readonly level: PatchLevel
  /** of the file: the song's own rate, channels, and the patch's length at that rate */
  readonly sampleRateHz: number
  readonly channelCount: number
  readonly outputFrames: number
}

/**
 * `song`: as loud as the song, found where song and score hold the same music just before (`beforeFrames`) and after (`afterFrames`) the
 * patch; `songOffset` is added to score frames to get the song file's frames on that side.
 * `lufs`: as loud as measured.
 */
export type PatchLevel =
  | {
      readonly kind: 'song'
      readonly songPath: string
      readonly beforeFrames: number
      readonly afterFrames: number
      readonly songOffsetBefore: number
      readonly songOffsetAfter: number
    }
  | { readonly kind: 'lufs'; readonly lufs: number }

/** How loud stems are: see `findStemGain`. */
export type StemGainOrder = { readonly sounds: SoundSource; readonly score: Score; readonly songPath: string; readonly lengthFrames: number }
/** `index` of the part in the score. The answer is the largest sample. */
export type StemOrder = {
  readonly sounds: SoundSource
  readonly score: Score
  readonly index: number
  readonly gain: number
  readonly lengthFrames: number
  readonly path: string
}
