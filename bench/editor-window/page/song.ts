import { BASE_BUCKET_FRAMES, buildPeaks, encodePeaks } from '../../../src-shared/audio/peaks-format.ts'
import { columnCountOf, encodeSpectrum, SPECTRUM_ROWS, spectrumShape } from '../../../src-shared/audio/spectrum-format.ts'
import { RegionId, Sha256, TakeId, TrackId } from '../../../src-shared/kernel/ids.ts'
import type { Region, Take } from '../../../src-shared/project/document.ts'
import type { Section } from '../../../src-shared/score/score.ts'

/** A made-up song for looking at and measuring the editor: bars, sections, takes and peaks that look like music, no sound. */
export const RATE = 44_100
export const TEMPO_BPM = 84
const BEAT_FRAMES = (60 / TEMPO_BPM) * RATE

export const trackId = TrackId.parse('trk_bench0001')
export const takeId = (name: string): TakeId => TakeId.parse(`tak_${name.padEnd(8, '0')}`)
export const sha = (digit: number): Sha256 => Sha256.parse(digit.toString(16).repeat(64).slice(0, 64))
export const regionId = (n: number): RegionId => RegionId.parse(`reg_${String(n).padStart(8, '0')}`)

const FORM: readonly [string, Section['role'], number, number][] = [
  ['I', 'intro', 4, 0.3],
  ['A', 'verse', 8, 0.5],
  ['B', 'chorus', 8, 0.9],
  ['A', 'verse', 8, 0.6],
  ['B', 'chorus', 8, 0.95],
  ['C', 'bridge', 8, 0.45],
  ['B', 'chorus', 8, 1],
  ['O', 'outro', 4, 0.25],
]

const sectionsFor = (bars: number): Section[] => {
  const sections: Section[] = []
  for (let startBar = 0, i = 0; startBar < bars; i++) {
    const [label, role, barCount, energy] = FORM[i % FORM.length] ?? ['A', 'verse', 8, 0.5]
    sections.push({ label, role, startBar, barCount: Math.min(barCount, bars - startBar), energy })
    startBar += barCount
  }
  return sections
}

export const framesOfBars = (bars: number): number => Math.round(bars * 4 * BEAT_FRAMES)

export const makeTake = (name: string, seconds: number, more: Partial<Take> = {}): Take => {
  const lengthFrames = Math.round(seconds * RATE)
  return {
    id: takeId(name),
    trackId,
    kind: 'original',
    groupId: 'group-0',
    number: 1,
    audioSha256: sha(1),
    sampleRateHz: RATE,
    channelCount: 2,
    lengthFrames,
    tempoMap: [{ atTicks: 0, tempoBpm: TEMPO_BPM }],
    timeSignature: { beats: 4, unit: 4 },
    firstBarFrame: 0,
    sections: sectionsFor(Math.floor(lengthFrames / (4 * BEAT_FRAMES))),
    prompt: 'rainy night lo-fi piano, upright bass, brushes',
    engine: 'score',
    strategy: 'compose',
    reason: '',
    loudness: { integratedLufs: -14.1, truePeakDbtp: -1.2 },
    createdAt: Date.now() - 3_600_000,
    ...more,
  }
}

export const makeRegions = (count: number, lengthFrames: number): Record<string, Region> =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => {
      const startFrame = Math.floor((i / count) * lengthFrames)
      return [regionId(i), { id: regionId(i), name: `Idea ${i + 1}`, startFrame, endFrame: startFrame + Math.floor((0.8 / count) * lengthFrames) }]
    }),
  )

const noise = (n: number): number => {
  const x = Math.sin(n * 12.9898) * 43_758.5453
  return x - Math.floor(x)
}

/** Hits on the beats, a level for each section, never twice the same. `variant` makes takes look different. */
export const makePeaksFile = (lengthFrames: number, variant: number): Uint8Array<ArrayBuffer> => {
  const count = Math.ceil(lengthFrames / BASE_BUCKET_FRAMES)
  const channel = (side: number) => {
    const min = new Int16Array(count)
    const max = new Int16Array(count)
    const rms = new Int16Array(count)
    for (let i = 0; i < count; i++) {
      const beat = (i * BASE_BUCKET_FRAMES) / BEAT_FRAMES
      const bar = beat / 4
      const part = Math.floor(bar / 8)
      const energy = 0.4 + 0.45 * noise(part + variant) * (0.8 + 0.2 * noise(bar | 0))
      const hit = Math.exp(-((beat * 2) % 1) * 5) * (Math.floor(beat * 2) % 2 === 0 ? 1 : 0.55)
      const fade = Math.min(1, i / (count * 0.03), (count - i) / (count * 0.05))
      const level = energy * (0.35 + 0.65 * hit) * fade * (0.75 + 0.25 * noise(i + side * 7 + variant * 13))
      max[i] = 32_767 * Math.min(1, level)
      min[i] = -32_767 * Math.min(1, level * (0.85 + 0.15 * noise(i * 3)))
      rms[i] = 32_767 * level * 0.42
    }
    return { min, max, rms }
  }
  return encodePeaks(buildPeaks(RATE, lengthFrames, [channel(0), channel(1)]))
}

/** Harmonics over a falling noise floor, hits on the beats: as much to draw as music has. */
export const makeSpectrumFile = (lengthFrames: number): Uint8Array<ArrayBuffer> => {
  const shape = spectrumShape(RATE, lengthFrames)
  const count = columnCountOf(shape)
  const columns = new Uint8Array(count * SPECTRUM_ROWS)
  for (let column = 0; column < count; column++) {
    const beat = (column * shape.hop) / BEAT_FRAMES
    const hit = Math.exp(-((beat * 2) % 1) * 5)
    const root = 20 + Math.floor(noise(Math.floor(beat / 4)) * 24)
    for (let row = 0; row < SPECTRUM_ROWS; row++) {
      const harmonic = (row - root) % 26 === 0 && row >= root ? 90 - row / 5 : 0
      columns[column * SPECTRUM_ROWS + row] = Math.max(0, Math.min(255, 110 - row / 4 + 70 * hit * noise(row * 7 + column) + harmonic))
    }
  }
  const pieces = encodeSpectrum(shape, columns)
  const file = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const piece of pieces) {
    file.set(piece, at)
    at += piece.length
  }
  return file
}
