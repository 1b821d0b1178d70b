import { checkpoint, type WorkFlags } from '../../src-shared/kernel/work-flags.ts'
import type { Proof } from '../../src-shared/project/document.ts'
import type { WavReader } from '../audio/index.ts'
import type { PasteGeometry } from './paste-geometry.ts'
import { loudnessStep, seamReach } from './seam-loudness.ts'

const CHUNK_BYTES = 4 * 1024 * 1024

/** Whether `count` frames are the same bytes in both files. */
const areIdentical = async (a: WavReader, fromA: number, b: WavReader, fromB: number, count: number, flags: WorkFlags): Promise<boolean> => {
  const chunk = Math.floor(CHUNK_BYTES / a.layout.bytesPerFrame)
  for (let done = 0; done < count; done += chunk) {
    checkpoint(flags)
    const frames = Math.min(chunk, count - done)
    const [left, right] = await Promise.all([a.readBytes(fromA + done, fromA + done + frames), b.readBytes(fromB + done, fromB + done + frames)])
    if (Buffer.compare(left, right) !== 0) return false
  }
  return true
}

/**
 * The proof of a paste, taken from the two files themselves and not from what the paste meant to do: every sample outside the new span and
 * its fade is compared, and the loudness on both sides of each seam is measured.
 */
export const provePaste = async (song: WavReader, result: WavReader, geometry: PasteGeometry, flags: WorkFlags): Promise<Proof> => {
  const { keepFront, keepBackFrom, fadeInFrames, fadeOutFrames, seams, newSpan } = geometry
  const { lengthFrames, sampleRateHz, channelCount, encoding } = song.layout
  const backFrames = lengthFrames - keepBackFrom
  const made = result.layout
  const isSameShape =
    made.sampleRateHz === sampleRateHz &&
    made.channelCount === channelCount &&
    made.encoding === encoding &&
    made.lengthFrames === newSpan.endFrame + backFrames
  const outsideIdentical =
    isSameShape &&
    (await areIdentical(song, 0, result, 0, keepFront, flags)) &&
    (await areIdentical(song, keepBackFrom, result, newSpan.endFrame, backFrames, flags))
  const reach = seamReach(sampleRateHz)
  const measured: Proof['seams'] = []
  for (const atFrame of isSameShape ? seams : []) {
    const from = Math.max(0, atFrame - reach.before)
    const around = await result.read(from, Math.min(made.lengthFrames, atFrame + reach.after))
    measured.push({ atFrame, loudnessStepLu: loudnessStep(around, atFrame - from, sampleRateHz) })
  }
  return { outsideIdentical, comparedFrames: keepFront + backFrames, crossfadeSeconds: Math.max(fadeInFrames, fadeOutFrames) / sampleRateHz, seams: measured }
}
