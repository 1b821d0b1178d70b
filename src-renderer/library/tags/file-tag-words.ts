import { type FileOfTrack, READ_FIELDS, type TagField, WRITE_FIELDS } from '../../../src-shared/library/file-tags.ts'
import type { Diff } from '../batch/DiffList.tsx'

export type Direction = 'write' | 'read'

export const FIELD_WORDS: Readonly<Record<TagField, string>> = {
  title: 'Title',
  artist: 'Artist',
  album: 'Album',
  genre: 'Style',
  year: 'Year',
  bpm: 'Tempo',
  key: 'Key',
  comment: 'Comment',
  lyrics: 'Words',
  isrc: 'ISRC',
  rating: 'Stars',
  cover: 'Cover',
}
export const fieldsOf = (direction: Direction): readonly TagField[] => (direction === 'write' ? WRITE_FIELDS : READ_FIELDS)

const STARS_STAY = 'WAV and AIFF files have no place for stars: they stay in the library.'
const textOf = (field: TagField, value: string | undefined): string =>
  value === undefined ? '' : field === 'rating' ? '★'.repeat(Number(value)) : value.replace(/\s+/gu, ' ')

/** What would change in (or by) one file, of the chosen fields. */
export const diffOf = ({ title, path, differences, notKept, refusal }: FileOfTrack, fields: ReadonlySet<TagField>): Diff => ({
  title: path?.split(/[\\/]/).at(-1) ?? title,
  diffs: differences
    .filter(({ field }) => fields.has(field))
    .map(({ field, before, after }) => ({ field: FIELD_WORDS[field], before: textOf(field, before), after: textOf(field, after) })),
  ...(refusal && { problem: refusal }),
  ...(notKept.some((field) => fields.has(field)) && { warning: STARS_STAY }),
})

/** A file with many changes as a row for each: rows are equally high, and every value can be read. */
export const lineByLine = ({ title, diffs, problem, warning }: Diff): readonly Diff[] => {
  if (problem || (diffs.length === 0 && !warning)) return [{ title, diffs: [], problem }]
  return [...diffs.map((diff) => ({ title, diffs: [diff] })), ...(warning ? [{ title, diffs: [], warning }] : [])]
}
