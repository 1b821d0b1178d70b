import type { SongItem, SongLane } from './song-item.ts'

/** Where the arrows lead. `start` and `end` stay in the lane; `first` and `last` are those of the whole outline. */
export type OutlineMove = 'left' | 'right' | 'up' | 'down' | 'start' | 'end' | 'first' | 'last'

type Place = { readonly lane: number; readonly item: number }

const placeOf = (lanes: readonly SongLane[], id: string | undefined): Place | undefined => {
  for (const [lane, { items }] of lanes.entries()) {
    const item = items.findIndex((one) => one.id === id)
    if (item >= 0) return { lane, item }
  }
  return undefined
}

/** What lies at the same moment: the item that holds the frame, the shortest of several, else the nearest. */
const nearest = (items: readonly SongItem[], frame: number): SongItem | undefined => {
  const distance = ({ startFrame, endFrame }: SongItem): number => (frame < startFrame ? startFrame - frame : frame >= endFrame ? frame - endFrame + 1 : 0)
  return items.toSorted((a, b) => distance(a) - distance(b) || a.endFrame - a.startFrame - (b.endFrame - b.startFrame))[0]
}

/**
 * @param id where the reader stands; unknown (it was removed, or nothing yet): the move begins at `frame`
 * @param frame the moment that up and down keep: where the last move in time ended
 * @returns the item to stand on; undefined only where the outline is empty
 */
export const outlineMove = (lanes: readonly SongLane[], id: string | undefined, move: OutlineMove, frame: number): SongItem | undefined => {
  const place = placeOf(lanes, id)
  if (move === 'first' || (!place && move === 'start')) return lanes[0]?.items[0]
  if (move === 'last' || (!place && move === 'end')) return lanes.at(-1)?.items.at(-1)
  if (!place) return nearest(lanes[0]?.items ?? [], frame)
  const lane = lanes[place.lane]
  const here = lane?.items[place.item]
  switch (move) {
    case 'left':
      return lane?.items[place.item - 1] ?? here
    case 'right':
      return lane?.items[place.item + 1] ?? here
    case 'start':
      return lane?.items[0]
    case 'end':
      return lane?.items.at(-1)
    case 'up':
    case 'down': {
      const next = lanes[place.lane + (move === 'up' ? -1 : 1)]
      return next ? nearest(next.items, frame) : here
    }
  }
}
