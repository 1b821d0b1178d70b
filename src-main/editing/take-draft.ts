import type { Loudness } from '../../src-shared/audio/loudness-report.ts'
import type { Patch } from '../../src-shared/generation/engine.ts'
import type { RemixControls } from '../../src-shared/generation/plan.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import type { Enhancement, Take } from '../../src-shared/project/document.ts'
import { barToSeconds } from '../../src-shared/score/musical-time.ts'
import type { Score } from '../../src-shared/score/score.ts'
import type { NewTake } from '../library/index.ts'
import type { ProvenPaste } from './paste-task.ts'

export type MadeTake = {
  readonly kind: 'regenerate' | 'extend' | 'enhance'
  readonly parent: Take
  readonly parentScore: Score | undefined
  readonly groupId: string
  readonly number: number
  readonly prompt: string
  readonly seed: number
  readonly controls: RemixControls | undefined
  readonly engine: string
  readonly patch: Patch
  readonly pasted: ProvenPaste
  readonly audio: { readonly sha256: Sha256; readonly bytes: number }
  readonly publishKey: string
  readonly loudness: Loudness | undefined
  readonly enhancement?: Enhancement | undefined
}

/** Where bar 0 of the new take begins: what was added in front moves it, less the bars that the new score has in front. */
const firstBarFrameOf = ({ parent, parentScore, patch, pasted }: MadeTake): number => {
  const isBefore = patch.replaceFromFrame === 0 && pasted.geometry.newSpan.startFrame === 0
  const addedFrames = isBefore ? pasted.lengthFrames - parent.lengthFrames : 0
  if (addedFrames === 0) return parent.firstBarFrame
  if (!patch.score || !parentScore) return parent.firstBarFrame + addedFrames
  const { tempoMap, timeSignature, barCount } = patch.score
  const addedBarSeconds = barToSeconds(tempoMap, timeSignature, Math.max(0, barCount - parentScore.barCount))
  return parent.firstBarFrame + addedFrames - Math.round(addedBarSeconds * parent.sampleRateHz)
}

/** The facts of a take that was just pasted and proven. Where the engine wrote no score, the parent's bars still hold. */
export const draftTake = (made: MadeTake): NewTake => {
  const { kind, parent, patch, pasted } = made
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
    lengthFrames: pasted.lengthFrames,
    plan: plan ?? parent.plan,
    tempoMap: score?.tempoMap ?? parent.tempoMap,
    timeSignature: score?.timeSignature ?? parent.timeSignature,
    firstBarFrame: firstBarFrameOf(made),
    sections: score?.sections ?? parent.sections,
    region: pasted.geometry.newSpan,
    prompt: made.prompt.trim() || parent.prompt,
    seed: made.seed,
    controls: made.controls,
    engine: made.engine,
    strategy: patch.strategy,
    reason: patch.reason,
    proof: pasted.proof,
    enhancement: made.enhancement,
    loudness: made.loudness,
  }
}
