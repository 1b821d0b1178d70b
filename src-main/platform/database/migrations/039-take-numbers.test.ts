import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { takeNumbers } from './039-take-numbers.ts'

test('takes of one name are counted through by click; all others keep their numbers', () => {
  const database = new Sqlite(':memory:')
  database.exec('CREATE TABLE takes (id TEXT, track_id TEXT, kind TEXT, group_id TEXT, number INTEGER, created_at INTEGER, facts_json TEXT)')
  const insert = database.prepare('INSERT INTO takes VALUES (?, ?, ?, ?, ?, ?, ?)')
  const region = (startFrame: number) => JSON.stringify({ region: { startFrame, endFrame: startFrame + 100 } })
  insert.run('song', 't', 'original', 'g0', 1, 1, '{}')
  // the second of the first click was ready first
  insert.run('a2', 't', 'regenerate', 'ga', 2, 10, region(0))
  insert.run('a1', 't', 'regenerate', 'ga', 1, 11, region(0))
  insert.run('b1', 't', 'regenerate', 'gb', 1, 20, region(0))
  insert.run('b2', 't', 'regenerate', 'gb', 2, 21, region(0))
  insert.run('alone', 't', 'regenerate', 'gc', 2, 30, region(500))
  insert.run('comp', 't', 'comp', 'gd', 1, 40, region(0))
  insert.run('comp2', 't', 'comp', 'ge', 1, 41, region(0))
  insert.run('other', 'u', 'regenerate', 'gf', 1, 50, region(0))
  database.exec(takeNumbers.sql)
  const rows = database.prepare('SELECT id, number FROM takes').all() as { id: string; number: number }[]
  expect(Object.fromEntries(rows.map(({ id, number }) => [id, number]))).toEqual({
    song: 1,
    a1: 1,
    a2: 2,
    b1: 3,
    b2: 4,
    alone: 2,
    comp: 1,
    comp2: 2,
    other: 1,
  })
})
