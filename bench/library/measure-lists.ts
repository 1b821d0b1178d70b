import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import type Sqlite from 'better-sqlite3'
import type { LibraryHandlers } from '../../src-main/library/index.ts'
import { TrackQuery, TrackSort } from '../../src-shared/library/contract.ts'
import { row, time } from './samples.ts'

const SHOWN = 'trashed_at IS NULL AND is_disliked = 0'
const SEARCHES = ['rain', 'ra', 'r', 'velvet 99', 'neon glass', 'demo', 'zzz']
const FILTERS = [
  { name: 'studio', filters: { studio: ['virtuoso'] }, sql: "studio = 'virtuoso'" },
  {
    name: 'key and mood and 4 stars',
    filters: { key: ['F# minor'], mood: ['dark', 'tense'], ratingAtLeast: 4 },
    sql: `key_json = '{"tonic":"F#","mode":"minor"}' AND mood IN ('dark', 'tense') AND rating >= 4`,
  },
  {
    name: 'tempo 90-110 and engine and tag',
    filters: { tempo: [{ from: 90, below: 110 }], engine: ['score', 'musicgen'], tag: ['live'] },
    sql: `tempo_bpm >= 90 AND tempo_bpm < 110 AND engine IN ('score', 'musicgen') AND row IN (SELECT track_row FROM track_tags WHERE name = 'live')`,
  },
] as const

/** Lists, searches, filters and counts through the service's own handlers, each beside the same question in bare SQL on the same file. */
export const measureLists = async (path: string, library: LibraryHandlers, raw: Sqlite.Database): Promise<void> => {
  const page = async (query: object) => {
    const answer = await library.list(TrackQuery.parse(query))
    if (!answer.ok) throw new Error('the list was refused')
    return answer.value
  }
  const bare = (where: string, order: string, offset = 0) => {
    const list = raw.prepare(`SELECT * FROM tracks WHERE ${where} ORDER BY ${order} DESC, row DESC LIMIT 101 OFFSET ${offset}`)
    const count = raw.prepare(`SELECT count(*) FROM tracks WHERE ${where}`)
    return (words: readonly unknown[] = []) => {
      list.all(...words)
      count.get(...words)
    }
  }
  const plain = (order: string, offset = 0) => {
    const ask = bare(SHOWN, order, offset)
    return () => ask()
  }
  const child = (who: string) => () => {
    const { status, stderr } = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'cold-list.ts'), who, path])
    if (status !== 0) throw new Error(String(stderr))
  }
  row('cold list: from process start to the first page', await time(5, child('ours')), await time(5, child('raw')))

  for (const sort of TrackSort.options.filter((word) => word !== 'albumOrder')) row(`page of 100 by ${sort}, with total`, await time(20, () => page({ sort })))
  row('  of these createdAt', await time(20, () => page({})), await time(20, plain('created_at')))
  row('  of these title', await time(20, () => page({ sort: 'title' })), await time(20, plain('title_key')))
  const { total, nextCursor } = await page({ sort: 'title' })
  const middle = Math.floor(total / 2)
  row('jump to the middle by title', await time(10, () => page({ sort: 'title', offset: middle })), await time(10, plain('title_key', middle)))
  row('jump to the last page by loudness', await time(10, () => page({ sort: 'loudness', offset: total - 100 })))
  const deep = await page({ sort: 'title', offset: middle })
  row('next page in the middle by title', await time(20, () => page({ sort: 'title', cursor: deep.nextCursor ?? nextCursor })))

  const facets = (filters?: object, text = '') => library.facets(TrackQuery.parse({ filters, text }))
  row('search “rain” before anything was counted', await time(3, () => page({ text: 'rain' })))
  row('counts of all facets, the first time (reads every song)', await time(1, () => facets()))
  for (const text of SEARCHES) {
    const match = text
      .split(' ')
      .map((word) => `"${word}" *`)
      .join(' AND ')
    const peer = bare(`${SHOWN} AND row IN (SELECT rowid FROM track_search WHERE track_search MATCH ?)`, 'created_at')
    row(`search “${text}” (${(await page({ text })).total})`, await time(20, () => page({ text })), await time(20, () => peer([match])))
  }
  row('search in Japanese (reads every song)', await time(3, () => page({ text: '雨' })))

  for (const { name, filters, sql } of FILTERS) {
    const peer = bare(`${SHOWN} AND ${sql}`, 'title_key')
    const { total: found } = await page({ filters })
    row(`filter by ${name} (${found})`, await time(10, () => page({ filters, sort: 'title' })), await time(10, () => peer()))
    row('  jump to its middle', await time(5, () => page({ filters, sort: 'title', offset: Math.floor(found / 2) })))
  }

  const groups = ['studio', 'engine', 'origin', 'key_json', 'mood', 'licence', 'rating', 'CAST(tempo_bpm / 20 AS INTEGER)']
  const peer = (where: string) => () => {
    for (const group of groups) raw.prepare(`SELECT ${group}, count(*) FROM tracks WHERE ${where} GROUP BY 1`).all()
  }
  row('counts of all facets', await time(20, () => facets()), await time(2, peer(SHOWN)))
  for (const { name, filters, sql } of FILTERS)
    row(`counts of all facets with ${name}`, await time(20, () => facets(filters)), await time(2, peer(`${SHOWN} AND ${sql}`)))
  row('counts of all facets with the word “rain”', await time(10, () => facets(undefined, 'rain')))
}
