import type { Part, Score } from '../../src-shared/score/score.ts'

/** A small score with everything that exports must keep: odd meter, two tempi, drums, ties over bars, chords, five-part overlaps, odd names. */
const mix: Part['mix'] = { gainDb: -3, pan: -0.25, roomSendDb: -60, hallSendDb: -60, delaySendDb: -60, duckDb: 0, highPassHz: 0, lowPassHz: 20_000 }
const note = (startTicks: number, lengthTicks: number, pitch: number, microTicks = 0) => ({ startTicks, lengthTicks, pitch, velocity: 100, microTicks })

export const BAR_TICKS = 3_360

export const songForTests: Score = {
  version: 1,
  style: 'lofi',
  key: { tonic: 'Bb', mode: 'major' },
  timeSignature: { beats: 7, unit: 8 },
  tempoMap: [
    { atTicks: 0, tempoBpm: 90 },
    { atTicks: 2 * BAR_TICKS, tempoBpm: 120 },
  ],
  barCount: 4,
  sections: [
    { label: 'A', role: 'intro', startBar: 0, barCount: 2, energy: 0.5 },
    { label: 'B', role: 'verse', startBar: 2, barCount: 2, energy: 0.6 },
  ],
  chords: [
    { startTicks: 0, lengthTicks: BAR_TICKS, root: 10, pitchClasses: [10, 2, 5, 9], bass: 10, symbol: 'Bbmaj7', roman: 'Imaj7' },
    { startTicks: BAR_TICKS + 960, lengthTicks: BAR_TICKS, root: 7, pitchClasses: [7, 10, 2], bass: 10, symbol: 'Gm/Bb', roman: 'vi6' },
  ],
  parts: [
    {
      id: 'keys',
      name: 'Keys “soft” <&>',
      role: 'chords',
      voice: { kind: 'soundfont', bank: 0, program: 4 },
      notes: [
        note(0, 960, 58),
        note(0, 960, 62, 15),
        note(0, BAR_TICKS + 480, 70),
        note(10, 1_910, 65),
        note(1_920, 240, 63),
        note(BAR_TICKS + 960, 240, 61),
        ...[60, 64, 67, 71, 74].map((pitch, i) => note(2 * BAR_TICKS + i * 240, 1_920, pitch)),
      ],
      controls: [{ kind: 'cc', atTicks: 0, number: 11, value: 90 }],
      mix,
    },
    {
      id: 'bass',
      name: 'Bass',
      role: 'bass',
      voice: { kind: 'soundfont', bank: 0, program: 33 },
      notes: [note(0, 480, 34), note(3 * BAR_TICKS, BAR_TICKS, 36)],
      controls: [],
      mix,
    },
    {
      id: 'drums',
      name: 'Drums',
      role: 'drums',
      voice: { kind: 'drumkit', program: 0 },
      notes: [note(0, 120, 36), note(960, 120, 38), note(960, 120, 42)],
      controls: [],
      mix,
    },
    { id: 'rain', name: 'Rain', role: 'texture', voice: { kind: 'texture', texture: 'rain' }, notes: [], controls: [], mix },
  ],
  ending: 'ring',
  master: { saturation: 0, tapeWow: 0, busCompression: 0, brightnessDb: 0 },
}
