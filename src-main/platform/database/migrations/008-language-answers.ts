import type { Migration } from './migration.ts'

/** Who answered which kind of question, when, and what it cost. No word of question or answer. */
export const languageAnswers: Migration = {
  version: 8,
  name: 'language-answers',
  sql: `
    CREATE TABLE language_answers (
      row INTEGER PRIMARY KEY,
      at INTEGER NOT NULL,
      dollars REAL NOT NULL,
      trail_json TEXT NOT NULL
    ) STRICT;
    CREATE INDEX language_answers_by_time ON language_answers (at);
  `,
}
