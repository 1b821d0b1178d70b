import { mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import midiFile from '@tonejs/midi'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { MusicEngine } from '../../../src-shared/generation/engine.ts'
import { FailureError, failure } from '../../../src-shared/kernel/failure.ts'
import type { Sha256, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { WorkContext } from '../../../src-shared/kernel/progress.ts'
import { createWorkFlags, raiseCancel } from '../../../src-shared/kernel/work-flags.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { type AudioService, createAudioService, readWavLayout, readWavSpan, writeWav24 } from '../../audio/index.ts'
import { createEvents } from '../../platform/events.ts'
import { askPython, pythonWith } from '../python-for-tests.ts'
import { BAR_TICKS, songForTests } from '../song-for-tests.ts'
import { type HandoffParts, handOff } from './handoff-job.ts'

const [TRACK, IMPORTED] = ['trk_00000001' as TrackId, 'trk_00000002' as TrackId]
const RATE = 44_100
/** two bars of 3.5 quarters at 90, two at 120 */
const SECONDS = (2 * 3.5 * 60) / 90 + (2 * 3.5 * 60) / 120
const FRAMES = Math.round(SECONDS * RATE)
const TITLE = "Rain / “glass” <&> it's"
const BASE = "Rain - “glass” -&- it's"
const STEMS = ['Keys “soft” -&-', 'Bass', 'Drums', 'Rain']

let folder = ''
let audio: AudioService
let parts: HandoffParts
let stems: NonNullable<MusicEngine['stems']>
const at = (...names: string[]) => join(folder, ...names)

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-handoff-'))
  mkdirSync(at('out'))
  const samples = Float32Array.from({ length: FRAMES }, (_, i) => Math.round(0.4 * Math.sin(i / 17) * 8_388_607) / 8_388_608)
  await writeWav24(at('song.wav'), [samples, samples], RATE)
  const pathOf = () => at('song.wav')
  audio = createAudioService({ peaksFolder: at('peaks'), pathOf, threads: 1 })
  stems = async ({ score, lengthFrames }, workFolder, { signal }) => {
    const made = []
    for (const [index, { name }] of (score?.parts ?? []).entries()) {
      signal.throwIfAborted()
      const path = join(workFolder, `${index}.wav`)
      const tone = new Float32Array(lengthFrames).fill((index + 1) / 16)
      await writeWav24(path, [tone, tone], RATE)
      made.push({ name, path })
    }
    return { stems: made, trimDb: 0, gain: 1 }
  }
  const audioSha256 = 'a'.repeat(64) as Sha256
  const common = {
    audioSha256,
    sampleRateHz: RATE,
    channelCount: 2,
    lengthFrames: FRAMES,
    prompt: 'rain',
    strategy: 's',
    reason: 'r',
    groupId: 'g',
    number: 1,
    createdAt: 0,
  }
  const { tempoMap, timeSignature, sections } = songForTests
  const take = {
    ...common,
    id: 'tak_00000001',
    trackId: TRACK,
    kind: 'original',
    scoreSha256: 'b'.repeat(64),
    tempoMap,
    timeSignature,
    sections,
    firstBarFrame: 0,
    engine: 'score',
    seed: 7,
  } as unknown as Take
  // a bar at 120 is two seconds: its first bar line comes after half a second
  const imported = {
    ...common,
    id: 'tak_00000002',
    trackId: IMPORTED,
    kind: 'imported',
    tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
    timeSignature: { beats: 4, unit: 4 },
    sections: [],
    firstBarFrame: RATE / 2,
    engine: 'import',
  } as unknown as Take
  const track = {
    id: TRACK,
    title: TITLE,
    artist: 'AC/DC',
    currentTakeId: take.id as TakeId,
    audioSha256,
    licence: 'MIT',
    engine: 'score',
    engineVersion: '1',
    prompt: 'rain',
    seed: 7,
    createdAt: 0,
    key: { tonic: 'Bb', mode: 'major' },
    tempoBpm: 90,
    origin: 'generated',
  } as Track
  const other = { ...track, id: IMPORTED, title: 'Mine', currentTakeId: imported.id, origin: 'imported', engine: 'import' } as Track
  parts = {
    appVersion: '1.2.3',
    beatOf: async () => ({ by: 'score' }),
    provenanceOf: async () => '{}\n',
    audio,
    store: { pathOf, has: () => true },
    library: {
      find: async (id) => (id === TRACK ? track : id === IMPORTED ? other : undefined),
      findTake: async () => take,
      findScore: async () => songForTests,
      listTakes: async (id) => (id === TRACK ? [take] : [imported]),
    },
    engineFor: () => ({ stems: (...order: Parameters<typeof stems>) => stems(...order) }) as unknown as MusicEngine,
    separated: { find: async () => undefined, listOfTake: async () => [] },
    marksOf: async (id) => (id === TRACK ? [{ name: 'Hook "1"', startFrame: RATE, endFrame: 2 * RATE }] : []),
    events: createEvents(() => undefined),
  }
})
afterEach(async () => {
  await audio.close()
  rmSync(folder, { recursive: true, force: true })
})

