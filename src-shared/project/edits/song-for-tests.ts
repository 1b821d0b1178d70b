import type { RegionId, TakeId, TrackId } from '../../kernel/ids.ts'
import type { ProjectDocument, Take } from '../document.ts'

/** A song for tests: 100 s at 48 kHz, 120 bpm in 4/4, so that a bar is 2 s = 96 000 frames. */
export const SONG_TRACK = 'trk_00000001' as TrackId
export const ORIGINAL = 'tak_original' as TakeId

export const takeId = (name: string): TakeId => `tak_${name.padStart(8, '0')}` as TakeId
export const regionId = (name: string): RegionId => `reg_${name.padStart(8, '0')}` as RegionId

export const makeTake = (changes: Partial<Take> = {}): Take => ({
  id: ORIGINAL,
  trackId: SONG_TRACK,
  kind: 'original',
  groupId: 'first',
  number: 1,
  audioSha256: 'a'.repeat(64) as Take['audioSha256'],
  sampleRateHz: 48_000,
  channelCount: 2,
  lengthFrames: 4_800_000,
  tempoMap: [{ atTicks: 0, tempoBpm: 120 }],
  timeSignature: { beats: 4, unit: 4 },
  firstBarFrame: 0,
  sections: [],
  prompt: 'rain on a window',
  engine: 'score',
  strategy: '',
  reason: '',
  createdAt: 0,
  ...changes,
})

export const makeDocument = (changes: Partial<ProjectDocument> = {}): ProjectDocument => ({
  schemaVersion: 1,
  trackId: SONG_TRACK,
  currentTakeId: ORIGINAL,
  regions: {},
  markers: {},
  discardedTakeIds: {},
  stems: {},
  takeNotes: {},
  preferences: {},
  ...changes,
})

/** Take `number` of one click on bars 5–8. */
export const regenerated = (id: TakeId, number: number, changes: Partial<Take> = {}): Take =>
  makeTake({
    id,
    parentTakeId: ORIGINAL,
    kind: 'regenerate',
    groupId: 'second',
    number,
    region: { startFrame: 4 * 96_000, endFrame: 8 * 96_000 },
    createdAt: number,
    ...changes,
  })
