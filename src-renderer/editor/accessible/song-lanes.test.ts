import { expect, test } from 'vitest'
import { MarkerId, RegionId, Sha256, StemSetId, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { ProjectView } from '../../../src-shared/project/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import type { StemSet } from '../../../src-shared/separation/contract.ts'
import { outlineMove } from './outline-moves.ts'
import { itemWords } from './song-item.ts'
import { songLanes } from './song-lanes.ts'
import { songNews } from './song-news.ts'

const RATE = 44_100
/** 120 bpm in 4/4: a bar is two seconds */
const BAR = 2 * RATE
const trackId = TrackId.parse('trk_00000001')
const id = (name: string): TakeId => TakeId.parse(`tak_${name.padEnd(8, '0')}`)
const take = (name: string, number: number, about: Partial<Take> = {}): Take => ({
  id: id(name),
  trackId,
  kind: 'original',
  groupId: name.slice(0, 1),
  number,
  audioSha256: Sha256.parse('a'.repeat(64)),
  sampleRateHz: RATE,
  channelCount: 2,
  lengthFrames: 32 * BAR,
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarFrame: 0,
  sections: [
    { role: 'verse', label: 'A', startBar: 0, barCount: 8 },
    { role: 'chorus', label: 'B', startBar: 8, barCount: 8 },
  ] as unknown as Take['sections'],
  prompt: '',
  engine: 'score',
  strategy: '',
  reason: '',
  loudness: { integratedLufs: -14.1, truePeakDbtp: -1.2 },
  createdAt: number,
  ...about,
})
const seam = (bar: number) => ({ atFrame: bar * BAR, loudnessStepLu: -0.3, crossfadeSeconds: 0.02 })
const anew = (name: string, number: number, parent: string, about: Partial<Take> = {}): Take =>
  take(name, number, {
    kind: 'regenerate',
    parentTakeId: id(parent),
    region: { startFrame: 8 * BAR, endFrame: 16 * BAR },
    proof: { outsideIdentical: true, comparedFrames: 1, crossfadeSeconds: 0.02, seams: [seam(8), seam(16)] },
    ...about,
  })
const region = { id: RegionId.parse(`reg_${'1'.repeat(20)}`), name: 'Chorus', startFrame: 8 * BAR, endFrame: 16 * BAR }
const view = (takes: Take[], current: string, about: Partial<ProjectView> = {}): ProjectView => ({
  document: {
    schemaVersion: 1,
    trackId,
    currentTakeId: id(current),
    regions: { [region.id]: region },
    markers: {},
    discardedTakeIds: {},
    stems: {},
    takeNotes: {},
    preferences: {},
  },
  revision: 1,
  title: 'Rain',
  takes,
  history: [],
  ...about,
})
const stems = {
  id: StemSetId.parse('stm_00000001'),
  stems: [
    { position: 0, name: 'Drums' },
    { position: 1, name: 'Bass' },
  ],
} as unknown as StemSet

test('everything on the canvas is a named item with its start and its length', () => {
  const song = anew('song', 1, 'root', { prompt: 'more drums' })
  const project = view([take('root', 1), song, anew('b1', 1, 'song'), anew('b2', 2, 'song')], 'song')
  const marker = (n: number, name: string, frame: number) => ({ id: MarkerId.parse(`mrk_${String(n).repeat(20)}`), name, frame })
  const markers = { b: marker(2, 'Drop', 16 * BAR + RATE / 2), a: marker(1, 'Breath', 4 * BAR) }
  const mixes = { 1: { gainDb: -3, pan: 0.2, isMuted: true, isSoloed: false } }
  const marked = { ...project, document: { ...project.document, markers } }
  const lanes = songLanes({ project: marked, heard: project.takes[2] as Take, stems, mixes, promptOf: () => 'more drums' })
  expect(Object.fromEntries(lanes.map(({ name, items }) => [name, items.map(itemWords)]))).toEqual({
    Parts: ['Part Verse A, bar 1 beat 1, 8 bars, 16.0 seconds', 'Part Chorus B, bar 9 beat 1, 8 bars, 16.0 seconds'],
    Regions: ['Region Chorus, bar 9 beat 1, 8 bars, 16.0 seconds, “more drums”'],
    Markers: ['Marker Breath, bar 5 beat 1', 'Marker Drop, bar 17 beat 2'],
    Takes: ['Take 1, bar 9 beat 1, 8 bars, 16.0 seconds, heard now, outside identical', 'Take 2, bar 9 beat 1, 8 bars, 16.0 seconds, outside identical'],
    Clips: [
      'Clip the first version, bar 1 beat 1, 32 bars, 1 minute 4.0 seconds',
      'Clip played anew, take 1, bar 9 beat 1, 8 bars, 16.0 seconds, “more drums”',
    ],
    Seams: [
      'Seam, bar 9 beat 1, loudness step minus 0.3 LU, crossfade 20 milliseconds',
      'Seam of take 1, bar 9 beat 1, loudness step minus 0.3 LU, crossfade 20 milliseconds',
      'Seam, bar 17 beat 1, loudness step minus 0.3 LU, crossfade 20 milliseconds',
      'Seam of take 1, bar 17 beat 1, loudness step minus 0.3 LU, crossfade 20 milliseconds',
    ],
    Stems: [
      'Stem Drums, bar 1 beat 1, 32 bars, 1 minute 4.0 seconds, as in the song',
      'Stem Bass, bar 1 beat 1, 32 bars, 1 minute 4.0 seconds, muted, 3 decibels down, 20 percent right',
    ],
    Meters: [
      'Loudness of take 1, bar 1 beat 1, 32 bars, 1 minute 4.0 seconds, integrated minus 14.1 LUFS',
      'True peak of take 1, bar 1 beat 1, 32 bars, 1 minute 4.0 seconds, minus 1.2 decibels',
    ],
  })
  const ids = lanes.flatMap(({ items }) => items.map((item) => item.id))
  expect(new Set(ids).size).toBe(ids.length)
})

test('a song without bars counts in seconds', () => {
  const { tempoMap: _, timeSignature: __, ...plain } = take('root', 1, { sections: [] })
  const lanes = songLanes({ project: view([plain], 'root'), heard: plain, stems: undefined, promptOf: () => '' })
  expect(lanes.find(({ name }) => name === 'Regions')?.items.map(itemWords)).toEqual(['Region Chorus, at 16.0 seconds, 16.0 seconds long'])
})

test('arrows walk in time and keep the moment between the lanes; they stop at the ends', () => {
  const project = view([take('root', 1)], 'root')
  const lanes = songLanes({ project, heard: project.takes[0] as Take, stems: undefined, promptOf: () => '' })
  const name = (from: string | undefined, move: Parameters<typeof outlineMove>[2], frame = 0) => outlineMove(lanes, from, move, frame)?.name
  expect(name(undefined, 'right', 9 * BAR)).toBe('Part Chorus B')
  expect(name('part-0', 'right')).toBe('Part Chorus B')
  expect(name('part-1', 'right')).toBe('Part Chorus B')
  expect(name('part-0', 'left')).toBe('Part Verse A')
  expect(name(`region-${region.id}`, 'up', 8 * BAR)).toBe('Part Chorus B')
  expect(name('part-0', 'down')).toBe('Region Chorus')
  expect(name('part-0', 'up')).toBe('Part Verse A')
  expect(name('part-1', 'start')).toBe('Part Verse A')
  expect(name('part-0', 'last')).toBe('True peak of the song')
  expect(name('gone', 'right', 0)).toBe('Part Verse A')
  expect(outlineMove([], undefined, 'down', 0)).toBeUndefined()
})

test('news of the song: done, undone, done again, several steps, a take that came', () => {
  const entry = (index: number, label: string, isUndone = false) => ({ index, label, at: index, actor: 'person' as const, isUndone })
  const at = (...history: ProjectView['history']) => view([take('root', 1)], 'root', { history })
  const one = at(entry(0, 'Keep bars 9–16'))
  const undone = at(entry(0, 'Keep bars 9–16', true))
  expect(songNews(at(), one)).toEqual([{ kind: 'deed', text: 'Keep bars 9–16.' }])
  expect(songNews(one, undone)).toEqual([{ kind: 'deed', text: 'Undone: Keep bars 9–16.' }])
  expect(songNews(undone, one)).toEqual([{ kind: 'deed', text: 'Done again: Keep bars 9–16.' }])
  const three = at(entry(0, 'a'), entry(1, 'b'), entry(2, 'c'))
  expect(songNews(three, at(entry(0, 'a'), entry(1, 'b', true), entry(2, 'c', true)))[0]?.text).toBe('Undone: 2 steps, back to a.')
  expect(songNews(one, one)).toEqual([])
  expect(songNews(one, { ...one, takes: [...one.takes, anew('b1', 2, 'root')] })).toEqual([
    {
      kind: 'news',
      text: 'Take 2 arrived, regenerated: bar 9 beat 1, 8 bars, 16.0 seconds.',
      detail: 'Outside identical, seams 0.3 LU, 0.3 LU, crossfade 20 ms.',
    },
  ])
})
