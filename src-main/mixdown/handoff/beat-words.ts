import type { BeatOrigin } from '../../../src-shared/analysis/beat-origin.ts'
import { confidenceWord } from '../../../src-shared/analysis/hearing.ts'
import type { TempoMap } from '../../../src-shared/score/score.ts'

const howSure = (confidence: number): string => `${confidenceWord(confidence)}, ${Math.round(confidence * 100)} %`

/** One sentence for people who are about to build on the tempo of a hand-off. */
export const beatWords = ({ hasBeat, tempoMap }: { readonly hasBeat: boolean; readonly tempoMap: TempoMap }, beat: BeatOrigin): string => {
  if (beat.by === 'score') return 'The tempo is the score’s: the song was played to it.'
  if (beat.by === 'person') return 'The tempo was set by hand in Segno Studio.'
  const said = 'The projects say 120 bpm in 4/4 only because they must say something.'
  if (beat.by === 'unheard') return `Nobody could listen for the tempo: ${beat.why} ${said}`
  if (beat.bpm === undefined) return `No beat was found in the recording. ${said}`
  if (!hasBeat) return `The tempo is not known: about ${beat.bpm.toFixed(1)} bpm was heard, which is ${howSure(beat.confidence)}. ${said}`
  const changes = tempoMap.length - 1
  const how = changes === 0 ? 'The tempo was' : `The tempo and its ${changes === 1 ? 'change' : `${changes} changes`} were`
  const meter = beat.meterConfidence === undefined ? 'its meter was not, so 4/4 stands in for it' : `its meter, too (${howSure(beat.meterConfidence)})`
  return `${how} heard in the recording (${howSure(beat.confidence)}), ${meter}. Its maker told neither: check the bar lines before you build on them.`
}
