import type { MarkerId, RegionId, TakeId } from '../../../src-shared/kernel/ids.ts'
import type { Span } from '../time/time-words.ts'

/** Something on the waveform that can be pointed at without seeing it. Frames are the song's own. */
export type SongItem = Span & {
  /** unique in the song, and a valid id of an element */
  readonly id: string
  readonly kind: 'part' | 'region' | 'marker' | 'take' | 'comp' | 'clip' | 'seam' | 'stem' | 'meter'
  /** "Region Chorus" */
  readonly name: string
  /** "bar 9 beat 1, 8 bars, 16.0 seconds" */
  readonly place: string
  /** what else is worth knowing: measurements, the prompt, the mix */
  readonly note: string
  readonly regionId?: RegionId
  readonly markerId?: MarkerId
  readonly takeId?: TakeId
  /** the n-th lane from above */
  readonly stemIndex?: number
}

/** A row of the outline: all of one kind, in the order of time. Never empty. */
export type SongLane = { readonly id: string; readonly name: string; readonly items: readonly SongItem[] }

/** "Region Chorus, bar 9 beat 1, 8 bars, 16.0 seconds, “more drums”" */
export const itemWords = ({ name, place, note }: SongItem): string => [name, place, note].filter((part) => part !== '').join(', ')
