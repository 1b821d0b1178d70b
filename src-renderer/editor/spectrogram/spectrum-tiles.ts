import { decodeSpectrumHead, SPECTRUM_HEAD_BYTES, SPECTRUM_ROWS, type SpectrumHead } from '../../../src-shared/audio/spectrum-format.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import { spectrumUrl } from '../../bridge/media-urls.ts'
import { studio } from '../../bridge/studio-client.ts'
import { colourTile } from './colour-tiles.ts'
import { RecentMap } from './recent-map.ts'

export type SpectrumTile = { readonly picture: ImageBitmap; readonly bytes: Uint8Array; readonly columnCount: number }
/** The spectrogram of one sound. A tile that is not there yet is asked for; `onSpectrum` says when it came. */
export type SpectrumTiles = { readonly head: SpectrumHead; tile(level: number, index: number): SpectrumTile | undefined }
export type SpectrumState = { readonly status: 'loading' } | { readonly status: 'ready'; readonly tiles: SpectrumTiles } | { readonly status: 'failed' }

export const TILE_COLUMNS = 256
/** 320 KB each: some 40 MB, several screens at every zoom */
const KEPT_TILES = 128
const KEPT_SOUNDS = 16

const sounds = new RecentMap<Sha256, SpectrumState>(KEPT_SOUNDS)
const tiles = new RecentMap<string, SpectrumTile | 'failed'>(KEPT_TILES, (tile) => tile !== 'failed' && tile.picture.close())
/** what is on its way, with the picture that asked for it last */
const loads = new Map<string, { readonly cancel: AbortController; askedBy: number }>()
const heads = new Map<Sha256, AbortController>()
const listeners = new Set<() => void>()
let picture = 0

const changed = (): void => {
  for (const listener of listeners) listener()
}

const readBytes = async (audioSha256: Sha256, from: number, length: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer> | undefined> => {
  const headers = { Range: `bytes=${from}-${from + length - 1}` }
  try {
    const response = await fetch(spectrumUrl(audioSha256), { headers, signal })
    return response.ok ? new Uint8Array(await response.arrayBuffer()) : undefined
  } catch {
    return undefined
  }
}

const load = async (audioSha256: Sha256, key: string, from: number, length: number): Promise<void> => {
  const cancel = new AbortController()
  loads.set(key, { cancel, askedBy: picture })
  const bytes = await readBytes(audioSha256, from, length, cancel.signal)
  if (cancel.signal.aborted) return
  const isWhole = bytes?.length === length
  const coloured = isWhole ? await colourTile(bytes) : undefined
  if (cancel.signal.aborted) return coloured?.picture.close()
  loads.delete(key)
  tiles.set(key, coloured ? { ...coloured, columnCount: length / SPECTRUM_ROWS } : 'failed')
  changed()
}

const giveUp = (isUnwanted: (key: string, askedBy: number) => boolean): void => {
  for (const [key, { cancel, askedBy }] of loads) {
    if (!isUnwanted(key, askedBy)) continue
    loads.delete(key)
    cancel.abort()
  }
}

const tilesOf = (audioSha256: Sha256, head: SpectrumHead): SpectrumTiles => ({
  head,
  tile(level, index) {
    const key = `${audioSha256}/${level}/${index}`
    const there = tiles.get(key)
    if (there) return there === 'failed' ? undefined : there
    const coming = loads.get(key)
    if (coming) coming.askedBy = picture
    const shape = head.levels[level]
    const count = shape ? Math.min(TILE_COLUMNS, shape.columnCount - index * TILE_COLUMNS) : 0
    if (coming || !shape || count <= 0) return undefined
    void load(audioSha256, key, shape.byteOffset + index * TILE_COLUMNS * SPECTRUM_ROWS, count * SPECTRUM_ROWS)
    return undefined
  },
})

/** Between two pictures: what the older ones asked for and this one did not is not waited for any more. */
export const endOfPicture = (): void => {
  giveUp((_, askedBy) => askedBy < picture)
  picture++
}

/** The spectrogram of an immutable file; main computes it on the first question. A failure is kept until {@link retrySpectrum}. */
export const spectrumOf = (audioSha256: Sha256): SpectrumState => {
  const there = sounds.get(audioSha256)
  if (there) return there
  const loading: SpectrumState = { status: 'loading' }
  sounds.set(audioSha256, loading)
  const cancel = new AbortController()
  heads.set(audioSha256, cancel)
  void readBytes(audioSha256, 0, SPECTRUM_HEAD_BYTES, cancel.signal).then((bytes) => {
    if (cancel.signal.aborted) return
    heads.delete(audioSha256)
    const head = bytes && decodeSpectrumHead(bytes)
    sounds.set(audioSha256, head ? { status: 'ready', tiles: tilesOf(audioSha256, head) } : { status: 'failed' })
    changed()
  })
  return loading
}

/** Nobody looks at it: what is on its way is given up, also in main, where it may still be computed. What is there stays. */
export const leaveSpectrum = (audioSha256: Sha256): void => {
  giveUp((key) => key.startsWith(audioSha256))
  const head = heads.get(audioSha256)
  if (!head) return
  heads.delete(audioSha256)
  sounds.delete(audioSha256)
  head.abort()
  void studio.project.leaveSpectrum({ audioSha256 })
}

export const retrySpectrum = (audioSha256: Sha256): void => {
  sounds.delete(audioSha256)
  for (const key of tiles.keys()) if (key.startsWith(audioSha256)) tiles.delete(key)
  changed()
}

/** Called when a spectrogram or a part of it arrived or failed. Returns the way to stop. */
export const onSpectrum = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
