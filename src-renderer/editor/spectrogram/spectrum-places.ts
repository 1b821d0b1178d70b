import { dbOfByte, hzOfRow, rowOfHz, SPECTRUM_ROWS, type SpectrumHead } from '../../../src-shared/audio/spectrum-format.ts'
import type { Viewport } from '../waveform/viewport.ts'
import { type SpectrumTiles, TILE_COLUMNS } from './spectrum-tiles.ts'

/** The stretch of the window's height that the spectrogram fills, CSS pixels. */
export type SpectrumBand = { readonly top: number; readonly height: number }

/** The coarsest level that still has a column for every pixel of the screen. */
export const levelFor = (head: SpectrumHead, view: Viewport, pixelRatio: number): number => {
  const wanted = Math.floor(Math.log2(view.framesPerPixel / pixelRatio / head.hop))
  return Math.max(0, Math.min(head.levels.length - 1, wanted))
}

/** Fractional column of a level at a frame; a column is centred on the frames that it was computed over. */
export const columnAt = ({ hop }: SpectrumHead, level: number, frame: number): number => (frame / hop + 0.5) / 2 ** level
export const frameOfColumn = ({ hop }: SpectrumHead, level: number, column: number): number => (column * 2 ** level - 0.5) * hop

export const yOfHz = (band: SpectrumBand, head: SpectrumHead, hz: number): number => band.top + band.height * (1 - (rowOfHz(head, hz) + 0.5) / SPECTRUM_ROWS)
const rowAtY = (band: SpectrumBand, y: number): number => (1 - (y - band.top) / band.height) * SPECTRUM_ROWS - 0.5

const TICKS_HZ = [20, 30, 50, 100, 200, 300, 500, 1_000, 2_000, 3_000, 5_000, 10_000, 20_000]
const TICK_ROOM_PX = 18

/** Round frequencies, as many as have room: decades first. */
export const frequencyTicks = (band: SpectrumBand, head: SpectrumHead): readonly { readonly hz: number; readonly y: number }[] => {
  const rank = (hz: number): number => (['1', '5', '2', '3'].indexOf(String(hz)[0] ?? '') + 4) % 4
  const ticks: { hz: number; y: number }[] = []
  for (const hz of TICKS_HZ.toSorted((a, b) => rank(a) - rank(b))) {
    const y = yOfHz(band, head, hz)
    const isInside = y >= band.top + 7 && y <= band.top + band.height - 7
    if (isInside && ticks.every((tick) => Math.abs(tick.y - y) >= TICK_ROOM_PX)) ticks.push({ hz, y })
  }
  return ticks.toSorted((a, b) => a.hz - b.hz)
}

/** "440 Hz", "1.02 kHz" */
export const hertzWords = (hz: number): string => {
  if (hz < 1_000) return `${Math.round(hz)} Hz`
  return `${hz >= 10_000 ? (hz / 1_000).toFixed(1) : (hz / 1_000).toFixed(2)} kHz`.replace(/\.?0+ kHz/, ' kHz')
}

/** What is under a point: frequency and level, the level undefined below the floor or while the picture is not there. */
export const readSpectrum = (
  tiles: SpectrumTiles,
  view: Viewport,
  band: SpectrumBand,
  pixelRatio: number,
  x: number,
  y: number,
): { readonly hz: number; readonly db: number | undefined } | undefined => {
  const { head } = tiles
  const frame = view.startFrame + x * view.framesPerPixel
  if (y < band.top || y >= band.top + band.height || frame < 0 || frame >= head.lengthFrames) return undefined
  const row = Math.round(rowAtY(band, y))
  const level = levelFor(head, view, pixelRatio)
  const column = Math.floor(columnAt(head, level, frame))
  const tile = tiles.tile(level, Math.floor(column / TILE_COLUMNS))
  const byte = tile?.bytes[(column % TILE_COLUMNS) * SPECTRUM_ROWS + row] ?? 0
  return { hz: hzOfRow(head, row), db: byte === 0 ? undefined : dbOfByte(byte) }
}
