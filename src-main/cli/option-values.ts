import { InvalidArgumentError } from '@commander-js/extra-typings'

/** Readers of option values. They throw InvalidArgumentError, which commander turns into one sentence. */

const numberOf = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** "12.5", "1:02.5" (minutes and seconds). May be negative, so that the studio itself can say that it is outside the song. */
export const seconds = (text: string): number => {
  const clock = /^(\d+):([0-5]?\d(?:\.\d+)?)$/.exec(text.trim())
  const value = clock ? Number(clock[1]) * 60 + Number(clock[2]) : numberOf(text)
  if (!Number.isFinite(value)) throw new InvalidArgumentError('Give a time in seconds (12.5) or minutes and seconds (1:02.5).')
  return value
}

export const wholeNumber =
  (low: number, high: number) =>
  (text: string): number => {
    const value = numberOf(text)
    if (!Number.isInteger(value) || value < low || value > high) throw new InvalidArgumentError(`Give a whole number from ${low} to ${high}.`)
    return value
  }

export const number =
  (low: number, high: number) =>
  (text: string): number => {
    const value = numberOf(text)
    if (!(value >= low && value <= high)) throw new InvalidArgumentError(`Give a number from ${low} to ${high}.`)
    return value
  }

export const seed = wholeNumber(0, 0xffffffff)

export const share = (text: string): number => {
  const value = numberOf(text)
  if (!(value >= 0 && value <= 1)) throw new InvalidArgumentError('Give a number from 0 to 1.')
  return value
}

export const oneOf =
  <T extends string>(words: readonly T[]) =>
  (text: string): T => {
    const found = words.find((word) => word === text.toLowerCase())
    if (!found) throw new InvalidArgumentError(`Choose one of: ${words.join(', ')}.`)
    return found
  }

/** as Whisper names languages */
export const language = (text: string): string => {
  if (!/^[a-z]{2,3}$/.test(text)) throw new InvalidArgumentError('Give a language by its two or three letters, like en, de or ja.')
  return text
}

/** "0:10-0:14.5", "10-14.5": from, to. @throws InvalidArgumentError */
export const stretch = (text: string): { readonly from: number; readonly to: number } => {
  const [from = '', to = '', ...rest] = text.split('-')
  if (rest.length > 0) throw new InvalidArgumentError('Give two times with a dash between them: 0:10-0:14.')
  return { from: seconds(from), to: seconds(to) }
}

/** Each use of an option that may be given several times. */
export const several =
  <T>(read: (text: string) => T) =>
  (text: string, before: readonly T[] = []): T[] => [...before, read(text)]
