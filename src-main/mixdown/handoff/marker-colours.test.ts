import { expect, test } from 'vitest'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { readMe } from './handoff-notes.ts'
import { handoffSong } from './handoff-song.ts'
import { toDawproject } from './to-dawproject.ts'
import { toReaper } from './to-reaper.ts'

test('markers keep their colour where a format has one, and the read-me names it', () => {
  const bars = { tempoMap: [{ atTicks: 0, tempoBpm: 120 }], timeSignature: { beats: 4, unit: 4 as const } }
  const take = { ...bars, sampleRateHz: 48_000, lengthFrames: 480_000, firstBarFrame: 0, sections: [] } as unknown as Take
  const kept = [
    { name: 'Drop', startFrame: 48_000, colour: 'sky' as const },
    { name: 'Plain', startFrame: 96_000 },
  ]
  const song = handoffSong(
    { title: 'Rain', artist: undefined, comment: '', beat: { by: 'score' } },
    take,
    { ...bars, padFrames: 0, shiftBars: 0, hasBeat: true },
    undefined,
    kept,
    [],
  )
  const { project } = toDawproject(song, '1')
  expect(project).toContain('<Marker name="Drop" color="#56B4E9" time="2"/>')
  expect(project).toContain('<Marker name="Plain" time="4"/>')
  // the order of the file (MARKER number seconds name isRegion colour) and of the bytes (red lowest) as ProjectConverter reads and writes them, which
  // takes markers between REAPER and DAWproject (Jürgen Moßgraber, ReaperDetector and ReaperCreator, d198808); COLORREF in Microsoft’s words is
  // 0x00bbggrr. 0x01E9B456: there is a colour, blue 233, green 180, red 86
  expect(toReaper(song)).toMatch(/MARKER 1 1\S* "Drop" 0 32093270\n/)
  expect(toReaper(song)).toMatch(/MARKER 2 2\S* "Plain" 0\n/)
  const notes = readMe(song, { licence: 'own' } as unknown as Track, [], { base: 'Rain', projects: ['als'], hasScore: false })
  expect(notes).toContain('  0:01.000  Drop (Sky blue)\n  0:02.000  Plain\n')
  expect(notes).toContain('Live shows them without colours')
})
