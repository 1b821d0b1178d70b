import { mkdtemp, readFile, rm, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dbOfByte, decodeSpectrumHead, hzOfRow, rowOfHz, SPECTRUM_ROWS, type SpectrumHead } from '../../../src-shared/audio/spectrum-format.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { type AudioService, createAudioService, createWavWriter, type WavFormat } from '../index.ts'

let folder = ''
let audio: AudioService
let made = 0
const pathOf = (sha256: Sha256) => join(folder, `${sha256}.wav`)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'segno-spectrum-'))
  audio = createAudioService({ peaksFolder: folder, pathOf, threads: 2 })
})
afterAll(async () => {
  await audio.close()
  await rm(folder, { recursive: true })
})

const spectrumOf = async (
  channels: Float32Array[],
  format: Partial<WavFormat> = {},
): Promise<{ head: SpectrumHead; bytes: Uint8Array; path: string; sha256: Sha256 }> => {
  const sha256 = String(++made).padStart(64, '0') as Sha256
  const writer = await createWavWriter(pathOf(sha256), { sampleRateHz: 44_100, channelCount: channels.length, ...format })
  await writer.write(channels)
  await writer.finish()
  const path = await audio.spectrumFor(sha256)
  const bytes = new Uint8Array(await readFile(path))
  const head = decodeSpectrumHead(bytes)
  if (!head) throw new Error('no spectrogram')
  return { head, bytes, path, sha256 }
}
const columnOf = ({ head, bytes }: { head: SpectrumHead; bytes: Uint8Array }, level: number, column: number) => {
  const from = (head.levels[level]?.byteOffset ?? 0) + column * SPECTRUM_ROWS
  return bytes.subarray(from, from + SPECTRUM_ROWS)
}
const sine = (hz: number, db: number, seconds: number, rate = 44_100) =>
  Float32Array.from({ length: Math.round(seconds * rate) }, (_, i) => 10 ** (db / 20) * Math.sin((2 * Math.PI * hz * i) / rate))
const topOf = (column: Uint8Array) => {
  const byte = Math.max(...column)
  return { row: column.indexOf(byte), db: dbOfByte(byte) }
}

test.each([
  [1_000, -12, 44_100],
  [1_005.4, -12, 44_100],
  [57.3, -6, 48_000],
  [9_876.5, -40, 48_000],
  [15_000, -80, 96_000],
])('a sine of %d Hz at %d dBFS stands at its frequency and level at %d Hz, at every zoom', async (hz, db, rate) => {
  const tone = sine(hz, db, 6.5, rate)
  const shown = await spectrumOf([tone, tone], { sampleRateHz: rate })
  const { head } = shown
  const binHz = head.sampleRateHz / head.window
  expect(head.levels.length).toBeGreaterThan(1)
  for (const level of head.levels.keys()) {
    const { row, db: shownDb } = topOf(columnOf(shown, level, Math.floor((head.levels[level]?.columnCount ?? 0) / 2)))
    const rowHz = hzOfRow(head, row) - hzOfRow(head, row - 1)
    expect(Math.abs(hzOfRow(head, row) - hz)).toBeLessThanOrEqual(Math.max(binHz, rowHz))
    expect(Math.abs(shownDb - db)).toBeLessThanOrEqual(0.5)
  }
})

test('a click lies in its column, silence is the floor, and opposite channels do not cancel', async () => {
  const click = new Float32Array(44_100 * 2)
  click[44_100] = 0.9
  const shown = await spectrumOf([click])
  const column = Math.round(44_100 / shown.head.hop)
  expect(Math.max(...columnOf(shown, 0, column))).toBeGreaterThan(0)
  expect(Math.max(...columnOf(shown, 0, column - 4), ...columnOf(shown, 0, column + 4))).toBe(0)
  const tone = sine(440, -20, 1)
  const opposite = await spectrumOf([tone, tone.map((value) => -value)])
  expect(Math.abs(topOf(columnOf(opposite, 0, 20)).db + 20)).toBeLessThanOrEqual(0.5)
  expect(Math.abs(topOf(columnOf(opposite, 0, 20)).row - rowOfHz(opposite.head, 440))).toBeLessThanOrEqual(1)
})

test('threads join without a seam, and a damaged file is made again', async () => {
  const shown = await spectrumOf([sine(300, -10, 40, 8_000)], { sampleRateHz: 8_000 })
  const middle = Math.ceil((shown.head.levels[0]?.columnCount ?? 0) / 2)
  for (const column of [middle - 1, middle, middle + 1]) expect(topOf(columnOf(shown, 0, column))).toEqual(topOf(columnOf(shown, 0, 100)))
  await truncate(shown.path, shown.bytes.length - 7)
  expect(Buffer.compare(await readFile(await audio.spectrumFor(shown.sha256)), shown.bytes)).toBe(0)
})

test('a spectrogram that nobody looks at any more is given up in its thread', async () => {
  const sha256 = String(++made).padStart(64, '0') as Sha256
  const writer = await createWavWriter(pathOf(sha256), { sampleRateHz: 44_100, channelCount: 1 })
  const minute = sine(440, -6, 60)
  for (let i = 0; i < 8; i++) await writer.write([minute])
  await writer.finish()
  const waiting = audio.spectrumFor(sha256)
  setTimeout(() => audio.leaveSpectrum(sha256), 60)
  await expect(waiting).rejects.toMatchObject({ name: 'AbortError' })
  // the threads are free again
  await spectrumOf([sine(440, -6, 1)])
})
