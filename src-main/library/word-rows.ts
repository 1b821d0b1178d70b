import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Queries } from '../platform/database/index.ts'
import { commented } from './matching-rows.ts'
import { type RowSet, rowSetOf } from './row-set.ts'
import { searchTerms } from './search-terms.ts'

/** Memory for words that are kept, bytes: a bit a song each, so 2,500 words of 100,000 songs, 250 of a million. */
const MOST_BYTES = 32_000_000
/** Words of fewer songs are read as fast as they are kept. */
const COMMON = 400
/** After an answer, milliseconds: it is on its way before anything is read ahead. */
const AFTER_ANSWER_MILLISECONDS = 2
/** Nobody types: first letters are read, milliseconds after the last question. */
const AT_REST_MILLISECONDS = 1_500
/** Where words changed they may go on changing (songs come in): first letters wait so many times longer. */
const AFTER_CHANGE = 8
const LAST_LETTER = '\u{10ffff}'

export type WordRows = {
  /** Songs that have every word of `matches` (see `searchTerms`), each in the song or in any of its comments. @throws AbortError between two words */
  find(matches: readonly string[], signal?: AbortSignal): Promise<RowSet>
  /** Reads what the words would find with one letter more, in the pauses of this thread, until another text is expected. */
  expect(text: string): void
}

/** A match of plain letters is the same in capitals. */
const nameOf = (match: string): string => (/^[\x20-\x7e]*$/.test(match) ? match.toLowerCase() : match)
const matchOf = (word: string): string => `"${word}" *`

/**
 * What each typed word finds, kept until the words of any song or comment change. To read it from the full-text index takes milliseconds where a
 * word is common, so the next letter is read before it is typed: its words are found in the vocabulary.
 */
export const createWordRows = (db: Queries, atRestMilliseconds = AT_REST_MILLISECONDS): WordRows => {
  const kept = new Map<string, RowSet>()
  let keptBytes = 0
  let stamp = ''
  let turn = 0
  let pause: ReturnType<typeof setTimeout> | undefined

  /** FTS5 writes its structure record (id 10 of the index's data, see fts5_index.c) and its averages (1) with every change of the index. */
  const forgetChanged = async (): Promise<boolean> => {
    const { rows } = await sql<{ now: string }>`SELECT
      (SELECT group_concat(hex(block)) FROM track_search_data WHERE id IN (1, 10)) || ' ' ||
      (SELECT group_concat(hex(block)) FROM comment_search_data WHERE id IN (1, 10)) AS now`.execute(db)
    const now = rows[0]?.now ?? ''
    if (now === stamp) return false
    const isFirst = stamp === ''
    stamp = now
    kept.clear()
    keptBytes = 0
    return !isFirst
  }

  const keep = (name: string, rows: RowSet): void => {
    // the newest last; it may have been read ahead and asked for at the same time
    keptBytes -= kept.get(name)?.words.byteLength ?? 0
    kept.delete(name)
    kept.set(name, rows)
    keptBytes += rows.words.byteLength
    for (const [oldest, { words }] of kept) {
      if (keptBytes <= MOST_BYTES) return
      kept.delete(oldest)
      keptBytes -= words.byteLength
    }
  }

  /** As one text: a hundred thousand numbers are read four times faster than a hundred thousand rows. */
  const read = async (match: string): Promise<RowSet> => {
    const found = await sql<{ own: string }>`SELECT json_group_array(rowid) AS own FROM track_search WHERE track_search MATCH ${match}`.execute(db)
    const rows = rowSetOf(JSON.parse(found.rows[0]?.own ?? '[]') as number[])
    const said = await sql<{ row: number }>`SELECT row FROM ${commented(match)}`.execute(db)
    for (const { row } of said.rows) rows.add(row)
    return rows
  }

  const rowsOf = async (match: string): Promise<RowSet> => {
    const name = nameOf(match)
    const mine = stamp
    const rows = kept.get(name) ?? (await read(match))
    // what changed while it was read may be missing in it
    if (mine !== stamp) return rows
    keep(name, rows)
    return rows
  }

  /** The first word of the vocabulary that begins with `word` and comes behind `behind`. */
  const nextWord = async (word: string, behind: string): Promise<string | undefined> => {
    const { rows } = await sql<{ term: string }>`SELECT term FROM track_words WHERE term >= ${behind} LIMIT 1`.execute(db)
    const term = rows[0]?.term
    return term?.startsWith(word) ? term : undefined
  }

  const readAhead = async (word: string, isWanted: () => boolean): Promise<void> => {
    if ((await forgetChanged()) && word === '') await sleep(AFTER_CHANGE * atRestMilliseconds, undefined, { ref: false })
    const behindAll = word + LAST_LETTER
    for (let behind = `${word}\u0001`; isWanted(); ) {
      const found = await nextWord(word, behind)
      if (found === undefined) return
      const longer = word + String.fromCodePoint(found.codePointAt(word.length) ?? 0)
      if (longer === word || longer >= behindAll) return
      await breathe()
      if (!isWanted()) return
      if (!kept.has(matchOf(longer))) {
        const mine = stamp
        const rows = await read(matchOf(longer))
        if (mine === stamp && rows.size() >= COMMON) keep(matchOf(longer), rows)
        await breathe()
      }
      behind = longer + LAST_LETTER
    }
  }

  return {
    async find(matches, signal) {
      await forgetChanged()
      let all: RowSet | undefined
      for (const match of new Set(matches)) {
        signal?.throwIfAborted()
        const rows = await rowsOf(match)
        all = all ? all.new_intersection(rows) : rows
      }
      return all ?? rowSetOf([])
    },
    expect(text) {
      clearTimeout(pause)
      turn += 1
      const mine = turn
      const { matches } = searchTerms(text)
      const last = /\s$/.test(text) ? undefined : matches.at(-1)
      const word = last === undefined ? '' : nameOf(last).slice(1, -3)
      if (!/^[a-z0-9]*$/.test(word)) return
      // a library that is closed meanwhile, or is busy, answers when it is asked
      pause = setTimeout(
        () => void readAhead(word, () => turn === mine).catch(() => undefined),
        word === '' && text === '' ? atRestMilliseconds : AFTER_ANSWER_MILLISECONDS,
      ).unref()
    },
  }
}
