import { bassPattern } from '../compose/figures/bass.ts'
import { arpeggio } from '../compose/figures/comping.ts'
import { drumBuild, drumGroove } from '../compose/figures/drums.ts'
import type { Style } from './style.ts'

/** Chip: two pulses, a triangle and noise, one note each; chords are heard because the second pulse runs through them. */
export const chip: Style = {
  id: 'chip',
  name: 'Chip',
  tempoBpm: { low: 118, typical: 142, high: 172 },
  swing: { low: 0.5, high: 0.5, grid: 'sixteenth' },
  defaultSeconds: 90,
  baseEnergy: 0.7,
  ending: 'cold',
  modes: [
    { mode: 'minor', valence: 0.25, weight: 0.9 },
    { mode: 'dorian', valence: 0.45, weight: 0.4 },
    { mode: 'mixolydian', valence: 0.65, weight: 0.3 },
    { mode: 'major', valence: 0.8, weight: 1.2 },
  ],
  tonics: ['C', 'D', 'E', 'F', 'G', 'A', 'B'],
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.5 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.66 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.72 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.86 },
      { label: 'C', role: 'bridge', barCount: 8, energy: 0.5 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.74 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.95 },
    ],
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.45 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.66 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.82 },
      { label: 'Break', role: 'break', barCount: 4, energy: 0.4 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.74 },
      { label: 'B', role: 'chorus', barCount: 16, energy: 0.92 },
    ],
  ],
  ensemble: [
    { role: 'drums', instruments: ['chip-noise'], presence: 1, entersAt: 0.48, never: ['break'] },
    { role: 'bass', instruments: ['chip-triangle'], presence: 1, entersAt: 0.3 },
    { role: 'arp', instruments: ['chip-pulse2'], presence: 1, entersAt: 0 },
    { role: 'lead', instruments: ['chip-pulse1'], presence: 1, entersAt: 0.42, never: ['intro', 'break'] },
  ],
  harmony: {
    colour: 'triads',
    stretch: 1,
    progressions: [
      { mode: 'major', place: 'home', bars: 'I | V | vi | IV' },
      { mode: 'major', place: 'home', bars: 'I | bVII | IV | I' },
      { mode: 'major', place: 'home', bars: 'I | vi | ii | V' },
      { mode: 'major', place: 'away', bars: 'IV | V | iii | vi | ii | V | I | V7/IV' },
      { mode: 'major', place: 'away', bars: 'bVI | bVII | I | I' },
      { mode: 'major', place: 'away', bars: 'vi | iii | IV | I | ii | IV | V | V' },
      { mode: 'minor', place: 'home', bars: 'i | bVII | bVI | V' },
      { mode: 'minor', place: 'home', bars: 'i | i | bVI | bVII' },
      { mode: 'minor', place: 'home', bars: 'i | iv | bVII | bIII' },
      { mode: 'minor', place: 'away', bars: 'bVI | bVII | i | i | bVI | bVII | V | V' },
      { mode: 'minor', place: 'away', bars: 'bIII | bVII | i | V' },
    ],
    cadence: { major: ['bVI', 'bVII'], minor: ['bVI', 'V'] },
    finalChord: { major: 'I', minor: 'i' },
  },
  melody: { force: 0.62, density: [1.3, 2.2], syncopation: 0.35, leap: 0.45, span: 12, centre: 78, space: 'scale', rest: 0.06 },
  feel: { lateMs: {}, looseMs: 0, arch: 0.4 },
  figures: {
    drums: [
      { energy: [0.4, 0.68], play: drumGroove({ lines: { kick: '9.....8. 9.......', snare: '....9... ....9...', hat: '5.4.5.4. 5.4.5.4.' }, fill: 'roll' }) },
      {
        energy: [0.58, 0.82],
        play: drumGroove({ lines: { kick: '9..8..8. ..8...8.', snare: '....9... ....9..7', hat: '5444 5444 5444 5444' }, fill: 'roll' }),
      },
      {
        energy: [0.8, 1],
        play: drumGroove({
          lines: { kick: '9...9... 9...9.7.', snare: '....9... ....9..8', openHat: '..8...8. ..8...8.', hat: '.7.7.7.7 .7.7.7.7' },
          fill: 'snare',
        }),
      },
    ],
    bass: [
      { energy: [0.3, 0.8], play: bassPattern('8-8-U-8- 8-8-U-d-', { gap: 40 }) },
      { energy: [0.6, 1], play: bassPattern('8-U-8-U- 8-U-D-d-', { gap: 30 }) },
      { energy: [0.3, 0.6], play: bassPattern('8---D--- U---D---', { gap: 60 }) },
    ],
    arp: [
      { energy: [0, 1], play: arpeggio([0, 1, 2], 120, { force: 0.55 }) },
      { energy: [0.4, 1], play: arpeggio([0, 1, 2, 3, 2, 1], 240, { force: 0.58 }) },
      { energy: [0, 0.7], play: arpeggio([0, 2, 1, 2], 240, { force: 0.55 }) },
    ],
    chords: [{ energy: [0, 1], play: arpeggio([0, 1, 2], 120, { force: 0.55 }) }],
    pad: [{ energy: [0, 1], play: arpeggio([0, 1, 2], 120, { force: 0.5 }) }],
    counter: [{ energy: [0, 1], play: arpeggio([2, 1], 480, { force: 0.5 }) }],
    percussion: [{ energy: [0, 1], play: drumGroove({ lines: { shaker: '4.6.4.6. 4.6.4.6.' }, fill: 'drop' }) }],
  },
  sectionFigures: { build: { drums: [{ energy: [0, 1], play: drumBuild('snare') }] } },
  master: { saturation: 0.05, tapeWow: 0, busCompression: 0.25, brightnessDb: 0 },
}
