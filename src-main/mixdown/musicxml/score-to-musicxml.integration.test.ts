import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { askPython, pythonWith } from '../python-for-tests.ts'
import { songForTests } from '../song-for-tests.ts'
import { scoreToMusicXml } from './score-to-musicxml.ts'

const python = pythonWith('music21')
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'segno-musicxml-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Heard = {
  title: string
  parts: {
    name: string
    bars: number
    barLengths: number[]
    notes: [at: number, quarters: number, pitch: number][]
    key: number | null
    time: string
  }[]
  chords: [bar: number, root: string, kind: string][]
  marks: string[]
  tempi: number[]
}

const SCRIPT = `
import sys, json
from music21 import converter, harmony, expressions, tempo, key, meter
s = converter.parse(sys.argv[1])
out = {'title': s.metadata.title, 'parts': [], 'chords': [], 'marks': [], 'tempi': []}
for i, p in enumerate(s.parts):
    measures = list(p.getElementsByClass('Measure'))
    if i == 0:
        for m in measures:
            for h in m.recurse().getElementsByClass(harmony.ChordSymbol): out['chords'].append([m.number, h.root().name, h.chordKind])
            for r in m.recurse().getElementsByClass(expressions.RehearsalMark): out['marks'].append(r.content)
            for t in m.recurse().getElementsByClass(tempo.MetronomeMark): out['tempi'].append(t.number)
    # bars must be full before anything is stripped
    lengths = [m.duration.quarterLength for m in measures]
    # every pitch by itself; tied ones are one note, whichever voices they are in
    pieces = []
    for n in p.flatten().notes:
        if isinstance(n, harmony.ChordSymbol): continue
        for one in (n.notes if hasattr(n, 'notes') else [n]):
            pieces.append([float(n.offset), float(n.duration.quarterLength), one.pitch.midi if hasattr(one, 'pitch') else 0, one.tie.type if one.tie else ''])
    notes = []
    for at, length, pitch, tie in sorted(pieces):
        before = next((x for x in notes if x[2] == pitch and abs(x[0] + x[1] - at) < 1e-6), None) if tie in ('stop', 'continue') else None
        if before: before[1] += length
        else: notes.append([at, length, pitch])
    ks = list(p.recurse().getElementsByClass(key.KeySignature))
    ts = list(p.recurse().getElementsByClass(meter.TimeSignature))
    out['parts'].append({'name': p.partName, 'bars': len(measures), 'barLengths': [float(x) for x in lengths], 'notes': notes,
        'key': ks[0].sharps if ks else None, 'time': ts[0].ratioString})
print(json.dumps(out))
`

test.skipIf(!python)('music21 reads the score that was written (needs Python with music21; SEGNO_PYTHON says which)', () => {
  const path = join(folder, 'song.musicxml')
  writeFileSync(path, scoreToMusicXml(songForTests, { title: 'Rain & “glass” <1>', artist: 'Me' }))
  const heard = askPython<Heard>(python ?? '', SCRIPT, path)
  expect(heard.title).toBe('Rain & “glass” <1>')
  expect(heard.parts.map(({ name }) => name)).toEqual(['Keys “soft” <&>', 'Bass', 'Drums'])
  for (const part of heard.parts) {
    expect(part).toMatchObject({ bars: 4, barLengths: [3.5, 3.5, 3.5, 3.5], time: '7/8' })
  }
  expect(heard.parts[0]?.key).toBe(-2)
  expect(heard.marks).toEqual(['Intro', 'Verse B'])
  expect(heard.tempi).toEqual([90, 120])
  expect(heard.chords).toEqual([
    [1, 'B-', 'major-seventh'],
    [2, 'G', 'minor'],
  ])
  const keys = heard.parts[0]?.notes ?? []
  // tied over the bar line, a chord, short notes as eighths; of five that ring into each other the lowest is held, the rest moves above it
  expect(keys).toEqual([
    [0, 1, 58],
    [0, 1, 62],
    [0, 2, 65],
    [0, 4, 70],
    [2, 0.5, 63],
    [4.5, 0.5, 61],
    [7, 2, 60],
    [7.25, 0.25, 64],
    [7.5, 0.25, 67],
    [7.75, 0.25, 71],
    [8, 2, 74],
  ])
  expect(heard.parts[1]?.notes).toEqual([
    [0, 0.5, 34],
    [10.5, 3.5, 36],
  ])
  expect(heard.parts[2]?.notes).toHaveLength(3)
})

test('every bar is full, in every voice, whatever was played', () => {
  const xml = scoreToMusicXml(songForTests, { title: 'x' })
  for (const [measure] of xml.matchAll(/<measure [^>]*>[\s\S]*?<\/measure>/g)) {
    let at = 0
    let most = 0
    for (const [, name, body] of measure.matchAll(/<(note|backup)>([\s\S]*?)<\/\1>/g)) {
      const length = Number(/<duration>(\d+)<\/duration>/.exec(body ?? '')?.[1])
      if (name === 'backup') expect(at).toBe(14)
      at += name === 'backup' ? -length : body?.includes('<chord/>') ? 0 : length
      most = Math.max(most, at)
    }
    expect([at, most]).toEqual([14, 14])
  }
})
