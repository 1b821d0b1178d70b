import { open } from 'node:fs/promises'
import {
  columnCountOf,
  decodeSpectrumHead,
  encodeSpectrum,
  SPECTRUM_HEAD_BYTES,
  SPECTRUM_ROWS,
  type SpectrumShape,
  spectrumShape,
} from '../../../src-shared/audio/spectrum-format.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { createDerivedFiles, type DerivedFiles, publishDerived } from '../derived/derived-files.ts'
import { readWavLayout, type WavLayout } from '../wav/wav-reader.ts'

/** Shorter songs are scanned by one thread: about half a second of work. */
const COLUMNS_PER_THREAD = 2_000

export type SpectrumScanRequest = {
  readonly path: string
  readonly layout: WavLayout
  readonly shape: SpectrumShape
  readonly from: number
  readonly to: number
}
export type SaveSpectrumRequest = { readonly target: string; readonly shape: SpectrumShape; readonly pieces: readonly Uint8Array[] }

/** Builds the coarser levels and publishes the file. Runs in a worker. */
export const saveSpectrum = async ({ target, shape, pieces }: SaveSpectrumRequest): Promise<void> => {
  const base = new Uint8Array(columnCountOf(shape) * SPECTRUM_ROWS)
  let at = 0
  for (const piece of pieces) {
    base.set(piece, at)
    at += piece.length
  }
  await publishDerived(target, encodeSpectrum(shape, base))
}

/** A head that fits the file's own size is believed; the content was written whole before it got its name. */
const isWhole = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return false
  try {
    const head = new Uint8Array(SPECTRUM_HEAD_BYTES)
    await file.read(head, 0, head.length, 0)
    return decodeSpectrumHead(head)?.size === (await file.stat()).size
  } finally {
    await file.close()
  }
}

/** Spectrograms by the hash of their sound, see src-shared/audio/spectrum-format.ts. */
export const createSpectrumCache = (folder: string, pathOf: (sha256: Sha256) => string, pool: ThreadPool, mostBytes: number): DerivedFiles =>
  createDerivedFiles({
    folder,
    ending: '.sp',
    isWhole,
    mostBytes,
    async compute(sha256, target, context) {
      const path = pathOf(sha256)
      const layout = await readWavLayout(path)
      const shape = spectrumShape(layout.sampleRateHz, layout.lengthFrames)
      const count = columnCountOf(shape)
      const threads = Math.max(1, Math.min(pool.threadCount, Math.ceil(count / COLUMNS_PER_THREAD)))
      const each = Math.ceil(count / threads)
      const pieces = await Promise.all(
        Array.from({ length: threads }, (_, i) => {
          const request: SpectrumScanRequest = { path, layout, shape, from: Math.min(count, i * each), to: Math.min(count, (i + 1) * each) }
          return pool.run<Uint8Array<ArrayBuffer>>('scanSpectrum', request, context)
        }),
      )
      const request: SaveSpectrumRequest = { target, shape, pieces }
      await pool.run(
        'saveSpectrum',
        request,
        context,
        pieces.map((piece) => piece.buffer),
      )
    },
  })
