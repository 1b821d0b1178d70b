import { checkpoint, type WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Proof } from '../../src-shared/project/document.ts'
import type { WavReader } from '../audio/index.ts'
import { measureSeam, type SeamPlace } from './measure-seam.ts'
import type { PasteGeometry } from './paste-geometry.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/** Whether `count` frames are the same bytes in both files. */
export const areIdentical = async (a: WavReader, fromA: number, b: WavReader, fromB: number, count: number, flags: WorkFlags): Promise<boolean> => {
  const chunk = Math.min(count, Math.floor(CHUNK_BYTES / a.layout.bytesPerFrame))
  const memory = [a, b].map(({ layout }) => new Uint8Array(chunk * layout.bytesPerFrame))
  for (let done = 0; done < count; done += chunk) {
    checkpoint(flags)
    const frames = Math.min(chunk, count - done)
    const [left, right] = await Promise.all([
      a.readBytes(fromA + done, fromA + done + frames, memory[0]),
      b.readBytes(fromB + done, fromB + done + frames, memory[1]),
    ])
    if (Buffer.compare(left, right) !== 0) return false
  }
  return true
}

export const isSameFormat = ({ layout: a }: WavReader, { layout: b }: WavReader): boolean =>
  a.sampleRateHz === b.sampleRateHz && a.channelCount === b.channelCount && a.encoding === b.encoding

type Kept = { readonly inSong: number; readonly inResult: number; readonly frames: number }

/** What several pastes, one after another from left to right, left as it was. Each counts in the file that the one before it wrote. */
const keptBy = (songFrames: number, resultFrames: number, pastes: readonly PasteGeometry[]): Kept[] => {
  const kept: Kept[] = []
  let inSong = 0
  let inResult = 0
  let shift = 0
  for (const { keepFront, keepBackFrom, newSpan } of pastes) {
    kept.push({ inSong, inResult, frames: keepFront - inResult })
    inSong = keepBackFrom - shift
    inResult = newSpan.endFrame
    shift = inResult - inSong
  }
  return [...kept, { inSong, inResult, frames: Math.min(songFrames - inSong, resultFrames - inResult) }].filter(({ frames }) => frames > 0)
}

const seamsOf = (pastes: readonly PasteGeometry[]): SeamPlace[] => {
  const places = new Map<number, SeamPlace>()
  for (const { seams, newSpan, fadeInFrames, fadeOutFrames } of pastes)
    for (const atFrame of seams) places.set(atFrame, { atFrame, fadeFrames: atFrame === newSpan.startFrame ? fadeInFrames : fadeOutFrames })
  return [...places.values()].sort((a, b) => a.atFrame - b.atFrame)
}

/**
 * The proof of one or several pastes, taken from the two files themselves and not from what the pastes meant to do: every sample outside the new
 * spans and their fades is compared, and each seam is measured.
 *
 * @param pastes in the order in which they were made, from left to right
 */
export const provePastes = async (song: WavReader, result: WavReader, pastes: readonly PasteGeometry[], flags: WorkFlags): Promise<Proof> => {
  const { sampleRateHz, lengthFrames } = song.layout
  const added = pastes.reduce((sum, paste) => sum + paste.newSpan.endFrame - paste.keepBackFrom, 0)
  const isSameShape = isSameFormat(song, result) && result.layout.lengthFrames === lengthFrames + added
  const kept = keptBy(lengthFrames, result.layout.lengthFrames, pastes)
  let outsideIdentical = isSameShape
  for (const { inSong, inResult, frames } of kept) outsideIdentical &&= await areIdentical(song, inSong, result, inResult, frames, flags)
  const seams: Proof['seams'] = []
  for (const place of isSameShape ? seamsOf(pastes) : []) seams.push(await measureSeam(result, place))
  return {
    outsideIdentical,
    comparedFrames: kept.reduce((sum, { frames }) => sum + frames, 0),
    crossfadeSeconds: Math.max(0, ...pastes.flatMap(({ fadeInFrames, fadeOutFrames }) => [fadeInFrames, fadeOutFrames])) / sampleRateHz,
    seams,
  }
}

export const provePaste = (song: WavReader, result: WavReader, geometry: PasteGeometry, flags: WorkFlags): Promise<Proof> =>
  provePastes(song, result, [geometry], flags)
