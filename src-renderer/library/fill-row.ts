import type { TrackId } from '../../src-shared/kernel/ids.ts'
import type { Track } from '../../src-shared/library/contract.ts'
import { watchHearing } from '../analysis/index.ts'
import { wavePath } from '../elements/index.ts'
import { knownThumbnail, wishForThumbnail } from '../waveform/index.ts'
import type { ColumnId } from './column-ids.ts'
import { starsOf } from './marks/RowStars.tsx'
import { partWriter, writeStars } from './part-writer.ts'
import { type CellFacts, cellWords } from './track-cells.ts'

export type RowFacts = CellFacts & { readonly place: number; readonly wavePx: { readonly width: number; readonly height: number }; readonly isPlaying: boolean }

/** What a song's row says under its title. */
export const subtitle = (track: Track): string =>
  track.origin === 'imported' ? [track.artist, track.album, track.sourceName].filter(Boolean).join(' · ') : track.prompt

const NO_SHAPE = new Map<string, string>()
const emptyWave = ({ width, height }: RowFacts['wavePx']): string => {
  const name = `${width} ${height}`
  const path = NO_SHAPE.get(name) ?? wavePath(undefined, width, height)
  NO_SHAPE.set(name, path)
  return path
}

/** Writes songs into the elements of one row, past React: a letter of a search changes all of them at once. */
export const rowFiller = (root: HTMLElement) => {
  const writer = partWriter(root)
  const { say, set } = writer
  let stopWishing: (() => void) | undefined
  let wavedAs = ''
  let awaitedId: TrackId | undefined
  let stopAwaiting: (() => void) | undefined

  const draw = (track: Track, { wavePx: { width, height } }: RowFacts): void => {
    const { audioSha256 } = track
    const size = `${audioSha256} ${width} ${height}`
    if (wavedAs === size) return
    wavedAs = size
    stopWishing?.()
    const known = knownThumbnail(audioSha256)
    set('wave-path', 'd', known ? wavePath(known, width, height) : emptyWave({ width, height }))
    stopWishing = known ? undefined : wishForThumbnail(audioSha256, (shape) => set('wave-path', 'd', wavePath(shape, width, height)))
  }

  /** a song that came in lately is heard in the background: its row says so until then */
  const awaitHearing = (track: Track, facts: RowFacts): void => {
    const awaited = track.origin === 'imported' && track.tempoBpm === undefined && facts.trashDays === undefined ? track.id : undefined
    if (awaited === awaitedId) return
    awaitedId = awaited
    stopAwaiting?.()
    stopAwaiting = awaited && watchHearing(awaited, () => say('tempo', cellWords('tempo', track, facts)))
  }

  const fill = (track: Track, columns: readonly { readonly id: ColumnId }[], facts: RowFacts): void => {
    const { title } = track
    writer.show(track.id)
    say('place', String(facts.place + 1))
    say('title', title)
    set('title', 'title', title)
    const under = subtitle(track)
    say('subtitle', under)
    set('subtitle', 'title', under)
    for (const { id } of columns) if (id !== 'rating') say(id, cellWords(id, track, facts))
    set('play', 'aria-label', `${facts.isPlaying ? 'Pause' : 'Play'} ${title}`)
    set('heart', 'aria-label', track.isFavourite ? `Remove ${title} from favourites` : `Add ${title} to favourites`)
    set('heart', 'aria-pressed', String(track.isFavourite))
    set('open', 'aria-label', `Open ${title} in the editor`)
    set('restore', 'aria-label', `Restore ${title}`)
    set('more', 'aria-label', `More for ${title}`)
    set('wave', 'aria-label', `Waveform of ${title}`)
    const isReadOnly = facts.trashDays !== undefined
    writeStars(writer, starsOf(track, isReadOnly), track.rating, isReadOnly)
    draw(track, facts)
    awaitHearing(track, facts)
  }
  return {
    fill,
    stop() {
      stopWishing?.()
      stopAwaiting?.()
    },
  }
}
export type RowFiller = ReturnType<typeof rowFiller>