const work = () => {
  const cancel = new AbortController()
  const flags = createWorkFlags()
  const stop = () => {
    raiseCancel(flags)
    cancel.abort()
  }
  return { context: { signal: cancel.signal, flags, progress: () => undefined }, stop }
}
const write = (
  into: string,
  { trackId = TRACK, force = false, target = 'all' as const, jobId = 'job_00000001', context = work().context as WorkContext } = {},
) => handOff(parts, { trackId, folder: into, target, force }, jobId, context)
const refusal = (writing: Promise<unknown>) =>
  writing.then(
    () => 'written',
    (cause) => cause.failure?.code ?? cause.name,
  )
const tree = (into: string) =>
  readdirSync(into, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(into.length + 1))
    .toSorted()

const python = pythonWith('zipfile', 'xml.etree')
const mido = pythonWith('mido')
const lxml = process.env.SEGNO_DAWPROJECT_SCHEMAS ? pythonWith('lxml') : undefined
/** where the tempo changes */
const TURN = (2 * 3.5 * 60) / 90

/** Reads REAPER's text by itself: blocks of lines, words with three kinds of quotes. */
type Block = { readonly words: readonly string[]; readonly lines: (readonly string[])[]; readonly blocks: Block[] }
const readRpp = (text: string): Block => {
  const words = (line: string) => [...line.matchAll(/"([^"]*)"|'([^']*)'|`([^`]*)`|(\S+)/g)].map(([, a, b, c, d]) => a ?? b ?? c ?? d ?? '')
  const root: Block = { words: [], lines: [], blocks: [] }
  const open = [root]
  for (const line of text.split('\n').map((one) => one.trim())) {
    const inner = open.at(-1) as Block
    if (line.startsWith('<')) {
      const block: Block = { words: words(line.slice(1)), lines: [], blocks: [] }
      inner.blocks.push(block)
      open.push(block)
    } else if (line === '>') open.pop()
    else if (line !== '') inner.lines.push(words(line))
  }
  expect(open).toHaveLength(1)
  return root.blocks[0] as Block
}

