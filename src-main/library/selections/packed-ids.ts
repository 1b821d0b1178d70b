import type { TrackId } from '../../../src-shared/kernel/ids.ts'

/** Ids in one piece of a packed list. */
const PIECE = 2_000

/**
 * Very many ids as a few long texts: they cross from a thread in some milliseconds, where a million short ones would hold whoever receives them.
 * Each piece but the last has the same number of ids, a line each.
 */
export type PackedIds = {
  readonly count: number
  readonly pieces: readonly string[]
  /** the same ids as their songs lie in the library */
  readonly asTheyLie?: readonly string[]
}

export const createPacking = () => {
  const pieces: string[] = []
  let piece: TrackId[] = []
  let count = 0
  const close = () => {
    if (piece.length > 0) pieces.push(piece.join('\n'))
    piece = []
  }
  return {
    add(id: TrackId): void {
      count += 1
      if (piece.push(id) === PIECE) close()
    },
    end(): PackedIds {
      close()
      return { count, pieces }
    },
  }
}

export const packIds = (ids: readonly TrackId[]): PackedIds => {
  const packing = createPacking()
  for (const id of ids) packing.add(id)
  return packing.end()
}

/** The ids from place `from` to before place `to`. */
export const unpackIds = ({ count, pieces }: PackedIds, from: number, to: number): readonly TrackId[] => {
  const end = Math.min(count, to)
  const ids: TrackId[] = []
  for (let piece = Math.floor(from / PIECE); piece * PIECE < end; piece++) {
    const whole = (pieces[piece] ?? '').split('\n') as TrackId[]
    const first = piece * PIECE
    ids.push(...(from <= first && end >= first + whole.length ? whole : whole.slice(Math.max(0, from - first), end - first)))
  }
  return ids
}
