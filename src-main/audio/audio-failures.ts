import { FailureError, failure } from '../../src-shared/kernel/failure.ts'

/** The ways a sound file can disappoint, in words for a musician. `name` is the file's name, never its folder. */

const clock = (seconds: number): string => `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`

const READABLE_FORMATS = 'wav, flac, mp3, ogg (Vorbis or Opus), m4a (AAC) and aiff'

export const audioFailures = {
  empty: (name: string) => new FailureError(failure('audio.empty', `${name} is empty: there is no sound in it. Save or download it again.`)),
  notAudio: (name: string) =>
    new FailureError(failure('audio.not-audio', `${name} is not a sound file, whatever its name says. The studio reads ${READABLE_FORMATS}.`)),
  damaged: (name: string, cause?: unknown) =>
    new FailureError(failure('audio.damaged', `${name} is damaged and no part of it can be read. Save or download it again.`), cause ? { cause } : undefined),
  unsupported: (name: string, what: string) =>
    new FailureError(failure('audio.unsupported', `${name} holds ${what}, which the studio cannot read yet. It reads ${READABLE_FORMATS}.`)),
  tooLarge: (name: string, hours: number) =>
    new FailureError(
      failure('audio.too-large', `${name} would be ${hours.toFixed(1)} hours of sound, more than one song can hold here. Cut it into shorter files first.`),
    ),
  notFound: (path: string) => new FailureError(failure('file.not-found', `There is no file ${path}. Check the name, or whether the drive is connected.`)),
  unreadable: (path: string) =>
    new FailureError(failure('file.unreadable', `The studio may not read ${path}. Allow reading it, or copy it to your own folder first.`)),
}

/** A note for a file that ends early, beside what could be read of it. */
export const truncationNote = (readableSeconds: number, promisedSeconds?: number): string =>
  promisedSeconds === undefined
    ? `This file ends after ${clock(readableSeconds)}; it may be cut off. The readable part is here.`
    : `This file ends after ${clock(readableSeconds)} of ${clock(promisedSeconds)}; it is cut off. The readable part is here.`

const GONE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ELOOP'])
/** rights, a failing disk, and a drive or server that stopped answering */
const UNREADABLE = new Set(['EACCES', 'EPERM', 'EIO', 'EISDIR', 'ENXIO', 'ENODEV', 'ESTALE', 'ENOTCONN', 'ETIMEDOUT', 'EHOSTDOWN', 'EREMOTEIO'])

/** What the system said when a file was opened for reading; other causes are returned as they are. */
export const readFailure = (cause: unknown, path: string): unknown => {
  const code = (cause as { code?: unknown } | undefined)?.code
  if (GONE.has(String(code))) return audioFailures.notFound(path)
  if (UNREADABLE.has(String(code))) return audioFailures.unreadable(path)
  return cause
}
