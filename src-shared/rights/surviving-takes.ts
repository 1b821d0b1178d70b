import type { Take } from '../project/document.ts'

type Span = { readonly from: number; readonly to: number }

const isCovered = ({ from, to }: Span, spans: readonly Span[]): boolean => {
  let at = from
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    if (span.from > at) return false
    at = Math.max(at, span.to)
    if (at >= to) return true
  }
  return at >= to
}

/**
 * Which takes of a lineage are still heard in its newest: bars that were played anew later are gone, and with them their terms. Where a take changed
 * the song's length, what lies before it in the lineage is taken to be heard: on the safe side.
 *
 * @param lineage the song's take and what it was made from, newest first
 */
export const survivingTakes = (lineage: readonly Take[]): Take[] => {
  let replaced: Span[] = []
  // each plays its own stretches of a comp, so none of them covers another
  const inComp = new Set(lineage.flatMap(({ pieces = [] }) => pieces.map(({ takeId }) => takeId)))
  return lineage.filter((take, index) => {
    const span = take.region ? { from: take.region.startFrame, to: take.region.endFrame } : { from: 0, to: take.lengthFrames }
    const isHeard = !isCovered(span, replaced)
    const parent = lineage[index + 1]
    if (parent && parent.lengthFrames !== take.lengthFrames) replaced = []
    // treble added to a span leaves what was there
    else if (take.region && take.kind !== 'enhance' && take.kind !== 'comp' && !inComp.has(take.id))
      replaced = [...replaced, ...(take.regions ?? [take.region]).map(({ startFrame, endFrame }) => ({ from: startFrame, to: endFrame }))]
    return isHeard
  })
}
