import { readSmallWave } from '../../src-shared/audio/small-wave.ts'
import type { Sha256 } from '../../src-shared/kernel/ids.ts'
import { peaksUrl } from '../bridge/media-urls.ts'
import type { WaveShape } from '../elements/index.ts'
import { askForWave, shapeOfWave } from './ask-waves.ts'

/** Asking for the waveform itself has it made where it is missing or damaged. */
const haveMade = async (audioSha256: Sha256): Promise<WaveShape | undefined> => {
  const response = await fetch(peaksUrl(audioSha256)).catch(() => undefined)
  if (!response?.ok) return undefined
  const bytes = new Uint8Array(await response.arrayBuffer())
  const wave = readSmallWave(bytes.byteLength, (from, count) => bytes.subarray(from, from + count))
  return wave && shapeOfWave(wave)
}

/** The small picture of a song; undefined: there is none to be had. */
export const readThumbnail = async (audioSha256: Sha256): Promise<WaveShape | undefined> => (await askForWave(audioSha256)) ?? haveMade(audioSha256)
