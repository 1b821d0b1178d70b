import { Mode, type TimeSignature } from '../../src-shared/score/score.ts'
import { clockTime } from '../words/index.ts'

const TONICS = ['C', 'C#', 'Db', 'D', 'Eb', 'E', 'F', 'F#', 'Gb', 'G', 'Ab', 'A', 'Bb', 'B'] as const

export const tonicOptions = TONICS.map((tonic) => ({ value: tonic as string, label: tonic.replace('#', '♯').replace('b', '♭') }))
export const modeOptions = Mode.options.map((mode) => ({ value: mode, label: mode[0]?.toUpperCase() + mode.slice(1) }))

const METERS: readonly TimeSignature[] = [
  { beats: 4, unit: 4 },
  { beats: 3, unit: 4 },
  { beats: 6, unit: 8 },
  { beats: 5, unit: 4 },
  { beats: 7, unit: 8 },
  { beats: 12, unit: 8 },
  { beats: 2, unit: 4 },
]
export const meterOptions = METERS.map((meter) => ({ value: `${meter.beats}/${meter.unit}`, label: `${meter.beats}/${meter.unit}`, meter }))

type LengthChoice = { readonly value: string; readonly label: string; readonly seconds: number | undefined }

const LENGTHS: readonly LengthChoice[] = [
  { value: 'auto', label: 'Auto', seconds: undefined },
  { value: '30', label: '0:30', seconds: 30 },
  { value: '60', label: '1:00', seconds: 60 },
  { value: '120', label: '2:00', seconds: 120 },
  { value: '180', label: '3:00', seconds: 180 },
  { value: '300', label: '5:00', seconds: 300 },
]

/** The usual lengths up to what the engine makes in one go, and the one that a song's plan brought along. */
export const lengthsWith = (seconds: number | undefined, maxSeconds = Number.POSITIVE_INFINITY): readonly LengthChoice[] => {
  const usual = LENGTHS.filter((length) => (length.seconds ?? 0) <= maxSeconds)
  return usual.some((length) => length.seconds === seconds) || seconds === undefined
    ? usual
    : [...usual, { value: String(seconds), label: clockTime(seconds), seconds }]
}

export const ENDINGS = [
  { value: 'ring', label: 'Ring out' },
  { value: 'fade', label: 'Fade' },
  { value: 'cold', label: 'Cold stop' },
] as const

export const swingWord = (swing: number): string => (swing < 0.52 ? 'straight' : swing < 0.6 ? 'light swing' : swing < 0.65 ? 'swing' : 'triplet swing')
