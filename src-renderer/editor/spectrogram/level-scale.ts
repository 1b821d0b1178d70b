import { dbOfByte } from '../../../src-shared/audio/spectrum-format.ts'
import { colourOf } from './colour-ramp.ts'

/** Levels that have a colour of their own, dB against a full-scale sine. */
export const LOWEST_DB = -96
export const HIGHEST_DB = 0

const shareOf = (db: number): number => (db - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB)

/** Colour of each byte of the spectrogram, as ImageData has it in memory. */
export const pixelOfByte: Uint32Array = (() => {
  const bytes = new Uint8ClampedArray(256 * 4)
  for (let byte = 0; byte < 256; byte++) bytes.set([...colourOf(shareOf(dbOfByte(byte))), 255], byte * 4)
  return new Uint32Array(bytes.buffer)
})()

export const cssColourOfDb = (db: number): string => `rgb(${colourOf(shareOf(db)).join(' ')})`
