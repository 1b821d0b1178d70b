import type { EditOperation } from '../../../src-shared/library/batch-edit.ts'
import type { Album } from '../../../src-shared/library/contract.ts'

export const KINDS = [
  { value: 'replace', label: 'Replace in the title' },
  { value: 'title', label: 'Set the title' },
  { value: 'case', label: 'Upper and lower case' },
  { value: 'number', label: 'Number the titles' },
  { value: 'artist', label: 'Artist' },
  { value: 'style', label: 'Style' },
  { value: 'mood', label: 'Mood' },
  { value: 'rating', label: 'Stars' },
  { value: 'tags', label: 'Add tags' },
  { value: 'untag', label: 'Take tags off' },
  { value: 'favourite', label: 'Favourite' },
  { value: 'disliked', label: 'Dislike' },
  { value: 'album', label: 'Add to an album' },
] as const
export type Kind = (typeof KINDS)[number]['value']

/** One line of the form: what is typed, before it is an operation. */
export type Draft = { readonly kind: Kind; readonly text: string; readonly other: string; readonly isPattern: boolean; readonly isCaseSensitive: boolean }
export const freshDraft = (kind: Kind): Draft => ({
  kind,
  text: kind === 'case' ? 'title' : kind === 'number' ? '1' : kind === 'rating' ? '4' : kind === 'favourite' || kind === 'disliked' ? 'yes' : '',
  other: '',
  isPattern: false,
  isCaseSensitive: false,
})

const names = (text: string) =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

/** undefined: not enough is typed yet */
export const operationOf = ({ kind, text, other, isPattern, isCaseSensitive }: Draft, albums: readonly Album[]): EditOperation | undefined => {
  switch (kind) {
    case 'replace':
      return text === '' ? undefined : { kind, find: text, replaceWith: other, isPattern, isCaseSensitive }
    case 'title':
      return text.trim() === '' ? undefined : { kind, title: text }
    case 'case':
      return text === 'upper' || text === 'lower' || text === 'sentence' || text === 'title' ? { kind, to: text } : undefined
    case 'number': {
      const first = Number(text)
      return text !== '' && Number.isInteger(first) && first >= 0 && first <= 1e6 ? { kind, first, digits: 2, place: 'before' } : undefined
    }
    case 'artist':
      return { kind, artist: text }
    case 'style':
      return { kind, style: text }
    case 'mood':
      return { kind, mood: text.slice(0, 60) }
    case 'rating':
      return { kind, rating: Number(text) }
    case 'tags':
    case 'untag': {
      const tags = names(text)
      return tags.length === 0 ? undefined : { kind: 'tags', add: kind === 'tags' ? tags : [], remove: kind === 'untag' ? tags : [] }
    }
    case 'favourite':
      return { kind, isFavourite: text === 'yes' }
    case 'disliked':
      return { kind, isDisliked: text === 'yes' }
    case 'album': {
      const album = albums.find(({ id }) => id === text) ?? albums[0]
      return album && { kind, albumId: album.id }
    }
  }
}
