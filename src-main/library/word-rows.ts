import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Queries } from '../platform/database/index.ts'
import { commented } from './matching-rows.ts'
import { type RowSet, rowSetOf } from './row-set.ts'

/** Memory for words that are kept, bytes: a bit a song each, so 2,500 words of 100,000 songs, 250 of a million. */
const MOST_BYTES = 32_000_000
/** Words of fewer songs are read as fast as they are kept. */
const COMMON = 400
/** Nobody types: first letters are read, milliseconds after the last question. */
const AT_REST_MILLISECONDS = 1_500
/** Where words changed they may go on changing (songs come in): first letters wait so many times longer. */
const AFTER_CHANGE = 8
const LAST_LETTER = '\u{10ffff}'

/** A word and the songs that have it, or one that begins with it. */
export type WordWithRows = { readonly word: string; readonly rows: RowSet }

export type WordRows = {
  /** Songs that have every word of `matches` (see `searchTerms`), each in the song or in any of its comments. @throws AbortError between two words */
  find(matches: readonly string[], signal?: AbortSignal): Promise<RowSet>
  /**
   * `word` with each letter more that words of songs go on with, in their order, from behind the letter `behind`. Other questions of this thread
   * are answered between two of them.
   * @param word small letters and digits
   * @throws AbortError between two letters
   */
  longer(word: string, behind?: string, signal?: AbortSignal): AsyncIterable<WordWithRows>
  /** Reads the first letters in the pauses of this thread, once nobody has asked for a while. */
  rest(): void
  /** Somebody asks. */
  wake(): void
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

  async function* longer(word: string, behind = '', signal?: AbortSignal): AsyncGenerator<WordWithRows> {
    await forgetChanged()
    const behindAll = word + LAST_LETTER
    for (let from = behind === '' ? `${word}\u0001` : word + behind + LAST_LETTER; ; ) {
      const found = await nextWord(word, from)
      if (found === undefined) return
      const more = word + String.fromCodePoint(found.codePointAt(word.length) ?? 0)
      if (more === word || more >= behindAll) return
      const match = matchOf(more)
      const mine = stamp
      const rows = kept.get(match) ?? (await read(match))
      if (mine === stamp && rows.size() >= COMMON) keep(match, rows)
      yield { word: more, rows }
      await breathe()
      signal?.throwIfAborted()
      from = more + LAST_LETTER
    }
  }

  const readFirstLetters = async (isWanted: () => boolean): Promise<void> => {
    if (await forgetChanged()) await sleep(AFTER_CHANGE * atRestMilliseconds, undefined, { ref: false })
    if (isWanted()) for await (const _ of longer('')) if (!isWanted()) return
  }

  const wake = (): void => {
    clearTimeout(pause)
    turn += 1
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
    longer,
    wake,
    rest() {
      wake()
      const mine = turn
      // a library that is closed meanwhile, or is busy, answers when it is asked
      pause = setTimeout(() => void readFirstLetters(() => turn === mine).catch(() => undefined), atRestMilliseconds).unref()
    },
  }
}
