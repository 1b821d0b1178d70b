import { crossfade } from '../../src-shared/dsp/crossfade-seam.ts'
import { truePeak } from '../../src-shared/dsp/true-peak.ts'
import { checkpoint, type WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Proof } from '../../src-shared/project/document.ts'
import { createWavWriter, openWav, type WavReader } from '../audio/index.ts'
import { dipPeaks } from './limit-peaks.ts'
import { measureSeam, stepOf } from './measure-seam.ts'
import { areIdentical, isSameFormat } from './prove-paste.ts'

/**
 * One stretch of a comp. Frames count in the song; the same moment lies `shiftFrames` later in the file. `fadeFrames`: the crossfade into it, which
 * lies before its first frame.
 */
export type CompStretch = {
  readonly startFrame: number
  readonly endFrame: number
  readonly path: string
  readonly shiftFrames: number
  readonly fadeFrames: number
}
/** The stretches cover the whole song in order; those of `songPath` are what the song plays itself. */
export type CompRequest = { readonly songPath: string; readonly outPath: string; readonly stretches: readonly CompStretch[] }
export type ProvenComp = { readonly proof: Proof; readonly lengthFrames: number }

const CHUNK_BYTES = 4 * 1024 * 1024
/** Just under -1 dBTP, as in other fades. */
const CEILING = 10 ** (-1.05 / 20)

type Readers = ReadonlyMap<string, WavReader>

const readerOf = (readers: Readers, { path }: CompStretch): WavReader => {
  const reader = readers.get(path)
  if (!reader) throw new Error(`comp stretch without a file: ${path}`)
  return reader
}

/** Where the stretch's own samples end: the last ones belong to the fade into the next. */
const bodyEnd = (stretches: readonly CompStretch[], index: number): number => (stretches[index]?.endFrame ?? 0) - (stretches[index + 1]?.fadeFrames ?? 0)

/** Equal power for what is really there; where both takes hold the same bytes, those. */
const fadeBetween = async (readers: Readers, before: CompStretch, next: CompStretch): Promise<Uint8Array | Float32Array[]> => {
  const [from, to] = [next.startFrame - next.fadeFrames, next.startFrame]
  const bytes = (stretch: CompStretch) => readerOf(readers, stretch).readBytes(from + stretch.shiftFrames, to + stretch.shiftFrames)
  const [old, fresh] = await Promise.all([bytes(before), bytes(next)])
  if (Buffer.compare(old, fresh) === 0) return old
  const sound = (stretch: CompStretch) => readerOf(readers, stretch).read(from + stretch.shiftFrames, to + stretch.shiftFrames)
  const [outgoing, incoming] = await Promise.all([sound(before), sound(next)])
  const mixed = crossfade(outgoing, incoming)
  dipPeaks(mixed, Math.max(CEILING, truePeak(outgoing), truePeak(incoming)))
  return mixed
}

const writeComp = async (readers: Readers, song: WavReader, { outPath, stretches }: CompRequest, flags: WorkFlags): Promise<void> => {
  const { sampleRateHz, channelCount, encoding, bytesPerFrame } = song.layout
  const writer = await createWavWriter(outPath, { sampleRateHz, channelCount, encoding })
  const chunk = Math.floor(CHUNK_BYTES / bytesPerFrame)
  const memory = new Uint8Array(chunk * bytesPerFrame)
  try {
    for (const [index, stretch] of stretches.entries()) {
      const before = stretches[index - 1]
      if (before && stretch.fadeFrames > 0) {
        const fade = await fadeBetween(readers, before, stretch)
        await (fade instanceof Uint8Array ? writer.writeBytes(fade) : writer.write(fade))
      }
      const reader = readerOf(readers, stretch)
      const end = bodyEnd(stretches, index)
      for (let at = stretch.startFrame; at < end; at += chunk) {
        checkpoint(flags)
        await writer.writeBytes(await reader.readBytes(at + stretch.shiftFrames, Math.min(end, at + chunk) + stretch.shiftFrames, memory))
      }
    }
    await writer.finish()
  } finally {
    await writer.abandon()
  }
}

const proveComp = async (readers: Readers, song: WavReader, result: WavReader, { songPath, stretches }: CompRequest, flags: WorkFlags): Promise<Proof> => {
  const isSameShape = isSameFormat(song, result) && result.layout.lengthFrames === song.layout.lengthFrames
  let outsideIdentical = isSameShape
  let piecesIdentical = isSameShape
  let comparedFrames = 0
  for (const [index, stretch] of isSameShape ? stretches.entries() : []) {
    const frames = Math.max(0, bodyEnd(stretches, index) - stretch.startFrame)
    const isSame = await areIdentical(readerOf(readers, stretch), stretch.startFrame + stretch.shiftFrames, result, stretch.startFrame, frames, flags)
    if (stretch.path === songPath) {
      outsideIdentical &&= isSame
      comparedFrames += frames
    } else piecesIdentical &&= isSame
  }
  const seams: Proof['seams'] = []
  for (const [index, next] of isSameShape ? stretches.entries() : []) {
    const before = stretches[index - 1]
    if (!before) continue
    const seam = await measureSeam(result, { atFrame: next.startFrame, fadeFrames: next.fadeFrames })
    const own = await Promise.all([before, next].map((stretch) => stepOf(readerOf(readers, stretch), next.startFrame + stretch.shiftFrames)))
    seams.push({ ...seam, musicStepLu: Math.min(Math.max(...own), Math.max(Math.min(...own), seam.loudnessStepLu)) })
  }
  const crossfadeSeconds = Math.max(0, ...seams.map((seam) => seam.crossfadeSeconds ?? 0))
  return { outsideIdentical, piecesIdentical, comparedFrames, crossfadeSeconds, seams }
}

/**
 * Writes a comp from whole takes and proves what lies on the disk: bodies are copied byte for byte, only the crossfades are computed. Runs in a
 * worker thread.
 *
 * @throws FailureError disk.full, disk.read-only, audio.too-large, and what opening a file throws
 * @throws AbortError   when `flags` say so; the unfinished file stays in the caller's work folder
 */
export const compAndProve = async (request: CompRequest, flags: WorkFlags): Promise<ProvenComp> => {
  const readers = new Map<string, WavReader>()
  try {
    for (const path of new Set([request.songPath, ...request.stretches.map((stretch) => stretch.path)])) readers.set(path, await openWav(path))
    const song = readers.get(request.songPath) as WavReader
    for (const reader of readers.values()) if (!isSameFormat(song, reader)) throw new Error('comp of takes that differ in format')
    await writeComp(readers, song, request, flags)
    const result = await openWav(request.outPath)
    try {
      return { proof: await proveComp(readers, song, result, request, flags), lengthFrames: result.layout.lengthFrames }
    } finally {
      await result.close()
    }
  } finally {
    for (const reader of readers.values()) await reader.close()
  }
}