describe('what is in the folder', () => {
  test('every file, equally long from bar 1, the mix bit for bit, and nothing hidden', async () => {
    await write(at('out', 'song'))
    expect(readdirSync(at('out'))).toEqual(['song'])
    const names = STEMS.map((name, index) => `Stems/0${index + 1} ${name}.wav`)
    expect(tree(at('out', 'song'))).toEqual(
      [
        ...names,
        `MIDI/${BASE} - tempo.mid`,
        `MIDI/${BASE}.mid`,
        'READ ME.txt',
        `${BASE}.als`,
        `${BASE}.dawproject`,
        `${BASE}.musicxml`,
        `${BASE}.rpp`,
        `${BASE}.wav`,
        'provenance.json',
        'song.json',
      ].toSorted(),
    )
    for (const [index, name] of names.entries()) {
      expect(await readWavLayout(at('out', 'song', name))).toMatchObject({ lengthFrames: FRAMES, encoding: 'pcm24', sampleRateHz: RATE })
      expect((await readWavSpan(at('out', 'song', name), 0, 1))[0]?.[0]).toBe((index + 1) / 16)
    }
    expect(await readWavSpan(at('out', 'song', `${BASE}.wav`), 0, 1_000)).toEqual(await readWavSpan(at('song.wav'), 0, 1_000))
    const words = readFileSync(at('out', 'song', 'READ ME.txt'), 'utf8')
    expect(words).toContain('90, then 120 bpm')
    expect(words).toContain('no model trained on recordings')
    expect(words).toContain('0:01.000 to 0:02.000  Hook "1"')
    expect(JSON.parse(readFileSync(at('out', 'song', 'song.json'), 'utf8'))).toMatchObject({ prompt: 'rain', seed: 7, engine: 'score', lengthFrames: FRAMES })
  })

  test.each([
    ['reaper', ['rpp']],
    ['ableton', ['als']],
    ['dawproject', ['dawproject']],
    ['fl', []],
  ] as const)('for %s only its own project', async (target, endings) => {
    await handOff(parts, { trackId: TRACK, folder: at('out', 'x'), target, force: false }, 'job_00000001', work().context)
    const projects = tree(at('out', 'x')).filter((name) => /\.(rpp|als|dawproject)$/.test(name))
    expect(projects).toEqual(endings.map((ending) => `${BASE}.${ending}`))
    expect(tree(at('out', 'x')).filter((name) => name.startsWith('Stems/'))).toHaveLength(4)
  })

  test('an import with a lead-in: silence brings its bar line onto the grid, to the sample', async () => {
    await write(at('out', 'mine'), { trackId: IMPORTED })
    // one bar of two seconds less the half that is there
    const [left] = await readWavSpan(at('out', 'mine', 'Mine.wav'))
    expect(left?.length).toBe(FRAMES + 1.5 * RATE)
    expect(left?.subarray(0, 1.5 * RATE).every((sample) => sample === 0)).toBe(true)
    expect(left?.slice(1.5 * RATE, 1.5 * RATE + 100)).toEqual((await readWavSpan(at('song.wav'), 0, 100))[0])
    expect(tree(at('out', 'mine')).some((name) => name.endsWith('.musicxml') || name.startsWith('Stems'))).toBe(false)
    expect(readFileSync(at('out', 'mine', 'READ ME.txt'), 'utf8')).toContain('There are no stems')
  })

  test.each([
    { beat: { by: 'ear', bpm: 120.04, confidence: 0.62 } as const, words: 'The tempo was heard in the recording (likely, 62 %)', bpm: 120 },
    { beat: { by: 'ear', bpm: 97.5, confidence: 0.2 } as const, words: 'about 97.5 bpm was heard, which is a guess, 20 %', bpm: undefined },
    { beat: { by: 'unheard', why: 'It cannot be read.' } as const, words: 'Nobody could listen for the tempo: It cannot be read.', bpm: undefined },
  ])('a recording is listened to first, and every file says how sure its tempo is: $words', async ({ beat, words, bpm }) => {
    const [take] = (await parts.library.listTakes(IMPORTED)) as [Take]
    const { tempoMap: _tempo, timeSignature: _meter, ...without } = take
    let isHeard = false
    const told: number[] = []
    parts = {
      ...parts,
      async beatOf(_trackId, { progress }) {
        progress(1, 'listening')
        isHeard = true
        return beat
      },
      // what was heard is in the takes that are read after it
      library: { ...parts.library, listTakes: async () => [isHeard && bpm !== undefined ? take : { ...without, firstBarFrame: 0 }] },
    }
    const context = { ...work().context, progress: (fraction: number) => void told.push(fraction) }
    await write(at('out', 'mine'), { trackId: IMPORTED, context })
    const song = JSON.parse(readFileSync(at('out', 'mine', 'song.json'), 'utf8'))
    expect(song.tempoFrom).toMatchObject(beat)
    expect(song.tempoMap?.[0].tempoBpm).toBe(bpm)
    const readMe = readFileSync(at('out', 'mine', 'READ ME.txt'), 'utf8')
    expect(readMe).toContain(words)
    expect(readMe).toContain(bpm === undefined ? 'Tempo    not known' : `Tempo    ${bpm} bpm`)
    expect(readFileSync(at('out', 'mine', 'Mine.rpp'), 'utf8')).toContain(words)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(1)
  })

  test('the same song gives the same project files', async () => {
    await write(at('out', 'a'))
    await write(at('out', 'b'))
    for (const ending of ['rpp', 'als', 'dawproject', 'musicxml', 'wav']) {
      const [a, b] = ['a', 'b'].map((name) => readFileSync(at('out', name, `${BASE}.${ending}`)))
      expect(Buffer.compare(a as Buffer, b as Buffer)).toBe(0)
    }
  })
})

