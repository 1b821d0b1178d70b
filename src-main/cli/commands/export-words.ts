import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { InvalidArgumentError } from '@commander-js/extra-typings'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import { BitDepth, ExportOptions, type LoudnessTarget } from '../../../src-shared/mixdown/export-options.ts'

export type ExportWords = {
  readonly bits?: BitDepth | undefined
  readonly rate?: number | undefined
  readonly mp3?: 'v0' | '320' | undefined
  readonly loudness?: LoudnessTarget['targetLufs'] | undefined
  readonly ceiling?: number | undefined
  readonly start?: number | undefined
  readonly title?: string | undefined
  readonly artist?: string | undefined
  readonly album?: string | undefined
  readonly isrc?: string | undefined
  readonly comment?: string | undefined
  readonly lyrics?: string | undefined
  readonly cover?: string | undefined
}

const DEFAULT_CEILING_DBTP = -1
const MOST_LYRICS_BYTES = 400_000

export const bitDepth = (text: string): BitDepth => {
  const found = BitDepth.safeParse(Number(text.replace(/f$/i, '')))
  if (!found.success) throw new InvalidArgumentError('Choose 16, 24 or 32 (32 is float).')
  return found.data
}

/** "44100", "44.1k", "48k", "96 kHz" */
export const sampleRate = (text: string): number => {
  const [, number, isThousands] = /^\s*(\d+(?:\.\d+)?)\s*(k(?:hz)?)?(?:hz)?\s*$/i.exec(text) ?? []
  const value = Number(number) * (isThousands ? 1_000 : 1)
  if (!Number.isInteger(value) || value < 8_000 || value > 192_000)
    throw new InvalidArgumentError('Give a sample rate from 8000 to 192000 Hz: 44100, 48k, 96k.')
  return value
}

export const decibels =
  (low: number, high: number, unit: string) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text.replace(/^−/, '-'))
    if (!(value >= low && value <= high)) throw new InvalidArgumentError(`Give a number from ${low} to ${high} ${unit}.`)
    return value
  }

const readLyrics = async (path: string): Promise<string> => {
  const text = await readFile(path, 'utf8').catch(() => undefined)
  if (text === undefined) throw new FailureError(failure('file.not-found', `There is no file ${path} with lyrics. Check the name.`))
  if (Buffer.byteLength(text) > MOST_LYRICS_BYTES)
    throw new FailureError(failure('export.bad-options', `${path} is too long for lyrics: at most 100,000 letters.`))
  return text
}

/** What the words of a command line say of a file. @throws FailureError export.bad-options, file.not-found */
export const exportOptionsOf = async (words: ExportWords, folder: string): Promise<{ options: ExportOptions; coverPath: string | undefined }> => {
  const { bits, rate: sampleRateHz, mp3, loudness: targetLufs, ceiling = DEFAULT_CEILING_DBTP, start: timeReferenceSeconds } = words
  const { title, artist, album, isrc, comment, cover } = words
  const lyrics = words.lyrics === undefined ? undefined : await readLyrics(resolve(folder, words.lyrics))
  const parsed = ExportOptions.safeParse({
    bits,
    sampleRateHz,
    mp3,
    loudness: targetLufs === undefined ? undefined : { targetLufs, ceilingDbtp: ceiling },
    timeReferenceSeconds,
    tags: { title, artist, album, isrc, comment, lyrics },
  })
  if (parsed.success) return { options: parsed.data, coverPath: cover === undefined ? undefined : resolve(folder, cover) }
  const [issue] = parsed.error.issues
  const name = issue?.path.at(-1)
  const why = issue?.code === 'too_big' ? `has at most ${issue.maximum} letters` : `does not fit: ${issue?.message}`
  throw new FailureError(failure('export.bad-options', `--${String(name)} ${why}. Nothing was written.`))
}
