import { withoutControls } from '../kernel/plain-text.ts'
import type { EditedField, EditOperation, FieldDiff } from './batch-edit.ts'
import { MAX_TAGS } from './marking.ts'
import { changedTags } from './tags.ts'

/** What batch edits read and write of a song. */
export type EditableSong = {
  readonly title: string
  readonly artist: string
  readonly style: string
  readonly mood: string
  readonly rating: number
  readonly isFavourite: boolean
  readonly isDisliked: boolean
  readonly tags: readonly string[]
}

export type EditSurroundings = {
  /** how many songs of the selection come before the first of these */
  readonly position: number
  /** the titles with every find replaced; throws where the pattern is none */
  readonly replaced: (titles: readonly string[], operation: Extract<EditOperation, { kind: 'replace' }>) => readonly string[]
}

const MAX_TITLE = 300
const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
const CASES = {
  upper: (text: string) => text.toUpperCase(),
  lower: (text: string) => text.toLowerCase(),
  sentence,
  title: (text: string) => text.replace(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’]*/gu, sentence),
} as const

const editOne = (song: EditableSong, operation: Exclude<EditOperation, { kind: 'replace' }>, position: number): EditableSong => {
  switch (operation.kind) {
    case 'title':
      return { ...song, title: operation.title }
    case 'case':
      return { ...song, title: CASES[operation.to](song.title) }
    case 'number': {
      const number = String(operation.first + position).padStart(operation.digits, '0')
      return { ...song, title: operation.place === 'before' ? `${number} ${song.title}` : `${song.title} ${number}` }
    }
    case 'artist':
      return { ...song, artist: operation.artist.trim() }
    case 'style':
      return { ...song, style: operation.style.trim() }
    case 'mood':
      return { ...song, mood: operation.mood }
    case 'rating':
      return { ...song, rating: operation.rating }
    case 'favourite':
      return { ...song, isFavourite: operation.isFavourite }
    case 'disliked':
      return { ...song, isDisliked: operation.isDisliked }
    case 'tags':
      return { ...song, tags: changedTags(song.tags, operation.add, operation.remove) }
    case 'album':
      return song
  }
}

/** Songs after every operation, in order. Titles come out on one line and trimmed, however long or empty: see `problemOf`. */
export const editSongs = (songs: readonly EditableSong[], operations: readonly EditOperation[], { position, replaced }: EditSurroundings): EditableSong[] => {
  let edited = [...songs]
  for (const operation of operations) {
    if (operation.kind === 'replace') {
      const titles = replaced(
        edited.map(({ title }) => title),
        operation,
      )
      edited = edited.map((song, index) => ({ ...song, title: titles[index] ?? song.title }))
    } else edited = edited.map((song, index) => editOne(song, operation, position + index))
  }
  return edited.map((song, index) => (song.title === songs[index]?.title ? song : { ...song, title: withoutControls(song.title).trim() }))
}

/** Why a song cannot become this. */
export const problemOf = (after: EditableSong): string | undefined => {
  if (after.title === '') return 'The title would be empty.'
  if (after.title.length > MAX_TITLE) return `The title would be longer than ${MAX_TITLE} characters.`
  if (after.tags.length > MAX_TAGS) return `There would be more than ${MAX_TAGS} tags.`
  return undefined
}

const yesOrNo = (is: boolean) => (is ? 'yes' : 'no')
const WORDS: { readonly [F in Exclude<EditedField, 'album'>]: (song: EditableSong) => string } = {
  title: (song) => song.title,
  artist: (song) => song.artist,
  style: (song) => song.style,
  mood: (song) => song.mood,
  rating: (song) => (song.rating === 0 ? '' : '★'.repeat(song.rating)),
  favourite: (song) => yesOrNo(song.isFavourite),
  disliked: (song) => yesOrNo(song.isDisliked),
  tags: (song) => song.tags.join(', '),
}

export const diffsOf = (before: EditableSong, after: EditableSong): FieldDiff[] =>
  (Object.keys(WORDS) as (keyof typeof WORDS)[]).flatMap((field) => {
    const [old, fresh] = [WORDS[field](before), WORDS[field](after)]
    return old === fresh ? [] : [{ field, before: old, after: fresh }]
  })
