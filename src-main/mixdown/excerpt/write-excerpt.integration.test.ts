import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import midiFile from '@tonejs/midi'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Sha256, StemSetId, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { Excerpt } from '../../../src-shared/mixdown/excerpt.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { type AudioService, createAudioService, openWav, writeWav24 } from '../../audio/index.ts'
import { createDragFiles } from '../index.ts'
import { songForTests } from '../song-for-tests.ts'

const RATE_HZ = 44_100
const trackId = 'trk_00000001' as TrackId
const setId = 'stm_00000001' as StemSetId
const SONG = 'a'.repeat(64) as Sha256
const BASS = 'b'.repeat(64) as Sha256
let folder = ''
let audio: AudioService
let drag: ReturnType<typeof createDragFiles>
let isThere = true

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'segno-excerpt-'))
  const tone = (step: number) => Float32Array.from({ length: 3 * RATE_HZ }, (_, i) => 0.4 * Math.sin(i / step))
  await writeWav24(join(folder, `${SONG}.wav`), [tone(17), tone(19)], RATE_HZ)
  await writeWav24(join(folder, `${BASS}.wav`), [tone(80), tone(80)], RATE_HZ)
  const pathOf = (sha256: Sha256) => join(folder, `${sha256}.wav`)
  audio = createAudioService({ peaksFolder: join(folder, 'peaks'), pathOf, threads: 1 })
  isThere = true
  const track = { id: trackId, title: 'Rain / “glass”', currentTakeId: 'tak_00000001' as TakeId, licence: 'MIT', engine: 'score', createdAt: 0 } as Track
  const take = {
    id: track.currentTakeId,
    audioSha256: SONG,
    scoreSha256: 'c'.repeat(64),
    engine: 'score',
    sections: songForTests.sections,
    tempoMap: songForTests.tempoMap,
    timeSignature: songForTests.timeSignature,
    sampleRateHz: RATE_HZ,
    lengthFrames: 3 * RATE_HZ,
    firstBarFrame: 0,
  } as unknown as Take
  drag = createDragFiles(join(folder, 'dragged'), {
    audio,
    store: { pathOf, has: () => isThere },
    library: { find: async () => track, findScore: async () => songForTests, listTakes: async () => [take] },
    separated: { find: async (id) => (id === setId ? { id, stems: [{ name: 'Bass', audioSha256: BASS }] } : undefined) },
  })
})
afterEach(async () => {
  await audio.close()
  rmSync(folder, { recursive: true, force: true })
})

const dragged = async (excerpt: Omit<Excerpt, 'trackId'>): Promise<string> => {
  const made = await drag({ trackId, ...excerpt })
  if (!made.ok) throw new Error(made.error.code)
  return made.value.path
}
const framesOf = async (path: string, from: number, to: number) => {
  const wav = await openWav(path)
  try {
    return { length: wav.layout.lengthFrames, bytes: Buffer.from(await wav.readBytes(from, to)) }
  } finally {
    await wav.close()
  }
}

test('a region is the song’s own samples, knows where it lay, and is the same file the next time', async () => {
  const span = { startFrame: 30_001, endFrame: 90_000 }
  const path = await dragged({ format: 'wav', span, name: 'Chorus: big' })
  expect(basename(path)).toMatch(/^Rain .*glass.* Chorus.* big\.wav$/)
  const own = await framesOf(join(folder, `${SONG}.wav`), span.startFrame, span.endFrame)
  const part = await framesOf(path, 0, span.endFrame - span.startFrame)
  expect(part.length).toBe(59_999)
  expect(part.bytes.equals(own.bytes)).toBe(true)
  // EBU Tech 3285: TimeReferenceLow lies 338 bytes into the bext chunk's body
  const file = readFileSync(path)
  expect(file.readUInt32LE(file.indexOf('bext') + 8 + 338)).toBe(span.startFrame)
  const before = readdirSync(join(folder, 'dragged'))
  expect(await dragged({ format: 'wav', span, name: 'Chorus: big' })).toBe(path)
  expect(readdirSync(join(folder, 'dragged'))).toEqual(before)
})

test('a stem is its own sound; notes of some bars are a MIDI file that begins with them', async () => {
  const stem = await dragged({ format: 'wav', stem: { setId, position: 0 } })
  expect(basename(stem)).toMatch(/ Bass\.wav$/)
  expect((await framesOf(stem, 0, 999)).bytes.equals((await framesOf(join(folder, `${BASS}.wav`), 0, 999)).bytes)).toBe(true)

  // bars 3 and 4 of the score begin at 2 * 3360 ticks of 90 bpm
  const startFrame = Math.round((2 * 3_360 * 60 * RATE_HZ) / (960 * 90))
  const notes = new midiFile.Midi(readFileSync(await dragged({ format: 'mid', span: { startFrame, endFrame: startFrame + 9 * RATE_HZ } })))
  expect(notes.header.tempos.map(({ bpm }) => Math.round(bpm))).toEqual([120])
  expect(notes.tracks[0]?.notes.map(({ midi, ticks }) => [midi, ticks])).toEqual([60, 64, 67, 71, 74].map((pitch, i) => [pitch, i * 240]))
})

test('what is not there is said, and no file is left', async () => {
  const code = async (excerpt: Omit<Excerpt, 'trackId'>) => {
    const made = await drag({ trackId, ...excerpt })
    return made.ok ? 'made' : made.error.code
  }
  expect(await code({ format: 'wav', stem: { setId: 'stm_00000002' as StemSetId, position: 0 } })).toBe('separation.not-found')
  expect(await code({ format: 'wav', span: { startFrame: 9 * RATE_HZ, endFrame: 10 * RATE_HZ } })).toBe('export.bad-options')
  expect(await code({ format: 'mid', span: { startFrame: 90 * RATE_HZ, endFrame: 100 * RATE_HZ } })).toBe('export.no-score')
  isThere = false
  expect(await code({ format: 'wav' })).toBe('audio.missing')
  const left = existsSync(join(folder, 'dragged')) ? readdirSync(join(folder, 'dragged'), { recursive: true }) : []
  expect(left.filter((name) => /\.(wav|mid|part)$/.test(String(name)))).toEqual([])
})
