import { failure } from '../../src-shared/kernel/failure.ts'
import type { TrackId } from '../../src-shared/kernel/ids.ts'

export const noTrack = (trackId: TrackId) => failure('track.not-found', 'This song is not in the library any more.', { trackId })

export const noTranscription = () => failure('transcription.not-found', 'These notes are not there any more. The song itself is unchanged.')

export const noSuchSound = () => failure('transcription.no-such-sound', 'This sound does not belong to the song any more. Choose another one and try again.')

export const emptyRegion = () =>
  failure('transcription.empty-region', 'There is nothing to listen to between these two places. Mark at least a quarter of a second inside the song.')

export const mustListenAgain = () =>
  failure('transcription.must-listen-again', 'What was heard is not kept any more, so other settings need a new listen. The notes that you see are unchanged.')

export const noNotes = () =>
  failure('transcription.no-notes', 'No notes were heard here, so there is nothing to write. Lower the thresholds, or listen to another sound of the song.')
