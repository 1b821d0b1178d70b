import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { factsOf } from '../entries/facts.ts'
import { explain } from './explain.ts'
import { fuse } from './fuse.ts'
import { matchAnyWord, matchTwoWords } from './match-words.ts'
import { foldTempo, keyDistance, tempoDistance } from './music-distance.ts'

test('keys are as far apart as on the circle of fifths', () => {
  expect(keyDistance({ tonic: 'C', mode: 'major' }, { tonic: 'A', mode: 'minor' })).toBe(0)
  expect(keyDistance({ tonic: 'C', mode: 'major' }, { tonic: 'G', mode: 'major' })).toBe(1)
  expect(keyDistance({ tonic: 'C', mode: 'major' }, { tonic: 'F#', mode: 'major' })).toBe(6)
  expect(keyDistance({ tonic: 'D', mode: 'dorian' }, { tonic: 'C', mode: 'major' })).toBe(0)
  expect(keyDistance({ tonic: 'Bb', mode: 'minor' }, { tonic: 'Db', mode: 'major' })).toBe(0)
})

test('half and double tempo are near, other tempos by their ratio', () => {
  expect(tempoDistance(120, 120)).toBe(0)
  expect(tempoDistance(70, 140)).toBeLessThan(tempoDistance(70, 80))
  expect(tempoDistance(100, 110)).toBeCloseTo(tempoDistance(110, 100))
  expect(foldTempo(160, 84)).toBe(80)
  expect(foldTempo(50, 90)).toBe(100)
})

test('nothing that is typed is an operator of the full-text index', () => {
  const db = new Sqlite(':memory:')
  db.exec("CREATE VIRTUAL TABLE search USING fts5 (words); INSERT INTO search VALUES ('rainy night don''t stop')")
  for (const text of [
    '"',
    'rainy" OR "x',
    'NEAR(rainy night)',
    'words:rainy',
    '-rainy',
    'rainy*',
    '(((',
    "don't",
    '^night',
    '\0rainy',
    'a'.repeat(100_000),
    '雨 rainy',
  ]) {
    const match = matchAnyWord(text)
    if (match !== undefined) expect(() => db.prepare('SELECT count(*) FROM search WHERE search MATCH ?').get(match)).not.toThrow()
  }
  expect(matchAnyWord('the a of')).toBeUndefined()
  expect(matchAnyWord('')).toBeUndefined()
  db.close()
})

test('two words in common make a song near, one does not, and nothing typed is an operator', () => {
  const sqlite = new Sqlite(':memory:')
  sqlite.exec("CREATE VIRTUAL TABLE songs USING fts5 (words, tokenize = 'porter unicode61 remove_diacritics 2')")
  for (const words of ['Rainy evening walk, piano', 'Hard workout house', 'Rain on a tin roof']) sqlite.prepare('INSERT INTO songs VALUES (?)').run(words)
  const near = (text: string) => {
    const match = matchTwoWords(text)
    return match ? sqlite.prepare('SELECT words FROM songs WHERE songs MATCH ?').pluck().all(match) : []
  }
  expect(near('a rainy walk home, AABA')).toEqual(['Rainy evening walk, piano'])
  expect(near('rainy')).toEqual([])
  expect(near('walk" OR "hard, NOT (rainy*')).toEqual(['Rainy evening walk, piano'])
  sqlite.close()
})

test('why a song was found is said in what it shares', () => {
  const names = { instrument: (id: string) => id.replaceAll('-', ' '), style: (id: string) => id }
  const part = { role: 'pad' as const, instrument: 'warm-pad' }
  const facts = {
    ...factsOf({ tempoBpm: 72, key: { tonic: 'A', mode: 'minor' }, timeSignature: undefined, style: 'ambient', seconds: 60 }, undefined),
    parts: [part],
  }
  const nothing = {
    style: undefined,
    pace: undefined,
    timeSignature: undefined,
    without: new Set<string>(),
    moodWords: [],
    valence: undefined,
    energy: undefined,
  }
  const wanted = { ...nothing, tempoBpm: 72, tonic: 'C', mode: 'major' as const, instruments: ['warm-pad'] }
  expect(explain(wanted, facts, ['harmony'], names)).toBe('same tempo, related key, warm pad')
  expect(explain({ ...wanted, tempoBpm: 144, tonic: undefined, mode: undefined, instruments: [] }, facts, ['harmony'], names)).toBe('half tempo, ambient')
  expect(explain({ ...nothing, tempoBpm: undefined, tonic: undefined, mode: undefined, instruments: [] }, facts, ['meaning'], names)).toBe('close in meaning')
})

test('what two ways of looking agree on comes first; a way that likes half the library alike says little', () => {
  const [words, meaning] = [
    { part: 'words' as const, ids: ['a', 'b', 'c'] },
    { part: 'meaning' as const, ids: ['b', 'd'] },
  ]
  expect(fuse([words, meaning])[0]).toMatchObject({ id: 'b', parts: ['words', 'meaning'] })
  const many = Array.from({ length: 50 }, (_, i) => `t${i}`)
  const flat = { part: 'tags' as const, ids: many, places: many.map(() => 24.5) }
  expect(fuse([{ part: 'meaning', ids: ['m'] }, flat])[0]?.id).toBe('m')
  expect(fuse([])).toEqual([])
})
