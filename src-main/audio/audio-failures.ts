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

/** Under ten seconds a clock of whole seconds says nothing: "12 ms", "0.2 s". Never rounded up. */
const lengthWords = (seconds: number): string => {
  if (seconds >= 10) return clock(seconds)
  if (seconds < 0.001) return 'less than 1 ms'
  return seconds < 0.1 ? `${Math.floor(seconds * 1000)} ms` : `${(Math.floor(seconds * 10 + 1e-6) / 10).toFixed(1)} s`
}

/** A note for a file that ends early, beside what could be read of it. */
export const truncationNote = (readableSeconds: number, promisedSeconds?: number): string => {
  const readable = lengthWords(readableSeconds)
  if (promisedSeconds === undefined) return `This file ends after ${readable}; it may be cut off. The readable part is here.`
  const promised = lengthWords(promisedSeconds)
  const missing = promisedSeconds - readableSeconds
  // both say the same to the tenth or the second: what is missing says it
  if (readable === promised) return `This file is cut off: ${lengthWords(missing)} of ${promised} are missing at its end. The readable part is here.`
  return `This file ends after ${readable} of ${promised}; it is cut off. The readable part is here.`
}

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
