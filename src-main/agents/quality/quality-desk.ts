import type { QualityReport } from '../../../src-shared/agents/quality.ts'
import type { Hearing } from '../../../src-shared/analysis/hearing.ts'
import type { ChannelBuckets } from '../../../src-shared/audio/peaks-format.ts'
import type { GeneratedPiece, GenerateRequest } from '../../../src-shared/generation/engine.ts'
import type { Sha256, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { TrackReader } from '../../library/index.ts'
import { findQuiet } from './find-quiet.ts'
import { type Judgement, judgeQuality } from './judge-quality.ts'

export type QualityDeskParts = {
  readonly library: Pick<TrackReader, 'find' | 'listTakes' | 'findScore'>
  readonly pathOf: (sha256: Sha256) => string
  /** level 0 of the waveform of a WAV; runs in a worker */
  readonly scanLevels: (path: string, context: WorkContext) => Promise<readonly ChannelBuckets[]>
  /** what was heard in a recording, where somebody has listened */
  readonly hearingOf: (audioSha256: Sha256) => Promise<Hearing | undefined>
}

export type QualityDesk = {
  /** Before a song is kept. Costs one pass over its file and its notes; loudness and peaks are those that its engine measured. */
  judgePiece(piece: GeneratedPiece, request: GenerateRequest, context: WorkContext): Promise<Judgement>
  /** How a song of the library stands now, its current take; undefined where there is no such song. */
  reportOf(trackId: TrackId, context: WorkContext): Promise<QualityReport | undefined>
}

export const createQualityDesk = ({ library, pathOf, scanLevels, hearingOf }: QualityDeskParts): QualityDesk => ({
  async judgePiece({ audioPath, sampleRateHz, lengthFrames, loudness, plan, score }, { seconds }, context) {
    const quiet = findQuiet(await scanLevels(audioPath, context), sampleRateHz)
    return judgeQuality({ loudness, lengthSeconds: lengthFrames / sampleRateHz, wishedSeconds: seconds, plan, score, quiet })
  },
  async reportOf(trackId, context) {
    const track = await library.find(trackId)
    if (!track) return undefined
    const takes = await library.listTakes(trackId)
    const take = takes.find(({ audioSha256 }) => audioSha256 === track.audioSha256)
    const quiet = findQuiet(await scanLevels(pathOf(track.audioSha256), context), track.sampleRateHz)
    const score = take?.scoreSha256 && (await library.findScore(take.scoreSha256))
    return judgeQuality({
      loudness: track.loudness,
      lengthSeconds: track.seconds,
      // the plan's form is that of the song as it was composed; a cut or extended take has its own
      plan: take?.kind === 'original' ? take.plan : undefined,
      score: score || undefined,
      quiet,
      hearing: await hearingOf(track.audioSha256),
    }).report
  },
})
