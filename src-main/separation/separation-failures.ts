import { type Failure, failure } from '../../src-shared/kernel/failure.ts'

export const noTrack = (message = 'This song is not in the library any more.') => failure('track.not-found', message)

export const noSet = () => failure('separation.not-found', 'These stems are not there any more. Split the song again.')

export const noScore = () =>
  failure('separation.no-score', 'This song has no notes of its own, so its instruments cannot be played one by one. Split it with a separation model instead.')

export const noSeparator = () =>
  failure('model.not-installed', 'No model that takes songs apart is installed. Open Models and install HTDemucs, or run `segno models pull htdemucs`.')

export const noSuchStem = (unknown: readonly string[], known: readonly string[]) =>
  failure('separation.no-such-stem', `This model knows no “${unknown.join('”, “')}”. It hears ${known.join(', ')}.`, { known })

export const strangeModel = (modelId: string) =>
  failure('model.damaged', 'This model does not say how it takes songs apart. Your songs are unchanged. Open Models and install it again.', { modelId })

export const inUse = () => failure('separation.in-use', 'These stems lie under the song. Remove them from it first; then their sound can be deleted.')

type SpanFailure = Failure<'region.outside-song' | 'region.empty'>
export const outsideSong = (seconds: number): SpanFailure =>
  failure('region.outside-song', `The region reaches past the end of the song, which is ${seconds.toFixed(1)} s long. Mark a span inside it.`, { seconds })
export const emptyRegion = (): SpanFailure => failure('region.empty', 'The region has no length to speak of. Mark at least a tenth of a second.')
