import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Sha256, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import { createWorkFlags } from '../../../src-shared/kernel/work-flags.ts'
import type { Track } from '../../../src-shared/library/contract.ts'
import type { Take } from '../../../src-shared/project/document.ts'
import { createAudioService, writeWav24 } from '../../audio/index.ts'
import { createQualityDesk } from './quality-desk.ts'

const RATE = 8_000
const SHA = 'a'.repeat(64) as Sha256
const TRACK = 'trk_00000001' as TrackId
let folder = ''
let audio: ReturnType<typeof createAudioService>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quality-'))
  audio = createAudioService({ peaksFolder: folder, pathOf: (sha256) => join(folder, `${sha256}.wav`), threads: 1 })
})
afterAll(async () => {
  await audio.close()
  await rm(folder, { recursive: true })
})

/** 20 s of a tone that is on in these seconds. */
const toneIn = (isOn: (second: number) => boolean): Float32Array =>
  Float32Array.from({ length: 20 * RATE }, (_, i) => (isOn(i / RATE) ? 0.3 * Math.sin((2 * Math.PI * 440 * i) / RATE) : 0))
const context = { signal: new AbortController().signal, flags: createWorkFlags(), progress: () => undefined }
const LOUDNESS = { integratedLufs: -14, truePeakDbtp: -10 }
const deskOver = (found: Track | undefined) =>
  createQualityDesk({
    library: {
      find: async () => found,
      listTakes: async () => [{ id: 'tak_00000001' as TakeId, kind: 'original', audioSha256: SHA } as Take],
      findScore: async () => undefined,
    },
    pathOf: (sha256) => join(folder, `${sha256}.wav`),
    scanLevels: audio.scanLevels,
    hearingOf: async () => undefined,
  })

test('a file that dies away before its half is a fault, whatever loudness its engine measured', async () => {
  const audioPath = join(folder, 'piece.wav')
  await writeWav24(audioPath, [toneIn((second) => second < 8)], RATE)
  const piece = { audioPath, sampleRateHz: RATE, channelCount: 1, lengthFrames: 20 * RATE, loudness: LOUDNESS }
  const unplanned = { title: '', plan: undefined, score: undefined, strategy: '', reason: '' }
  const { fault, report } = await deskOver(undefined).judgePiece({ ...piece, ...unplanned }, { prompt: 'rain', seed: 1, overrides: {}, seconds: 20 }, context)
  expect(fault).toBe('was silent for more than half of its length')
  expect(report.points.find(({ name }) => name === 'Silence')?.sentence).toBe('Nothing sounds in 60 % of it.')
})

test('a song of the library is read from its file; one that has left has no report', async () => {
  await writeWav24(join(folder, `${SHA}.wav`), [toneIn((second) => second < 6 || second > 11), toneIn((second) => second < 6)], RATE)
  const song = { id: TRACK, audioSha256: SHA, sampleRateHz: RATE, seconds: 20, loudness: LOUDNESS } as Track
  const report = await deskOver(song).reportOf(TRACK, context)
  expect(report).toMatchObject({ score: 92, points: [{ name: 'Loudness' }, { name: 'Peaks' }, { name: 'Silence', verdict: 'look' }] })
  expect(report?.points[2]?.sentence).toMatch(/^At 0:0[56] nothing sounds for [45]\.\d s\.$/)
  expect(await deskOver(undefined).reportOf(TRACK, context)).toBeUndefined()
})
