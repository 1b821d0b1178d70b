import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { Key } from '../../../src-shared/score/score.ts'
import type { AudioService } from '../audio-service.ts'

/** What a new part has to fit into. `confidence` is 0..1; where tempo or key could not be heard, plain defaults with confidence 0 are given. */
export type HeardSurroundings = {
  readonly tempoBpm: number
  readonly key: Key
  /** the first beat at or after the span's start, seconds from it */
  readonly beatPhaseSeconds: number
  /** the first bar line at or after the span's start, seconds from it, four beats a bar */
  readonly barPhaseSeconds: number
  readonly integratedLufs: number | undefined
  readonly confidence: number
}

/** Cut & stitch asks this about a song without a score. Frames count at the file's own rate. */
export type SurroundingsAnalyser = {
  analyse(audioPath: string, fromFrame: number, toFrame: number, context: WorkContext): Promise<HeardSurroundings>
}

const DEFAULT_TEMPO_BPM = 100
const DEFAULT_KEY: Key = { tonic: 'C', mode: 'major' }

export const createSurroundingsAnalyser = (audio: Pick<AudioService, 'analyse'>): SurroundingsAnalyser => ({
  async analyse(path, fromFrame, toFrame, context) {
    const heard = await audio.analyse({ path, fromFrame, toFrame }, context)
    return {
      tempoBpm: heard.tempoBpm ?? DEFAULT_TEMPO_BPM,
      key: heard.key ?? DEFAULT_KEY,
      beatPhaseSeconds: heard.beatPhaseSeconds,
      barPhaseSeconds: heard.barPhaseSeconds,
      integratedLufs: heard.integratedLufs,
      confidence: Math.min(heard.tempoConfidence, heard.keyConfidence),
    }
  },
})
