import { bassPattern, walkingBass } from '../compose/figures/bass.ts'
import { arpeggio, compPattern, guideLine, sustain } from '../compose/figures/comping.ts'
import { drumGroove } from '../compose/figures/drums.ts'
import type { Style } from './style.ts'

/** Lo-fi: dusty drums behind the beat, jazz colours on an electric piano, a few notes of tune and much air. */
export const lofi: Style = {
  id: 'lofi',
  name: 'Lo-fi',
  tempoBpm: { low: 68, typical: 80, high: 92 },
  swing: { low: 0.55, high: 0.61, grid: 'sixteenth' },
  defaultSeconds: 120,
  baseEnergy: 0.42,
  ending: 'ring',
  modes: [
    { mode: 'minor', valence: 0.3, weight: 1 },
    { mode: 'dorian', valence: 0.45, weight: 0.7 },
    { mode: 'major', valence: 0.65, weight: 1 },
  ],
  tonics: ['C', 'D', 'Eb', 'F', 'G', 'A', 'Bb', 'E'],
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.25 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.55 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.7 },
      { label: 'Break', role: 'break', barCount: 4, energy: 0.32 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.62 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.75 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.35 },
    ],
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.3 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.5 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.62 },
      { label: 'B', role: 'bridge', barCount: 8, energy: 0.45 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.72 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.3 },
    ],
  ],
  ensemble: [
    { role: 'texture', instruments: ['vinyl-texture', 'tape-texture'], presence: 1, entersAt: 0 },
    { role: 'chords', instruments: ['electric-piano', 'piano', 'jazz-guitar', 'fm-piano'], presence: 1, entersAt: 0 },
    { role: 'drums', instruments: ['standard-kit', 'room-kit', '808-kit', 'jazz-kit'], presence: 1, entersAt: 0.34, never: ['break'] },
    { role: 'bass', instruments: ['upright-bass', 'finger-bass', 'sub-bass'], presence: 1, entersAt: 0.3 },
    {
      role: 'lead',
      instruments: ['piano', 'vibraphone', 'jazz-guitar', 'flute', 'muted-trumpet', 'tenor-sax', 'kalimba', 'soft-lead'],
      presence: 1,
      entersAt: 0.4,
      never: ['intro', 'break'],
    },
    { role: 'pad', instruments: ['warm-pad', 'slow-strings'], presence: 0.7, entersAt: 0.58, always: ['break', 'outro'] },
    { role: 'counter', instruments: ['nylon-guitar', 'vibraphone', 'celesta'], presence: 0.45, entersAt: 0.5 },
  ],
  harmony: {
    colour: 'sevenths',
    stretch: 1,
    progressions: [
      { mode: 'major', place: 'home', bars: 'ii9 | V13 | Imaj9 | vi9' },
      { mode: 'major', place: 'home', bars: 'Imaj9 | iii7 | vi9 | IVmaj9' },
      { mode: 'major', place: 'home', bars: 'IVmaj7 | iii7 | ii9 | Imaj9' },
      { mode: 'major', place: 'home', bars: 'Imaj9 | vi9 | ii9 | V9sus' },
      { mode: 'major', place: 'home', bars: 'IVmaj9 | V9sus | iii7 | vi9' },
      { mode: 'major', place: 'away', bars: 'IVmaj9 | iv6 | iii7 | V7b9/ii | ii9 | V13 | Imaj9 | Imaj9' },
      { mode: 'major', place: 'away', bars: 'vi9 | V9sus | IVmaj9 | iii7 | vi9 | V9sus | IVmaj9 | V9sus' },
      { mode: 'major', place: 'away', bars: 'iii7 | vi9 | ii9 | V13' },
      { mode: 'major', place: 'away', bars: 'IVmaj7 | V7/vi | vi9 | v7 V7/IV' },
      { mode: 'minor', place: 'home', bars: 'i9 | iv9 | bVII9 | bIIImaj7' },
      { mode: 'minor', place: 'home', bars: 'i9 | bVImaj7 | iv9 | V7b9' },
      { mode: 'minor', place: 'home', bars: 'iv9 | v7 | i9 | i9' },
      { mode: 'minor', place: 'home', bars: 'bVImaj7 | v7 | i9 | bIIImaj7' },
      { mode: 'minor', place: 'away', bars: 'bVImaj9 | bVII9 | i9 | bIIImaj7 | iv9 | v7 | i9 | i9' },
      { mode: 'minor', place: 'away', bars: 'iv9 | bVII13 | bIIImaj9 | bVImaj7 | iih7 | V7b9 | i9 | V7/iv' },
      { mode: 'minor', place: 'away', bars: 'bIIImaj9 | bVII | iv9 | bVImaj7' },
      { mode: 'dorian', place: 'home', bars: 'i9 | IV9 | i9 | IV9' },
      { mode: 'dorian', place: 'home', bars: 'i9 | ii7 | bIIImaj7 | IV9' },
      { mode: 'dorian', place: 'away', bars: 'bIIImaj7 | IV9 | v7 | i9' },
      { mode: 'dorian', place: 'away', bars: 'IV9 | bVIImaj7 | ii7 | v7' },
    ],
    cadence: { major: ['ii9', 'V13'], minor: ['iih7', 'V7b9'] },
    finalChord: { major: 'Imaj9', minor: 'i9' },
  },
  melody: { force: 0.4, density: [0.8, 1.4], syncopation: 0.42, leap: 0.3, span: 10, centre: 74, space: 'pentatonic', rest: 0.55 },
  feel: { lateMs: { drums: 12, bass: 16, chords: 19, lead: 22, counter: 20, pad: 10, arp: 16, percussion: 14 }, looseMs: 4, arch: 0.8 },
  figures: {
    drums: [
      {
        energy: [0.3, 1],
        play: drumGroove({
          lines: { kick: '9.....o. ..8o....', snare: '....8..g .g..8..g', hat: '6.4.6.4o 6.4.6.4.' },
          turn: { kick: '9.....8. ..8..o..' },
          fill: 'drop',
        }),
      },
      {
        energy: [0.45, 1],
        play: drumGroove({
          lines: { kick: '9..o..8. ...7..o.', snare: '....9.g. ..g.8...', hat: '6o4o6o4o 6o4o6o5o' },
          turn: { kick: '9..7..8. ..7.....' },
          fill: 'soft',
        }),
      },
      { energy: [0.3, 0.8], play: drumGroove({ lines: { kick: '9....... 8.o.....', rim: '....7... ....7..g', hat: '5.4.5.4. 5.4.5.4.' }, fill: 'soft' }) },
      {
        energy: [0.5, 1],
        play: drumGroove({
          lines: { kick: '9.7..... .o8.....', snare: '....8..g ....8.g.', ride: '5...5.4. 5...5.4o', pedal: '....4... ....4...' },
          fill: 'snare',
        }),
      },
    ],
    bass: [
      { energy: [0.3, 0.75], play: bassPattern('8-----.. ..7-..d-', { lock: 0.35 }) },
      { energy: [0.45, 1], play: bassPattern('8---..7- ..D---d-', { lock: 0.5 }) },
      { energy: [0.3, 0.6], play: bassPattern('8-------  ----..d-', { lock: 0.2 }) },
      { energy: [0.6, 1], play: walkingBass, weight: 0.4 },
    ],
    chords: [
      { energy: [0, 0.5], play: compPattern('7------- --------', { roll: 28 }) },
      { energy: [0.3, 0.9], play: compPattern('7-----.. ..5---o-', { roll: 14 }) },
      { energy: [0.45, 1], play: compPattern('7--..6-- ..6-..5-', { roll: 8, thin: 0.3 }) },
      { energy: [0.5, 1], play: compPattern('..7--.o- ..7---..', { roll: 8 }) },
    ],
    pad: [{ energy: [0, 1], play: sustain({ force: 0.45 }) }],
    counter: [
      { energy: [0, 1], play: guideLine },
      { energy: [0.6, 1], play: arpeggio([0, 1, 2, 1], 480, { skip: 0.4, force: 0.45 }) },
    ],
    arp: [{ energy: [0, 1], play: arpeggio([0, 1, 2, 3, 2, 1], 480, { ring: 2, force: 0.5, skip: 0.2 }) }],
    percussion: [{ energy: [0, 1], play: drumGroove({ lines: { shaker: '4.6.4.6. 4.6.4.6.' }, fill: 'drop' }) }],
  },
  master: { saturation: 0.45, tapeWow: 0.35, busCompression: 0.4, brightnessDb: -2.5 },
}
