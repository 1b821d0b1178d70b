import type { QualityPoint } from '../../../src-shared/agents/quality.ts'
import type { Hearing } from '../../../src-shared/analysis/hearing.ts'
import type { Loudness } from '../../../src-shared/audio/loudness-report.ts'
import type { Plan } from '../../../src-shared/generation/plan.ts'
import type { Score } from '../../../src-shared/score/score.ts'

/** What is known of a song; what is missing is not judged. */
export type QualityFacts = {
  readonly loudness: Loudness | undefined
  readonly lengthSeconds: number
  /** asked for in so many words, where there is no plan */
  readonly wishedSeconds?: number | undefined
  readonly plan?: Plan | undefined
  readonly score?: Score | undefined
  readonly quiet?: QuietSpans | undefined
  readonly hearing?: Hearing | undefined
}

/** Where nothing sounds, seconds. `longestInside` does not count what lies before the first sound or after the last. */
export type QuietSpans = { readonly totalSeconds: number; readonly longestInsideSeconds: number; readonly longestAtSeconds: number }

/** `fault`: so bad that nobody should have to hear it, in the words that follow "it". */
export type Finding = QualityPoint & { readonly fault?: string | undefined }
