import { closeSync, openSync, readSync } from 'node:fs'
import { decodePcm } from '../../../src-shared/audio/pcm.ts'
import { byteOfDb, FLOOR_DB, hzOfRow, SPECTRUM_ROWS, type SpectrumShape } from '../../../src-shared/audio/spectrum-format.ts'
import { createRealFft } from '../../../src-shared/dsp/fft.ts'
import { hann } from '../../../src-shared/dsp/stft.ts'
import { checkpoint, type WorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import type { WavLayout } from '../wav/wav-reader.ts'

/** columns worked on at once: a second and a half at the usual rates */
const CHUNK_COLUMNS = 64
/** `dB = SCALE · ln(power)` */
const DB_OF_LN = 10 / Math.LN10

/** Where a row looks in the spectrum: the bin (fractional) at its middle, and the whole bins inside it. */
type RowPlace = { readonly bin: number; readonly fromBin: number; readonly toBin: number }

const rowPlaces = (shape: SpectrumShape): readonly RowPlace[] => {
  const binOf = (row: number) => (hzOfRow(shape, row) * shape.window) / shape.sampleRateHz
  const last = shape.window / 2
  return Array.from({ length: SPECTRUM_ROWS }, (_, row) => ({
    bin: Math.min(last, binOf(row)),
    fromBin: Math.ceil(binOf(row - 0.5)),
    toBin: Math.min(last, Math.floor(binOf(row + 0.5))),
  }))
}

/**
 * Level of each row in dB against a full-scale sine. A tone between two bins would read up to 1.4 dB too low (Hann): the top of a peak is
 * where the parabola through its three bins has it, and lies in the row of its own frequency.
 *
 * @param levels dB of each bin, `window / 2 + 1` of them; gets the room of its neighbours' tops in `tops`
 */
const rowsOfLevels = (levels: Float64Array, places: readonly RowPlace[], rowOfBin: (bin: number) => number, out: Uint8Array, at: number): void => {
  for (let row = 0; row < SPECTRUM_ROWS; row++) {
    const { bin, fromBin, toBin } = places[row] as RowPlace
    const low = Math.floor(bin)
    const below = levels[low] as number
    let level = below + ((levels[low + 1] ?? below) - below) * (bin - low)
    for (let k = fromBin; k <= toBin; k++) level = Math.max(level, levels[k] as number)
    out[at + row] = byteOfDb(level)
  }
  for (let k = 1; k + 1 < levels.length; k++) {
    const [left, top, right] = [levels[k - 1] as number, levels[k] as number, levels[k + 1] as number]
    if (top <= left || top < right || top <= FLOOR_DB) continue
    const offset = (0.5 * (left - right)) / (left - 2 * top + right)
    const row = Math.round(rowOfBin(k + offset))
    if (row < 0 || row >= SPECTRUM_ROWS) continue
    out[at + row] = Math.max(out[at + row] as number, byteOfDb(top - 0.25 * (left - right) * offset))
  }
}

/** Columns `from`..`to` of the spectrogram of a WAV, read from the file's own bytes in pieces. Runs in a worker. */
export const scanSpectrum = (path: string, layout: WavLayout, shape: SpectrumShape, from: number, to: number, flags: WorkFlags): Uint8Array<ArrayBuffer> => {
  const { channelCount, bytesPerFrame, encoding, dataOffset, lengthFrames } = layout
  const { window: size, hop, lowHz, highHz, sampleRateHz } = shape
  const fft = createRealFft(size)
  const window = hann(size)
  // a full-scale sine has a bin of size · mean(Hann) / 2 = size / 4
  const unit = (4 / size) ** 2 / channelCount
  const places = rowPlaces(shape)
  const rowsPerLn = (SPECTRUM_ROWS - 1) / Math.log(highHz / lowHz)
  const rowOfBin = (bin: number) => Math.log((bin * sampleRateHz) / size / lowHz) * rowsPerLn
  const out = new Uint8Array((to - from) * SPECTRUM_ROWS)
  const frame = new Float64Array(size)
  const re = new Float64Array(fft.bins)
  const im = new Float64Array(fft.bins)
  const power = new Float64Array(fft.bins)
  const file = openSync(path, 'r')
  try {
    for (let first = from; first < to; first += CHUNK_COLUMNS) {
      checkpoint(flags)
      const count = Math.min(CHUNK_COLUMNS, to - first)
      const startFrame = first * hop - size / 2
      const readFrom = Math.max(0, startFrame)
      const readTo = Math.min(lengthFrames, (first + count - 1) * hop + size / 2)
      const channels = decodePcm(readBytes(file, dataOffset + readFrom * bytesPerFrame, Math.max(0, readTo - readFrom) * bytesPerFrame), encoding, channelCount)
      for (let column = 0; column < count; column++) {
        const base = startFrame + column * hop - readFrom
        power.fill(0)
        for (const samples of channels) {
          for (let n = 0; n < size; n++) frame[n] = (samples[base + n] ?? 0) * (window[n] as number)
          fft.forward(frame, re, im)
          for (let k = 0; k < fft.bins; k++) power[k] = (power[k] as number) + (re[k] as number) ** 2 + (im[k] as number) ** 2
        }
        for (let k = 0; k < fft.bins; k++) power[k] = Math.max(FLOOR_DB, DB_OF_LN * Math.log((power[k] as number) * unit))
        rowsOfLevels(power, places, rowOfBin, out, (first - from + column) * SPECTRUM_ROWS)
      }
    }
  } finally {
    closeSync(file)
  }
  return out
}

const readBytes = (file: number, position: number, length: number): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array(length)
  for (let got = 0; got < length; ) {
    const read = readSync(file, bytes, got, length - got, position + got)
    if (read === 0) throw new Error('the file became shorter while it was read')
    got += read
  }
  return bytes
}
