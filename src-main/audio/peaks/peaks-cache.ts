import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { BASE_BUCKET_FRAMES, buildPeaks, type ChannelBuckets, encodePeaks, PEAKS_TABLE_BYTES, readPeaksTable } from '../../../src-shared/audio/peaks-format.ts'
import type { Sha256 } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import type { ThreadPool } from '../../platform/threads/thread-pool.ts'
import { createDerivedFiles, publishDerived } from '../derived/derived-files.ts'
import { readWavLayout, type WavLayout } from '../wav/wav-reader.ts'

/** Songs shorter than this are scanned by one thread: handing out is dearer than scanning. */
const FRAMES_PER_THREAD = 44_100 * 120
const ENDING = '.pk'

export type ScanRequest = { readonly path: string; readonly layout: WavLayout; readonly fromBucket: number; readonly toBucket: number }
export type SavePeaksRequest = {
  readonly target: string
  readonly sampleRateHz: number
  readonly lengthFrames: number
  readonly pieces: readonly (readonly ChannelBuckets[])[]
}

const joined = (pieces: readonly Int16Array[]): Int16Array => {
  const whole = new Int16Array(pieces.reduce((length, piece) => length + piece.length, 0))
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

/** Builds the coarser levels and publishes the file by one rename. Runs in a worker. */
export const savePeaks = async ({ target, sampleRateHz, lengthFrames, pieces }: SavePeaksRequest): Promise<void> => {
  const base = (pieces[0] ?? []).map((_, channel) => {
    const part = (name: keyof ChannelBuckets) => joined(pieces.map((piece) => piece[channel]?.[name] ?? new Int16Array()))
    return { min: part('min'), max: part('max'), rms: part('rms') }
  })
  await publishDerived(target, [encodePeaks(buildPeaks(sampleRateHz, lengthFrames, base))])
}

/** A header that fits the file's own size is believed: the content was written whole before it got its name. */
const isWhole = async (path: string): Promise<boolean> => {
  const file = await open(path, 'r').catch(() => undefined)
  if (!file) return false
  try {
    const head = new Uint8Array(PEAKS_TABLE_BYTES)
    const { bytesRead } = await file.read(head, 0, PEAKS_TABLE_BYTES, 0)
    const { size } = await file.stat()
    return readPeaksTable(head.buffer.slice(0, bytesRead), size) !== undefined
  } finally {
    await file.close()
  }
}

/**
 * Waveforms by the hash of their sound: `folder/<sha256>.pk`, see src-shared/audio/peaks-format.ts. Whatever is damaged or of an older version
 * is computed anew; two askers at once wait for the same computation.
 */
export type PeaksCache = {
  /** @returns the path of the waveform's file; throws FailureError audio.damaged, file.not-found, disk.full */
  peaksFor(sha256: Sha256): Promise<string>
  /** where the file lies, if it is there */
  pathOf(sha256: Sha256): string
}

export const createPeaksCache = (folder: string, pathOf: (sha256: Sha256) => string, pool: ThreadPool, idleContext: () => WorkContext): PeaksCache => {
  const compute = async (sha256: Sha256, target: string): Promise<void> => {
    const path = pathOf(sha256)
    const layout = await readWavLayout(path)
    const bucketCount = Math.ceil(layout.lengthFrames / BASE_BUCKET_FRAMES)
    const threads = Math.max(1, Math.min(pool.threadCount, Math.ceil(layout.lengthFrames / FRAMES_PER_THREAD)))
    const each = Math.ceil(bucketCount / threads)
    const spans = Array.from({ length: threads }, (_, i) => ({ path, layout, fromBucket: i * each, toBucket: Math.min(bucketCount, (i + 1) * each) }))
    const context = idleContext()
    const pieces = await Promise.all(spans.map((span) => pool.run<ChannelBuckets[]>('scanPeaks', span satisfies ScanRequest, context)))
    const { sampleRateHz, lengthFrames } = layout
    const buffers = pieces.flat().flatMap(({ min, max, rms }) => [min.buffer, max.buffer, rms.buffer] as ArrayBuffer[])
    await pool.run('savePeaks', { target, sampleRateHz, lengthFrames, pieces } satisfies SavePeaksRequest, context, buffers)
  }

  const files = createDerivedFiles({ folder, ending: ENDING, isWhole, compute })
  return { peaksFor: files.pathFor, pathOf: (sha256) => join(folder, `${sha256}${ENDING}`) }
}
