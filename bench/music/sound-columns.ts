import { onsets } from '@audio/beat'
import { decimate } from '../../src-main/audio/analysis/decimate.ts'
import * as audio from './audio-metrics.ts'
import { formContrast, heardEnergyCorrelation, heardTempo, keyScore } from './form-metrics.ts'
import type { Recording } from './studio.ts'
import { byStyle, type Column, type Measured, within } from './table.ts'

/** What every column needs, computed once per recording. */
type Heard = { readonly recording: Recording; readonly mono: Float32Array; readonly steps: Float64Array; readonly stereo: ReturnType<typeof audio.stereo> }

const hasTexture = ({ score }: Recording, ...names: string[]): boolean =>
  score.parts.some(({ voice }) => voice.kind === 'texture' && names.includes(voice.texture))

export const SOUND_COLUMNS: readonly Column<Heard>[] = [
  { title: 'LUFS', target: '-14 +-0.3', measure: ({ steps }) => audio.integratedLufs(steps), isGood: within(-14.3, -13.7) },
  { title: 'true peak', target: '<= -1 dBTP', measure: ({ recording }) => audio.truePeakDb(recording), isGood: within(-6, -0.99) },
  {
    title: 'LRA',
    target: 'by style',
    measure: ({ steps }) => audio.loudnessRange(steps),
    isGood: byStyle({ ambient: [4, 12], house: [2, 7], lofi: [1.5, 7], 'acoustic-pop': [2.5, 9], chip: [0.8, 6] }),
    digits: 1,
  },
  {
    title: 'crest dB',
    target: 'by style',
    measure: ({ recording }) => audio.crestDb(recording),
    isGood: byStyle({ ambient: [12, 20], house: [8, 12.5], lofi: [10, 16], 'acoustic-pop': [11, 17], chip: [8, 15] }),
    digits: 1,
  },
  {
    title: 'slope dB/oct',
    target: '-5.5..-3',
    measure: ({ mono }) => audio.slopePerOctave(mono),
    isGood: byStyle({ ambient: [-8, -3], house: [-5.5, -2.8], lofi: [-6.5, -3], 'acoustic-pop': [-5.5, -2.8], chip: [-5.5, -2.2] }),
  },
  { title: 'stem gap dB', target: '<= 6', measure: ({ recording }) => audio.stemGapDb(recording), isGood: within(0, 6), digits: 1 },
  { title: 'DC', target: '< 3e-4', measure: ({ recording }) => audio.directCurrent(recording), isGood: within(0, 3e-4), digits: 5 },
  {
    title: 'clicks',
    target: '0',
    measure: ({ recording, mono }) => (hasTexture(recording, 'vinyl', 'rain') || recording.score.style === 'chip' ? Number.NaN : audio.countClicks(mono)),
    isGood: within(0, 0),
    digits: 0,
  },
  { title: 'dead air s', target: '<= 1', measure: ({ recording }) => audio.longestDeadAir(recording), isGood: within(0, 1) },
  { title: 'opening LU', target: '>= -14', measure: ({ steps }) => audio.openingLu(steps), isGood: within(-14, 6), digits: 1 },
  {
    title: 'correlation',
    target: '.3...95',
    measure: ({ stereo }) => stereo.correlation,
    isGood: byStyle({ lofi: [0.3, 0.95], house: [0.3, 0.95], ambient: [0.2, 0.95], 'acoustic-pop': [0.3, 0.95], chip: [0.3, 0.99] }),
  },
  {
    title: 'side/mid dB',
    target: '-16..-5',
    measure: ({ stereo }) => stereo.widthDb,
    isGood: byStyle({ lofi: [-16, -5], house: [-16, -5], ambient: [-15, -3], 'acoustic-pop': [-16, -5], chip: [-22, -5] }),
    digits: 1,
  },
  { title: 'low side dB', target: '<= -20', measure: ({ stereo }) => stereo.lowWidthDb, isGood: within(-120, -20), digits: 1 },
  { title: 'L/R dB', target: '+-1', measure: ({ stereo }) => stereo.balanceDb, isGood: within(-1, 1) },
  {
    title: 'energy',
    target: '>= .6',
    measure: ({ recording, mono, steps }) => heardEnergyCorrelation(recording, steps, onsets(decimate(mono, 2), { fs: audio.RATE / 2 })),
    isGood: within(0.6, 1),
  },
  { title: 'form', target: '> .1', measure: ({ recording, mono }) => formContrast(recording, mono), isGood: within(0.1, 2) },
  {
    title: 'tempo error %',
    target: '<= 1',
    measure: ({ recording, mono }) => (recording.score.style === 'ambient' ? Number.NaN : 100 * heardTempo(mono, recording.plan.tempoBpm).error),
    isGood: within(0, 1),
  },
  { title: 'key', target: '>= .5', measure: ({ recording, mono }) => keyScore(mono, recording.plan.key), isGood: within(0.5, 1) },
]

export const measureSound = (recording: Recording): Measured => {
  const heard: Heard = { recording, mono: audio.middle(recording), steps: audio.loudnessSteps(recording), stereo: audio.stereo(recording) }
  return Object.fromEntries(SOUND_COLUMNS.map((column) => [column.title, column.measure(heard)]))
}