describe('read again by others', () => {
  test('REAPER’s project: names, files, tempo, markers within a sample, notes', async () => {
    await write(at('out', 'song'))
    const project = readRpp(readFileSync(at('out', 'song', `${BASE}.rpp`), 'utf8'))
    expect(project.words[0]).toBe('REAPER_PROJECT')
    expect(project.lines).toContainEqual(['TEMPO', '90', '7', '8'])
    const tempo = project.blocks.find(({ words }) => words[0] === 'TEMPOENVEX')?.lines.filter(([word]) => word === 'PT') ?? []
    expect(tempo.map(([, seconds, bpm]) => [Math.abs(Number(seconds) - (Number(bpm) === 90 ? 0 : TURN)) < 0.5 / RATE, Number(bpm)])).toEqual([
      [true, 90],
      [true, 120],
    ])
    expect(Number(tempo[0]?.[4])).toBe(7 + 8 * 65_536)
    const marks = project.lines.filter(([word]) => word === 'MARKER')
    expect(marks.map(([, , , name, isRegion]) => [name, isRegion])).toEqual([
      ['Intro', '0'],
      ['Hook "1"', '1'],
      ['', '1'],
      ['Verse B', '0'],
    ])
    for (const [index, seconds] of [0, 1, 2, TURN].entries()) expect(Math.abs(Number(marks[index]?.[2]) - seconds)).toBeLessThan(0.5 / RATE)
    const tracks = project.blocks.filter(({ words }) => words[0] === 'TRACK')
    const names = tracks.map(({ lines }) => lines.find(([word]) => word === 'NAME')?.[1])
    expect(names).toEqual(['Keys “soft” <&>', 'Bass', 'Drums', 'Rain', 'Mix (for comparison)', 'Keys “soft” <&> (notes)', 'Bass (notes)', 'Drums (notes)'])
    const items = tracks.map(({ blocks }) => blocks.find(({ words }) => words[0] === 'ITEM') as Block)
    for (const item of items) expect(Math.abs(Number(item.lines.find(([word]) => word === 'LENGTH')?.[1]) * RATE - FRAMES)).toBeLessThan(1)
    const files = items.slice(0, 5).map(({ blocks }) => blocks[0]?.lines[0]?.[1] ?? '')
    for (const file of files) expect(await readWavLayout(at('out', 'song', file))).toMatchObject({ lengthFrames: FRAMES })
    const midi = items[5]?.blocks[0] as Block
    expect(midi.lines[0]).toEqual(['HASDATA', '1', '960', 'QN'])
    let tick = 0
    const struck = midi.lines
      .filter(([word]) => word === 'E')
      .flatMap(([, delta, status, key]) => {
        tick += Number(delta)
        return status === '90' ? [[tick, Number.parseInt(key ?? '', 16)]] : []
      })
    const keys = songForTests.parts[0]?.notes.map(({ startTicks, microTicks, pitch }) => [startTicks + microTicks, pitch]) ?? []
    expect(struck.toSorted()).toEqual(keys.toSorted())
  })

  const XML = `
import sys, json, zipfile, gzip, io
import xml.etree.ElementTree as E
kind, path = sys.argv[1:3]
if kind == 'als':
    print(json.dumps(None if E.fromstring(gzip.open(path).read()) is None else [[t.tag, t.find('Name/EffectiveName').get('Value')] for t in E.fromstring(gzip.open(path).read()).findall('LiveSet/Tracks/*')]))
else:
    z = zipfile.ZipFile(path)
    assert z.testzip() is None
    root = E.fromstring(z.read('project.xml')); meta = E.fromstring(z.read('metadata.xml'))
    ids = [e.get('id') for e in root.iter() if e.get('id')]
    refs = [e.get(k) for e in root.iter() for k in ('track', 'destination', 'parameter') if e.get(k)]
    print(json.dumps({
      'names': z.namelist(), 'unique': len(ids) == len(set(ids)), 'refs': all(r in ids for r in refs),
      'title': meta.findtext('Title'), 'artist': meta.findtext('Artist'),
      'tracks': [t.get('name') for t in root.findall('Structure/Track')],
      'tempo': [[float(p.get('time')), float(p.get('value'))] for p in root.findall('Arrangement/TempoAutomation/RealPoint')],
      'meter': [root.find('Transport/TimeSignature').get('numerator'), root.find('Transport/TimeSignature').get('denominator')],
      'marks': [[m.get('name'), float(m.get('time'))] for m in root.findall('Arrangement/Markers/Marker')],
      'audio': [[a.find('File').get('path'), float(a.get('duration')), int(a.get('sampleRate'))] for a in root.iter('Audio')],
      'notes': [[float(n.get('time')), float(n.get('duration')), int(n.get('key'))] for n in next(root.iter('Notes'))],
      'sizes': [z.getinfo(n).file_size for n in z.namelist()],
    }))
`

  test.skipIf(!python)('a DAWproject, by Python’s zip and XML readers (needs Python; SEGNO_PYTHON says which)', async () => {
    await write(at('out', 'song'))
    const path = at('out', 'song', `${BASE}.dawproject`)
    const heard = askPython<
      Record<string, unknown> & { audio: [string, number, number][]; marks: [string, number][]; notes: number[][]; names: string[]; sizes: number[] }
    >(python ?? '', XML, 'dawproject', path)
    expect(heard).toMatchObject({
      unique: true,
      refs: true,
      title: TITLE,
      artist: 'AC/DC',
      meter: ['7', '8'],
      tempo: [
        [0, 90],
        [7, 120],
      ],
    })
    expect(heard.tracks).toEqual([
      'Keys “soft” <&>',
      'Bass',
      'Drums',
      'Rain',
      'Mix (for comparison)',
      'Keys “soft” <&> (notes)',
      'Bass (notes)',
      'Drums (notes)',
      'Master',
    ])
    // quarters: one second is 1.5 of them
    expect(heard.marks).toEqual([
      ['Intro', 0],
      ['Hook "1"', 1.5],
      ['Verse B', 7],
    ])
    for (const [file, seconds, rate] of heard.audio) {
      expect(Math.abs(seconds * rate - FRAMES)).toBeLessThan(1)
      expect(heard.sizes[heard.names.indexOf(file)]).toBeGreaterThan(FRAMES * 6)
    }
    expect(heard.audio).toHaveLength(5)
    expect(heard.notes).toHaveLength(11)
    expect(heard.notes).toContainEqual([15 / 960, 1, 62])
  })

  test.skipIf(!lxml)(
    'a DAWproject is valid against the published schemas (needs Python with lxml and SEGNO_DAWPROJECT_SCHEMAS, the folder of Project.xsd)',
    async () => {
      await write(at('out', 'song'))
      const script = `
import sys, json, zipfile
from lxml import etree
z = zipfile.ZipFile(sys.argv[1])
errors = []
for name, schema in (('project.xml', 'Project.xsd'), ('metadata.xml', 'MetaData.xsd')):
    xsd = etree.XMLSchema(etree.parse(sys.argv[2] + '/' + schema))
    if not xsd.validate(etree.fromstring(z.read(name)).getroottree()): errors += [str(e) for e in xsd.error_log]
print(json.dumps(errors))
`
      expect(askPython<string[]>(lxml ?? '', script, at('out', 'song', `${BASE}.dawproject`), process.env.SEGNO_DAWPROJECT_SCHEMAS ?? '')).toEqual([])
    },
  )

  test('a Live set is XML in gzip with every track, note and locator', async () => {
    await write(at('out', 'song'))
    const bytes = readFileSync(at('out', 'song', `${BASE}.als`))
    const xml = gunzipSync(bytes).toString()
    expect(
      [...xml.matchAll(/<Locator Id="\d+">\s*<LomId Value="0"\/>\s*<Time Value="([\d.]+)"\/>\s*<Name Value="([^"]*)"/g)].map(([, time, name]) => [
        Number(time),
        name,
      ]),
    ).toEqual([
      [0, 'Intro'],
      [1.5, 'Hook &quot;1&quot;'],
      [7, 'Verse B'],
    ])
    expect([...xml.matchAll(/<FloatEvent Id="\d+" Time="(-?[\d.]+)" Value="([\d.]+)"/g)].map(([, time, value]) => [Number(time), Number(value)])).toEqual([
      [-63_072_000, 90],
      [7, 90],
      [7, 120],
    ])
    expect(xml.match(/<MidiNoteEvent /g)).toHaveLength(11 + 2 + 3)
    const ids = [...xml.matchAll(/<(?:AutomationTarget|ModulationTarget) Id="(\d+)"/g)].map(([, id]) => id)
    expect(new Set(ids).size).toBe(ids.length)
    // what readers of sets refuse to do without: Live's version in the creator, and how each track is drawn
    expect(xml).toMatch(/Creator="[^"]*Ableton Live 11\.3"/)
    for (const sign of ['<LaneHeight Value=', '<ViewStateSesstionTrackWidth Value='])
      expect(xml.split(sign).length - 1).toBe(xml.match(/<\/(AudioTrack|MidiTrack|MasterTrack)>/g)?.length)
    for (const [, file] of xml.matchAll(/<RelativePath Value="([^"]+)"/g))
      expect(await readWavLayout(at('out', 'song', (file ?? '').replaceAll('&amp;', '&')))).toMatchObject({ lengthFrames: FRAMES })
    if (python) expect(askPython<string[][]>(python, XML, 'als', at('out', 'song', `${BASE}.als`))).toHaveLength(8)
  })

  test('the tempo file: map, meter and markers', async () => {
    await write(at('out', 'song'))
    const { header } = new midiFile.Midi(readFileSync(at('out', 'song', 'MIDI', `${BASE} - tempo.mid`)))
    expect(header.tempos.map(({ ticks, bpm }) => [ticks, Math.round(bpm * 1000) / 1000])).toEqual([
      [0, 90],
      [2 * BAR_TICKS, 120],
    ])
    expect(header.timeSignatures[0]?.timeSignature).toEqual([7, 8])
    expect(header.meta.filter(({ type }) => type === 'marker').map(({ ticks, text }) => [ticks, text])).toEqual([
      [0, 'Intro'],
      [1_440, 'Hook "1"'],
      [2 * BAR_TICKS, 'Verse B'],
    ])
  })

  test.skipIf(!mido)('the MIDI files, by mido: names, tempo and every note within a tick (needs Python with mido)', async () => {
    await write(at('out', 'song'))
    const script = `
import sys, json, mido
m = mido.MidiFile(sys.argv[1], charset='utf8')
tracks = []
for t in m.tracks:
    at, notes = 0, []
    for e in t:
        at += e.time
        if e.type == 'note_on' and e.velocity: notes.append([at, e.note])
    tracks.append([t.name, sorted(notes)])
print(json.dumps({'ppq': m.ticks_per_beat, 'length': m.length, 'tracks': tracks, 'tempi': [round(mido.tempo2bpm(e.tempo), 3) for t in m.tracks for e in t if e.type == 'set_tempo']}))
`
    const heard = askPython<{ ppq: number; tempi: number[]; tracks: [string, number[][]][]; length: number }>(
      mido ?? '',
      script,
      at('out', 'song', 'MIDI', `${BASE}.mid`),
    )
    expect(heard).toMatchObject({ ppq: 960, tempi: [90, 120] })
    expect(heard.tracks.map(([name]) => name)).toEqual([TITLE, 'Keys “soft” <&>', 'Bass', 'Drums'])
    for (const [index, part] of songForTests.parts.slice(0, 3).entries())
      expect(heard.tracks[index + 1]?.[1]).toEqual(
        part.notes
          .map(({ startTicks, microTicks, pitch }) => [startTicks + microTicks, pitch])
          .toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0) || (a[1] ?? 0) - (b[1] ?? 0)),
      )
    expect(askPython<{ length: number }>(mido ?? '', script, at('out', 'song', 'MIDI', `${BASE} - tempo.mid`)).length).toBeCloseTo(SECONDS, 3)
  })
})

