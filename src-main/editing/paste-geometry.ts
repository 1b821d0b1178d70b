import type { WavReader } from '../audio/index.ts'
import { isOnBeat, nearestZeroCrossing } from './seam-placement.ts'

/** What of a `Patch` the paste needs; see there. */
export type PatchSpan = {
  readonly leadInFrames: number
  readonly leadOutFrames: number
  readonly replaceFromFrame: number
  readonly replaceToFrame: number
}

/**
 * Where everything goes, in frames. The result is
 * `song[0, keepFront)` + `patch[patchFrom, patchTo)` + `song[keepBackFrom, end)`.
 *
 * Both fades end on their seam: the last `fadeInFrames` before the first seam go from the song into the new material's lead-in, and the
 * last `fadeOutFrames` of the new material go back into the song. So the attack on either beat sounds whole, and everything after the
 * second seam is the song's own samples. Before its first frame a song is silence: an extension in front fades out into that.
 */
export type PasteGeometry = {
  readonly keepFront: number
  readonly patchFrom: number
  readonly patchTo: number
  readonly fadeInFrames: number
  readonly fadeOutFrames: number
  readonly keepBackFrom: number
  readonly lengthFrames: number
  /** places in the result where song and new material meet: none, one or two */
  readonly seams: readonly number[]
  /** the new span in the result, from seam to seam */
  readonly newSpan: { readonly startFrame: number; readonly endFrame: number }
}

const checkPatch = (song: WavReader, patch: WavReader, span: PatchSpan, newFrames: number, crossfadeFrames: number): void => {
  const { replaceFromFrame: from, replaceToFrame: to, leadInFrames } = span
  const { lengthFrames, sampleRateHz } = song.layout
  const broken =
    patch.layout.sampleRateHz !== sampleRateHz
      ? `patch has ${patch.layout.sampleRateHz} Hz, the song ${sampleRateHz} Hz`
      : from < 0 || to < from || to > lengthFrames
        ? `patch replaces ${from}..${to} of ${lengthFrames} frames`
        : newFrames <= 0
          ? 'patch is empty'
          : leadInFrames < Math.min(crossfadeFrames, from)
            ? `patch has a lead-in of ${leadInFrames} frames, the fade needs ${crossfadeFrames}`
            : undefined
  if (broken) throw new Error(`engine broke the patch contract: ${broken}`)
}

/**
 * @param crossfadeFrames wished length of each fade; shorter where the song or the patch has less room
 * @param beatFrames      the song's beats nearest to the two ends; an end that is on none moves to the nearest zero crossing
 * @throws Error          the patch does not fit the song: a defect in the engine
 */
export const planPaste = async (
  song: WavReader,
  patch: WavReader,
  span: PatchSpan,
  crossfadeFrames: number,
  beatFrames: readonly number[],
): Promise<PasteGeometry> => {
  const { leadInFrames, leadOutFrames, replaceFromFrame: from, replaceToFrame: to } = span
  const { lengthFrames, sampleRateHz } = song.layout
  const newFrames = patch.layout.lengthFrames - leadInFrames - leadOutFrames
  checkPatch(song, patch, span, newFrames, crossfadeFrames)
  const hasStart = from > 0
  const hasEnd = to < lengthFrames

  const fadeInFrames = hasStart ? Math.min(crossfadeFrames, leadInFrames, from) : 0
  const fadeOutFrames = hasEnd ? Math.min(crossfadeFrames, Math.floor(newFrames / 2)) : 0
  const quarter = Math.floor(newFrames / 4)
  const settle = async (frame: number, before: number, after: number): Promise<number> =>
    isOnBeat(frame, beatFrames, sampleRateHz) ? 0 : (await nearestZeroCrossing(song, frame, { before, after })) - frame
  const startShift = hasStart ? await settle(from, Math.min(leadInFrames, from) - fadeInFrames, quarter) : 0
  const endShift = hasEnd ? await settle(to, Math.min(quarter, to), Math.min(leadOutFrames, lengthFrames - to)) : 0

  const keepFront = from + startShift - fadeInFrames
  const patchFrom = leadInFrames + startShift - fadeInFrames
  const patchTo = leadInFrames + newFrames + endShift
  const keepBackFrom = to + endShift
  const startFrame = keepFront + fadeInFrames
  const endFrame = keepFront + (patchTo - patchFrom)
  return {
    keepFront,
    patchFrom,
    patchTo,
    fadeInFrames,
    fadeOutFrames,
    keepBackFrom,
    lengthFrames: endFrame + (lengthFrames - keepBackFrom),
    seams: [...(hasStart ? [startFrame] : []), ...(hasEnd ? [endFrame] : [])],
    newSpan: { startFrame, endFrame },
  }
}
