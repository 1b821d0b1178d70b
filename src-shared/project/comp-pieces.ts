import type { TakeId } from '../kernel/ids.ts'
import type { Comp, CompPiece, Take } from './document.ts'

type Song = Pick<Take, 'id' | 'lengthFrames'>

/** No part of the song is played by another take. */
export const EMPTY_COMP: Comp = { spans: {}, fades: {} }

/** The spans that other takes play, in the order of the song. */
export const compSpans = ({ spans }: Comp): CompPiece[] =>
  Object.entries(spans)
    .map(([startFrame, { endFrame, takeId }]) => ({ startFrame: Number(startFrame), endFrame, takeId }))
    .sort((a, b) => a.startFrame - b.startFrame)

/** The whole song from its first frame to its last, piece by piece: the comp's spans and, between them, the song itself. */
export const compPieces = (comp: Comp, song: Song): CompPiece[] => {
  const pieces: CompPiece[] = []
  let at = 0
  for (const span of compSpans(comp)) {
    if (span.startFrame > at) pieces.push({ startFrame: at, endFrame: span.startFrame, takeId: song.id })
    pieces.push(span)
    at = span.endFrame
  }
  if (at < song.lengthFrames) pieces.push({ startFrame: at, endFrame: song.lengthFrames, takeId: song.id })
  return pieces
}

/** Where one take gives way to another: the first frame of the later one. */
export const compEdges = (comp: Comp, song: Song): number[] =>
  compPieces(comp, song)
    .slice(1)
    .map(({ startFrame }) => startFrame)

/** The pieces as a comp again: neighbours of one take become one, what the song itself plays is left out, and fades without an edge go. */
const compOf = (pieces: readonly CompPiece[], fades: Comp['fades'], song: Song): Comp => {
  const joined: CompPiece[] = []
  for (const piece of pieces) {
    if (piece.endFrame <= piece.startFrame) continue
    const last = joined.at(-1)
    if (last?.takeId === piece.takeId && last.endFrame === piece.startFrame) joined[joined.length - 1] = { ...last, endFrame: piece.endFrame }
    else joined.push(piece)
  }
  const edges = new Set(joined.slice(1).map(({ startFrame }) => String(startFrame)))
  return {
    spans: Object.fromEntries(
      joined.filter(({ takeId }) => takeId !== song.id).map(({ startFrame, endFrame, takeId }) => [String(startFrame), { endFrame, takeId }]),
    ),
    fades: Object.fromEntries(Object.entries(fades).filter(([frame]) => edges.has(frame))),
  }
}

export const isCompEmpty = (comp: Comp | undefined): boolean => !comp || Object.keys(comp.spans).length === 0

/** A swipe: from `startFrame` to `endFrame` this take plays, whatever played there before. */
export const swipeComp = (comp: Comp, song: Song, { startFrame, endFrame, takeId }: CompPiece): Comp => {
  const around = compPieces(comp, song).flatMap((piece) => [
    { ...piece, endFrame: Math.min(piece.endFrame, startFrame) },
    { ...piece, startFrame: Math.max(piece.startFrame, endFrame) },
  ])
  const all = [...around, { startFrame, endFrame, takeId }].filter((piece) => piece.endFrame > piece.startFrame)
  return compOf(
    all.sort((a, b) => a.startFrame - b.startFrame),
    comp.fades,
    song,
  )
}

/** Between which frames an edge may be moved, both excluded; undefined where there is no edge. */
export const roomOfEdge = (comp: Comp, song: Song, edge: number): { readonly after: number; readonly before: number } | undefined => {
  const pieces = compPieces(comp, song)
  const right = pieces.findIndex((piece, index) => index > 0 && piece.startFrame === edge)
  const [before, after] = [pieces[right - 1], pieces[right]]
  return before && after && { after: before.startFrame, before: after.endFrame }
}

/** Moves an edge and its fade with it. The caller has looked at {@link roomOfEdge}. */
export const moveCompEdge = (comp: Comp, song: Song, fromFrame: number, toFrame: number): Comp => {
  const pieces = compPieces(comp, song).map((piece) => ({
    ...piece,
    startFrame: piece.startFrame === fromFrame ? toFrame : piece.startFrame,
    endFrame: piece.endFrame === fromFrame ? toFrame : piece.endFrame,
  }))
  const { [String(fromFrame)]: fade, ...fades } = comp.fades
  return compOf(pieces, fade === undefined ? fades : { ...fades, [String(toFrame)]: fade }, song)
}

export type FadedEdge = { readonly atFrame: number; readonly fadeFrames: number; readonly from: TakeId; readonly to: TakeId }

/**
 * Every edge with the crossfade that it really gets. A fade ends on its edge and lies in the piece before it, so it is never longer than that
 * piece.
 *
 * @param usualSeconds for edges without a length of their own
 */
export const fadedEdges = (comp: Comp, song: Song & Pick<Take, 'sampleRateHz'>, usualSeconds: number): FadedEdge[] => {
  const pieces = compPieces(comp, song)
  return pieces.slice(1).map(({ startFrame, takeId }, index) => {
    const before = pieces[index] as CompPiece
    const wish = Math.round((comp.fades[String(startFrame)] ?? usualSeconds) * song.sampleRateHz)
    return { atFrame: startFrame, fadeFrames: Math.min(wish, startFrame - before.startFrame), from: before.takeId, to: takeId }
  })
}
