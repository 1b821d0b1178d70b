import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import type { Patch } from '../../src-shared/generation/engine.ts'
import type { RemixControls } from '../../src-shared/generation/plan.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { CompPiece, Enhancement, Proof, Take } from '../../src-shared/project/document.ts'
import { barToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Score } from '../../src-shared/score/score.ts'
import type { NewTake } from '../library/index.ts'

export type MadeTake = {
  readonly kind: 'regenerate' | 'extend' | 'enhance' | 'comp'
  readonly parent: Take
  readonly parentScore: Score | undefined
  readonly groupId: string
  readonly number: number
  readonly prompt: string
  readonly seed: number | undefined
  readonly controls: RemixControls | undefined
  readonly engine: string
  readonly patch: Pick<Patch, 'score' | 'plan' | 'strategy' | 'reason' | 'replaceFromFrame'>
  /** from the first new frame to the last */
  readonly newSpan: NonNullable<Take['region']>
  /** each span that is new, in order */
  readonly newSpans: readonly NonNullable<Take['region']>[]
  readonly pieces?: readonly CompPiece[] | undefined
  readonly lengthFrames: number
  readonly proof: Proof
  readonly audio: { readonly sha256: Sha256; readonly bytes: number }
  readonly publishKey: string
  readonly loudness: Loudness | undefined
  readonly enhancement?: Enhancement | undefined
}

/** Where bar 0 of the new take begins: what was added in front moves it, less the bars that the new score has in front. */
const firstBarFrameOf = ({ parent, parentScore, patch, newSpan, lengthFrames }: MadeTake): number => {
  const isBefore = patch.replaceFromFrame === 0 && newSpan.startFrame === 0
  const addedFrames = isBefore ? lengthFrames - parent.lengthFrames : 0
  if (addedFrames === 0) return parent.firstBarFrame
  if (!patch.score || !parentScore) return parent.firstBarFrame + addedFrames
  const { tempoMap, timeSignature, barCount } = patch.score
  const addedBarSeconds = barToSeconds(tempoMap, timeSignature, Math.max(0, barCount - parentScore.barCount))
  return parent.firstBarFrame + addedFrames - Math.round(addedBarSeconds * parent.sampleRateHz)
}

/** The facts of a take that was just pasted and proven. Where the engine wrote no score, the parent's bars still hold. */
export const draftTake = (made: MadeTake): NewTake => {
  const { kind, parent, patch } = made
  const { score, plan } = patch
  return {
    parentTakeId: parent.id,
    kind,
    groupId: made.groupId,
    number: made.number,
    audioSha256: made.audio.sha256,
    audioBytes: made.audio.bytes,
    score,
    publishKey: made.publishKey,
    sampleRateHz: parent.sampleRateHz,
    channelCount: parent.channelCount,
    lengthFrames: made.lengthFrames,
    plan: plan ?? parent.plan,
    tempoMap: score?.tempoMap ?? parent.tempoMap,
    timeSignature: score?.timeSignature ?? parent.timeSignature,
    firstBarFrame: firstBarFrameOf(made),
    sections: score?.sections ?? parent.sections,
    region: made.newSpan,
    ...(made.newSpans.length > 1 && { regions: [...made.newSpans] }),
    ...(made.pieces && { pieces: [...made.pieces] }),
    prompt: made.prompt.trim() || parent.prompt,
    seed: made.seed,
    controls: made.controls,
    engine: made.engine,
    strategy: patch.strategy,
    reason: patch.reason,
    proof: made.proof,
    enhancement: made.enhancement,
    loudness: made.loudness,
  }
}
