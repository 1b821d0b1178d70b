import type { Track } from '../../../src-shared/library/contract.ts'
import { coverUrl } from '../../bridge/media-urls.ts'
import { knownThumbnail, whenStill, wishForThumbnail } from '../../waveform/index.ts'
import { clockTime, tempoWord } from '../../words/index.ts'
import { starsOf } from '../marks/RowStars.tsx'
import { partWriter, writeStars } from '../part-writer.ts'
import { type CoverArt, coverArt } from './cover-art.ts'

export type TileFacts = {
  /** until it is deleted for good; in the trash */
  readonly left: string | undefined
  readonly isPlaying: boolean
}

const factsOf = (track: Track): string => [clockTime(track.seconds), track.tempoBpm ? tempoWord(track.tempoBpm) : ''].filter(Boolean).join(' · ')

/** Writes songs into the elements of one tile, past React, as rows are (`fill-row`). Strokes of covers are kept and drawn anew. */
export const tileFiller = (root: HTMLElement) => {
  const writer = partWriter(root)
  const { say, set, style } = writer
  let stopWishing: (() => void) | undefined
  let stopPicture: (() => void) | undefined
  let coverOf: string | undefined

  const paint = ({ ground, spokes }: CoverArt): void => {
    style('cover', 'background', ground)
    const cover = writer.part('cover')
    if (!cover) return
    for (const [i, { colour, path }] of spokes.entries()) {
      const stroke = cover.children[i] ?? cover.appendChild(document.createElementNS('http://www.w3.org/2000/svg', 'path'))
      stroke.setAttribute('d', path)
      stroke.setAttribute('stroke', colour)
    }
    for (let i = spokes.length; i < cover.children.length; i++) cover.children[i]?.setAttribute('d', '')
  }
  const cover = ({ audioSha256, coverSha256 }: Track): void => {
    const name = `${audioSha256} ${coverSha256}`
    if (coverOf === name) return
    coverOf = name
    stopWishing?.()
    const known = knownThumbnail(audioSha256)
    paint(coverArt(known, audioSha256))
    if (!known) stopWishing = wishForThumbnail(audioSha256, (shape) => paint(coverArt(shape, audioSha256)))
    const picture = writer.part('picture')
    if (!(picture instanceof HTMLImageElement)) return
    // where it cannot be had, what is drawn stays
    picture.hidden = true
    stopPicture?.()
    if (coverSha256) stopPicture = whenStill(() => picture.setAttribute('src', coverUrl(coverSha256)))
  }

  const fill = (track: Track, { left, isPlaying }: TileFacts): void => {
    const { title } = track
    writer.show(track.id)
    say('title', title)
    set('title', 'title', title)
    say('facts', left === undefined ? factsOf(track) : `Deleted in ${left}`)
    set('play', 'aria-label', `${isPlaying ? 'Pause' : 'Play'} ${title}`)
    set('more', 'aria-label', `More for ${title}`)
    set('cover', 'aria-label', `Cover of ${title}`)
    style('heart', 'display', track.isFavourite ? 'block' : 'none')
    writeStars(writer, starsOf(track, left !== undefined), track.rating, left !== undefined)
    cover(track)
  }
  const stop = (): void => {
    stopWishing?.()
    stopPicture?.()
  }
  return { fill, stop }
}
export type TileFiller = ReturnType<typeof tileFiller>
