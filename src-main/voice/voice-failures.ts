import { failure } from '../../src-shared/kernel/failure.ts'
import { MAX_RECORDING_SECONDS } from '../../src-shared/voice/contract.ts'

export const recordingGone = () =>
  failure('voice.recording-gone', 'This recording is not there any more; recordings are deleted once they were listened to. Press record again.')

export const tooLong = () => failure('voice.too-long', `A spoken prompt may last ${MAX_RECORDING_SECONDS} seconds. What you said so far is written down.`)

export const nothingHeard = () =>
  failure('voice.nothing-heard', 'Nothing was heard. Check that the microphone is on and chosen in your system’s settings, then press record again.')
