import { stat } from 'node:fs/promises'
import { FailureError, failure } from '../../src-shared/kernel/failure.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { NAME_WORDS } from '../../src-shared/mixdown/file-names.ts'
import { failureOfSystemError } from '../platform/files/index.ts'

export const noTrack = () => failure('track.not-found', 'This song is not in the library any more.')

export const noScore = () =>
  failure('export.no-score', 'This song came from a sound file, so there are no notes to write. Export it as wav, aiff, flac, mp3 or ogg instead.')

export const noStems = () =>
  failure(
    'export.no-score',
    'This song came from a sound file, so it has no instruments to write one by one. Split it into stems first, or export it as wav, flac, mp3 or ogg.',
  )

export const noSet = () => failure('separation.not-found', 'These stems are not there any more. Split the song again.')

export const badOptions = (sentence: string) => failure('export.bad-options', sentence)

export const badTemplate = (words: readonly string[]) =>
  failure(
    'export.bad-options',
    `The naming template asks for ${words.map((word) => `{${word}}`).join(', ')}, which no song has. Known are ${NAME_WORDS.map((word) => `{${word}}`).join(', ')}.`,
  )

export const badCover = (why: string) => failure('export.bad-cover', `The cover cannot be used: ${why} Choose a JPEG or PNG picture of at most 10 MB.`)

export const noFolder = (folder: string) => failure('export.no-folder', `There is no folder ${folder}. Make it first, or choose another place.`, { folder })

/**
 * What went wrong while something was written into `folder`: that the folder went with its drive, what the system said, or the cause itself.
 */
export const writeFailure = async (cause: unknown, path: string, folder: string): Promise<unknown> => {
  if (cause instanceof FailureError || (cause instanceof Error && cause.name === 'AbortError')) return cause
  const isGone = (await stat(folder).catch(() => undefined)) === undefined
  return isGone ? new FailureError(noFolder(folder), { cause }) : (failureOfSystemError(cause, path) ?? cause)
}

/** @throws FailureError audio.missing */
export const requireAudio = (store: { has(sha256: Sha256): boolean }, sha256: Sha256): void => {
  if (!store.has(sha256)) throw new FailureError(failure('audio.missing', 'The audio file of this song is not in the studio’s folder any more.', { sha256 }))
}
