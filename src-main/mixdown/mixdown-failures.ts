import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'

export const noTrack = () => failure('track.not-found', 'This song is not in the library any more.')

export const noScore = () =>
  failure('export.no-score', 'This song came from a sound file, so there are no notes to write. Export it as wav, flac, mp3 or ogg instead.')

export const noStems = () =>
  failure(
    'export.no-score',
    'This song came from a sound file, so it has no instruments to write one by one. Split it into stems first, or export it as wav, flac, mp3 or ogg.',
  )

export const noSet = () => failure('separation.not-found', 'These stems are not there any more. Split the song again.')

export const noFolder = (folder: string) => failure('export.no-folder', `There is no folder ${folder}. Make it first, or choose another place.`, { folder })

/** @throws FailureError audio.missing */
export const requireAudio = (store: { has(sha256: Sha256): boolean }, sha256: Sha256): void => {
  if (!store.has(sha256)) throw new FailureError(failure('audio.missing', 'The audio file of this song is not in the studio’s folder any more.', { sha256 }))
}
