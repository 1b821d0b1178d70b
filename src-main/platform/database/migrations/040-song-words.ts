import type { Migration } from './migration.ts'

/** The vocabulary of the songs' words as a table that holds nothing itself: which words begin with what is typed, without reading a song. */
export const songWords: Migration = {
  version: 40,
  name: 'song-words',
  sql: `
    CREATE VIRTUAL TABLE track_words USING fts5vocab (track_search, instance);
  `,
}