describe('bad days', () => {
  test('a folder with somebody else’s files is never touched, not even when forced', async () => {
    mkdirSync(at('out', 'mine'))
    writeFileSync(at('out', 'mine', 'thesis.txt'), 'my own work')
    for (const force of [false, true]) expect(await refusal(write(at('out', 'mine'), { force }))).toBe('export.file-exists')
    expect(tree(at('out'))).toEqual(['mine/thesis.txt'])
    writeFileSync(at('out', 'file'), 'x')
    expect(await refusal(write(at('out', 'file')))).toBe('export.file-exists')
    expect(await refusal(write(at('nowhere', 'song')))).toBe('export.no-folder')
    expect(await refusal(write(at('out', 'song'), { trackId: 'trk_00000009' as TrackId }))).toBe('track.not-found')
    expect(tree(at('out'))).toEqual(['file', 'mine/thesis.txt'])
  })

  test('an empty folder is taken; an older hand-off only when asked, and then as a whole', async () => {
    mkdirSync(at('out', 'song'))
    await write(at('out', 'song'))
    writeFileSync(at('out', 'song', 'old.txt'), 'of the first')
    expect(await refusal(write(at('out', 'song'), { jobId: 'job_00000002' }))).toBe('export.file-exists')
    await write(at('out', 'song'), { jobId: 'job_00000002', force: true })
    expect(tree(at('out', 'song'))).not.toContain('old.txt')
    expect(readdirSync(at('out'))).toEqual(['song'])
  })

  test('killed between putting the old hand-off aside and the new one in place: the old one comes back first', async () => {
    await write(at('out', 'song'))
    writeFileSync(at('out', 'song', 'old.txt'), 'of the first')
    let hidden = ''
    const real = stems
    stems = async () => {
      hidden = readdirSync(at('out')).find((name) => name.startsWith('.segno-')) ?? ''
      throw new Error('killed')
    }
    await expect(write(at('out', 'song'), { jobId: 'job_00000002', force: true })).rejects.toThrow('killed')
    renameSync(at('out', 'song'), at('out', `${hidden}.old`))
    await expect(write(at('out', 'song'), { jobId: 'job_00000002', force: true })).rejects.toThrow('killed')
    expect(tree(at('out', 'song'))).toContain('old.txt')
    stems = real
    await write(at('out', 'song'), { jobId: 'job_00000002', force: true })
    expect(readdirSync(at('out'))).toEqual(['song'])
    expect(tree(at('out', 'song'))).not.toContain('old.txt')
  })

  test('killed after the last step, a second run of the same job finds its work done', async () => {
    await write(at('out', 'song'))
    writeFileSync(at('out', 'song', 'READ ME.txt'), 'as it was')
    await write(at('out', 'song'))
    expect(readFileSync(at('out', 'song', 'READ ME.txt'), 'utf8')).toBe('as it was')
  })

  test('killed half-way, a second run begins by removing what was left', async () => {
    const killed = new Error('killed')
    let left: string[] = []
    const real = stems
    stems = async (...order) => {
      await real(...order)
      left = readdirSync(at('out'))
      throw killed
    }
    await expect(write(at('out', 'song'))).rejects.toBe(killed)
    const [hidden = ''] = left
    expect(hidden).toMatch(/^\.segno-/)
    mkdirSync(at('out', hidden))
    writeFileSync(at('out', hidden, 'half'), 'x')
    stems = real
    await write(at('out', 'song'))
    expect(readdirSync(at('out'))).toEqual(['song'])
    expect(tree(at('out', 'song'))).not.toContain('half')
  })

  test('cancelled, or the disk full in the middle: nothing is there', async () => {
    const real = stems
    const { context, stop } = work()
    stems = async (...order) => {
      const made = await real(...order)
      stop()
      return made
    }
    expect(await refusal(write(at('out', 'song'), { context }))).toBe('AbortError')
    stems = async () => {
      throw new FailureError(failure('disk.full', 'There is no room.'))
    }
    expect(await refusal(write(at('out', 'song')))).toBe('disk.full')
    expect(readdirSync(at('out'))).toEqual([])
  })
})
