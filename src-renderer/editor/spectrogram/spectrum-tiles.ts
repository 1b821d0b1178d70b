import { decodeSpectrumHead, SPECTRUM_HEAD_BYTES, SPECTRUM_ROWS, type SpectrumHead } from '../../../src-shared/audio/spectrum-format.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { spectrumUrl } from '../../bridge/media-urls.ts'
import { pixelOfByte } from './level-scale.ts'

/** Columns of one level, coloured once; the bytes stay for reading levels off. */
export type SpectrumTile = { readonly picture: ImageBitmap; readonly bytes: Uint8Array; readonly columnCount: number }
/** The spectrogram of one sound. A tile that is not there yet is asked for; `onSpectrum` says when it came. */
export type SpectrumTiles = { readonly head: SpectrumHead; tile(level: number, index: number): SpectrumTile | undefined }
export type SpectrumState = { readonly status: 'loading' } | { readonly status: 'ready'; readonly tiles: SpectrumTiles } | { readonly status: 'failed' }

export const TILE_COLUMNS = 256
/** 320 KB each: some 40 MB, several screens at every zoom */
const KEPT_TILES = 128
const KEPT_SOUNDS = 16

const sounds = new Map<Sha256, SpectrumState>()
const tiles = new Map<string, SpectrumTile | 'loading' | 'failed'>()
const listeners = new Set<() => void>()

const changed = (): void => {
  for (const listener of listeners) listener()
}

/** Used last, dropped last. */
const keep = <K, V>(map: Map<K, V>, key: K, value: V, most: number): void => {
  map.delete(key)
  map.set(key, value)
  const oldest = map.size > most ? map.keys().next().value : undefined
  if (oldest !== undefined) map.delete(oldest)
}

const readBytes = async (audioSha256: Sha256, from: number, length: number): Promise<Uint8Array | undefined> => {
  const response = await fetch(spectrumUrl(audioSha256), { headers: { Range: `bytes=${from}-${from + length - 1}` } }).catch(() => undefined)
  return response?.ok ? new Uint8Array(await response.arrayBuffer()) : undefined
}

/** Row 0, the lowest frequency, is at the bottom. */
const coloured = (bytes: Uint8Array): SpectrumTile => {
  const columnCount = bytes.length / SPECTRUM_ROWS
  const picture = new OffscreenCanvas(columnCount, SPECTRUM_ROWS)
  const image = new ImageData(columnCount, SPECTRUM_ROWS)
  const pixels = new Uint32Array(image.data.buffer)
  for (let column = 0; column < columnCount; column++)
    for (let row = 0; row < SPECTRUM_ROWS; row++)
      pixels[(SPECTRUM_ROWS - 1 - row) * columnCount + column] = pixelOfByte[bytes[column * SPECTRUM_ROWS + row] as number] as number
  picture.getContext('2d')?.putImageData(image, 0, 0)
  // a bitmap is drawn as it is; a canvas would be copied for every frame
  return { picture: picture.transferToImageBitmap(), bytes, columnCount }
}

const tilesOf = (audioSha256: Sha256, head: SpectrumHead): SpectrumTiles => ({
  head,
  tile(level, index) {
    const key = `${audioSha256}/${level}/${index}`
    const there = tiles.get(key)
    if (there) {
      keep(tiles, key, there, KEPT_TILES)
      return typeof there === 'string' ? undefined : there
    }
    const shape = head.levels[level]
    const count = shape ? Math.min(TILE_COLUMNS, shape.columnCount - index * TILE_COLUMNS) : 0
    if (!shape || count <= 0) return undefined
    keep(tiles, key, 'loading', KEPT_TILES)
    void readBytes(audioSha256, shape.byteOffset + index * TILE_COLUMNS * SPECTRUM_ROWS, count * SPECTRUM_ROWS).then((bytes) => {
      keep(tiles, key, bytes?.length === count * SPECTRUM_ROWS ? coloured(bytes) : 'failed', KEPT_TILES)
      changed()
    })
    return undefined
  },
})

/** The spectrogram of an immutable file; main computes it on the first question. A failure is kept until {@link retrySpectrum}. */
export const spectrumOf = (audioSha256: Sha256): SpectrumState => {
  const there = sounds.get(audioSha256)
  if (there) {
    keep(sounds, audioSha256, there, KEPT_SOUNDS)
    return there
  }
  const loading: SpectrumState = { status: 'loading' }
  keep(sounds, audioSha256, loading, KEPT_SOUNDS)
  void readBytes(audioSha256, 0, SPECTRUM_HEAD_BYTES).then((bytes) => {
    const head = bytes && decodeSpectrumHead(bytes)
    keep(sounds, audioSha256, head ? { status: 'ready', tiles: tilesOf(audioSha256, head) } : { status: 'failed' }, KEPT_SOUNDS)
    changed()
  })
  return loading
}

export const retrySpectrum = (audioSha256: Sha256): void => {
  sounds.delete(audioSha256)
  for (const key of [...tiles.keys()]) if (key.startsWith(audioSha256)) tiles.delete(key)
  changed()
}

/** Called when a spectrogram or a part of it arrived or failed. Returns the way to stop. */
export const onSpectrum = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
