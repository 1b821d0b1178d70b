import { expect, test } from 'vitest'
import type { Note, Part, Score } from '../../../src-shared/score/score.ts'
import { songForTests } from '../song-for-tests.ts'
import { scoreToMusicXml } from './score-to-musicxml.ts'

const QUARTER = 960
const [keys, , drums] = songForTests.parts as [Part, Part, Part]
const note = (quarter: number, quarters: number, pitch: number, engraving?: Partial<NonNullable<Note['engraving']>>): Note => ({
  startTicks: quarter * QUARTER,
  lengthTicks: quarters * QUARTER,
  pitch,
  velocity: 90,
  microTicks: 0,
  ...(engraving && { engraving: { lengthTicks: quarters * QUARTER, voice: 0, marks: [], hidden: false, ...engraving } }),
})
const page = (parts: Part[], more: Partial<Score> = {}): string =>
  scoreToMusicXml(
    {
      ...songForTests,
      timeSignature: { beats: 4, unit: 4 },
      barCount: 2,
      chords: [],
      tempoMap: [{ atTicks: 0, tempoBpm: 101.34 }],
      sections: [],
      parts,
      ...more,
    },
    { title: 'x' },
  )
/** voice, type and what is tied of every note and rest of a bar */
const written = (xml: string, bar = 1): string[] => {
  const measure = new RegExp(`<measure number="${bar}">([\\s\\S]*?)</measure>`).exec(xml)?.[1] ?? ''
  return [...measure.matchAll(/<note>([\s\S]*?)<\/note>/g)].map(([, body = '']) =>
    [
      /<voice>(\d)/.exec(body)?.[1],
      body.includes('<rest') ? 'rest' : /<type>(.*?)</.exec(body)?.[1],
      /<stem>(.*?)</.exec(body)?.[1],
      /<notehead>(.*?)</.exec(body)?.[1],
    ]
      .filter(Boolean)
      .join(' '),
  )
}

test('drums: hands up, feet down, cymbals with crosses, each stroke as long as its place in the beat', () => {
  const strokes = [
    ...[0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5].map((at) => note(at, 0.1, 42)),
    ...[1, 3].map((at) => note(at, 0.1, 38)),
    ...[0, 2].map((at) => note(at, 0.1, 36)),
  ]
  expect(written(page([{ ...drums, notes: strokes }]))).toEqual([
    ...['1 eighth up x', '1 eighth up x'],
    ...['1 eighth up', '1 eighth up x', '1 eighth up x'],
    ...['1 eighth up x', '1 eighth up x'],
    ...['1 eighth up', '1 eighth up x', '1 eighth up x'],
    ...['2 quarter down', '2 rest', '2 quarter down', '2 rest'],
  ])
})

test('a plucked guitar rings on, and is written in one voice under words that say so', () => {
  const guitar: Part = { ...keys, name: 'Guitar', voice: { kind: 'soundfont', bank: 0, program: 24 } }
  const xml = page([{ ...guitar, notes: [0, 0.5, 1, 1.5].map((at, i) => note(at, 2, 55 + 4 * i)) }])
  expect(written(xml).slice(0, 3)).toEqual(['1 eighth', '1 eighth', '1 eighth'])
  expect(xml).not.toContain('<voice>2</voice>')
  expect(xml.match(/let ring/g)).toHaveLength(1)
})

test('hairpins of two staves have numbers, and a slur whose end is on a hidden note is closed', () => {
  const hand = (name: string, pitch: number): Part => ({
    ...keys,
    name: `Piano, ${name} hand`,
    voice: { kind: 'soundfont', bank: 0, program: 0 },
    directions: [
      { atTicks: 0, kind: 'hairpin', text: 'crescendo' },
      { atTicks: 4 * QUARTER, kind: 'hairpin', text: 'stop' },
    ],
    notes: [
      note(0, 1, pitch, { marks: ['slur-start'] }),
      note(1, 1, pitch + 2),
      note(2, 1, pitch + 4, { hidden: true, marks: ['slur-stop'] }),
      note(3, 1, pitch, { marks: ['slur-start'] }),
      note(4, 1, pitch + 2, { marks: ['slur-stop'] }),
    ],
  })
  const xml = page([hand('right', 72), hand('left', 48)])
  expect([...xml.matchAll(/<wedge type="(\w+)" number="(\d)"/g)].map(([, type, number]) => `${type} ${number}`)).toEqual([
    'crescendo 1',
    'crescendo 2',
    'stop 1',
    'stop 2',
  ])
  const slurs = (number: string) => [...xml.matchAll(new RegExp(`<slur type="(\\w+)" number="${number}"`, 'g'))].map(([, type]) => type)
  expect(slurs('1')).toEqual(['start', 'stop', 'start', 'stop'])
})

test('a tempo is a whole number; a ritardando is its word alone, and what follows in time says so', () => {
  const slowing: Part = {
    ...keys,
    directions: [{ atTicks: 2 * QUARTER, kind: 'words', text: 'rit.' }],
    notes: [note(0, 4, 60), note(4, 4, 62), note(8, 4, 64)],
  }
  const xml = page([slowing], {
    barCount: 3,
    tempoMap: [
      { atTicks: 0, tempoBpm: 101.34 },
      { atTicks: 2 * QUARTER, tempoBpm: 90 },
      { atTicks: 3 * QUARTER, tempoBpm: 80 },
      { atTicks: 4 * QUARTER, tempoBpm: 101.34 },
    ],
  })
  expect([...xml.matchAll(/<per-minute>(.*?)</g)].map(([, bpm]) => bpm)).toEqual(['101'])
  expect([...xml.matchAll(/<sound tempo="(.*?)"/g)].map(([, bpm]) => bpm)).toEqual(['101.34', '101.34'])
  expect([...xml.matchAll(/<words[^>]*>(.*?)</g)].map(([, words]) => words).toSorted()).toEqual(['a tempo', 'rit.'])
})

test('drums claim no mode, their sounds have names, and every stroke says which it is', () => {
  const strokes = [note(0, 0.1, 36), note(0, 0.1, 42), note(1, 0.1, 38), note(1, 0.1, 27)]
  const xml = page([keys, { ...drums, notes: strokes }], { key: { tonic: 'E', mode: 'phrygian' } })
  expect([...xml.matchAll(/<fifths>(.*?)<\/fifths>\s*(?:<mode>(.*?)<)?/g)].map(([, fifths, mode]) => [fifths, mode])).toEqual([
    ['0', 'phrygian'],
    ['0', undefined],
  ])
  expect([...xml.matchAll(/<score-instrument id="P2-I(\d+)"><instrument-name>(.*?)</g)].map(([, key, name]) => [key, name])).toEqual([
    ['27', 'Drums 27'],
    ['36', 'Bass drum'],
    ['38', 'Acoustic snare'],
    ['42', 'Closed hi-hat'],
  ])
  // without it a notation program plays the place on the staff as a key
  const sounds = [...xml.matchAll(/<unpitched>[\s\S]*?<\/note>/g)].map(([stroke]) => /<instrument id="(.*?)"/.exec(stroke)?.[1])
  expect(sounds.toSorted()).toEqual(['P2-I27', 'P2-I36', 'P2-I38', 'P2-I42'])
})
