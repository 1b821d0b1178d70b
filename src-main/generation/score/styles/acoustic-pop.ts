import { bassPattern } from '../compose/figures/bass.ts'
import { arpeggio, compPattern, guideLine, strum, sustain } from '../compose/figures/comping.ts'
import { drumGroove } from '../compose/figures/drums.ts'
import type { Style } from './style.ts'

/** Acoustic pop: strummed guitars, a bass that walks between roots, room drums that open up in the chorus, a tune to whistle. */
export const acousticPop: Style = {
  id: 'acoustic-pop',
  name: 'Acoustic pop',
  tempoBpm: { low: 84, typical: 104, high: 128 },
  swing: { low: 0.5, high: 0.53, grid: 'sixteenth' },
  defaultSeconds: 150,
  baseEnergy: 0.58,
  ending: 'ring',
  modes: [
    { mode: 'minor', valence: 0.2, weight: 0.7 },
    { mode: 'mixolydian', valence: 0.6, weight: 0.25 },
    { mode: 'major', valence: 0.75, weight: 1.6 },
  ],
  tonics: ['G', 'D', 'C', 'A', 'E', 'F'],
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.3 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.48 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.74 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.55 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.8 },
      { label: 'C', role: 'bridge', barCount: 8, energy: 0.42 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.9 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.4 },
    ],
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.32 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.45 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.56 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.8 },
      { label: 'Break', role: 'break', barCount: 4, energy: 0.35 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.58 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.88 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.42 },
    ],
  ],
  ensemble: [
    { role: 'chords', instruments: ['steel-guitar', 'nylon-guitar', 'piano'], presence: 1, entersAt: 0 },
    { role: 'bass', instruments: ['finger-bass', 'upright-bass', 'picked-bass'], presence: 1, entersAt: 0.4, never: ['intro'] },
    { role: 'drums', instruments: ['room-kit', 'standard-kit', 'brush-kit'], presence: 1, entersAt: 0.44, never: ['intro', 'break'] },
    {
      role: 'lead',
      instruments: ['flute', 'violin', 'whistle', 'clean-guitar', 'piano', 'harmonica', 'clarinet', 'voice-oohs'],
      presence: 1,
      entersAt: 0.4,
      never: ['intro', 'break'],
    },
    { role: 'pad', instruments: ['strings', 'slow-strings', 'organ'], presence: 0.8, entersAt: 0.68, always: ['bridge'] },
    { role: 'arp', instruments: ['nylon-guitar', 'piano', 'glockenspiel', 'pizzicato', 'banjo'], presence: 0.6, entersAt: 0.55 },
    { role: 'counter', instruments: ['cello', 'violin', 'glockenspiel', 'voice-oohs'], presence: 0.65, entersAt: 0.5 },
    { role: 'percussion', instruments: ['hand-percussion'], presence: 0.7, entersAt: 0.52 },
  ],
  harmony: {
    colour: 'triads',
    stretch: 1,
    progressions: [
      { mode: 'major', place: 'home', bars: 'I | V/3 | vi | IV' },
      { mode: 'major', place: 'home', bars: 'I | IV | I | V' },
      { mode: 'major', place: 'home', bars: 'Iadd9 | vi7 | IVadd9 | Vsus V' },
      { mode: 'major', place: 'home', bars: 'I | iii | IV | V' },
      { mode: 'major', place: 'home', bars: 'I | ii7 | IV | I' },
      { mode: 'major', place: 'away', bars: 'IV | V | vi | I/3 | IV | V | I | I' },
      { mode: 'major', place: 'away', bars: 'vi | IV | I | V' },
      { mode: 'major', place: 'away', bars: 'IV | I | V | vi | IV | I | V | V' },
      { mode: 'major', place: 'away', bars: 'ii | V7/vi | vi | IV | ii | IV | Vsus | V' },
      { mode: 'major', place: 'away', bars: 'IV | iv | I | V7/vi | vi | IV | I/5 | V' },
      { mode: 'minor', place: 'home', bars: 'i | bVI | bIII | bVII' },
      { mode: 'minor', place: 'home', bars: 'i | bVII | bVI | bVII' },
      { mode: 'minor', place: 'home', bars: 'i | iv | bVI | V' },
      { mode: 'minor', place: 'away', bars: 'bVI | bVII | i | bIII' },
      { mode: 'minor', place: 'away', bars: 'bIII | bVII | iv | bVI' },
    ],
    cadence: { major: ['IV', 'Vsus V'], minor: ['iv', 'V'] },
    finalChord: { major: 'Iadd9', minor: 'i' },
  },
  melody: { force: 0.5, density: [0.85, 1.5], syncopation: 0.3, leap: 0.32, span: 10, centre: 74, space: 'scale', rest: 0.12 },
  feel: { lateMs: { drums: 0, bass: 4, chords: 3, lead: 8, arp: 3, pad: 0, percussion: 5, counter: 8 }, looseMs: 5, arch: 0.8 },
  figures: {
    drums: [
      { energy: [0.4, 0.62], play: drumGroove({ lines: { kick: '8.....6. 8.......', rim: '....7... ....7...', hat: '5.3.5.3. 5.3.5.3o' }, fill: 'soft' }) },
      {
        energy: [0.5, 0.8],
        play: drumGroove({
          lines: { kick: '9.....7. 9.o.....', snare: '....8... ....8..g', hat: '6.4.6.4. 6.4.6.4.' },
          turn: { kick: '9.....7. 9...o.7.' },
          fill: 'snare',
          crash: true,
        }),
      },
      {
        energy: [0.68, 1],
        play: drumGroove({
          lines: { kick: '9.....8. 8.8.....', snare: '....9... ....9...', openHat: '........ ......o.', hat: '7.5.7.5. 7.5.7.5.' },
          fill: 'toms',
          crash: true,
        }),
      },
      {
        energy: [0.75, 1],
        play: drumGroove({ lines: { kick: '9..8..8. ..8.....', snare: '....9..g .g..9...', ride: '6.5.6.5. 6.5.6.5.' }, fill: 'toms', crash: true }),
      },
    ],
    bass: [
      { energy: [0.3, 0.65], play: bassPattern('8------- D-----d-', { lock: 0.2 }) },
      { energy: [0.5, 1], play: bassPattern('8-----7- 8---D-d-', { lock: 0.4 }) },
      { energy: [0.7, 1], play: bassPattern('8-8-8-8- 8-8-D-d-', { lock: 0.1, gap: 50 }) },
    ],
    chords: [
      { energy: [0, 0.42], play: arpeggio([0, 2, 1, 3, 2, 1, 3, 2], 480, { ring: 3, force: 0.58 }) },
      { energy: [0.25, 0.6], play: strum('D---..d- ..u-d---') },
      { energy: [0.4, 0.85], play: strum('D---d-u- ..u-d-u-') },
      { energy: [0.65, 1], play: strum('D-d-D-u- ..u-D-uu') },
    ],
    pad: [{ energy: [0, 1], play: sustain({ force: 0.5 }) }],
    arp: [
      { energy: [0, 1], play: arpeggio([0, 2, 1, 2, 3, 2, 1, 2], 480, { ring: 2, force: 0.5 }) },
      { energy: [0.6, 1], play: arpeggio([0, 1, 2, 3], 240, { ring: 2, force: 0.42, skip: 0.25 }) },
      { energy: [0.4, 0.9], play: compPattern('..6-..5- ..6-..5-', { gap: 40 }) },
    ],
    counter: [{ energy: [0, 1], play: guideLine }],
    percussion: [
      { energy: [0, 1], play: drumGroove({ lines: { shaker: '5.7.5.7. 5.7.5.7.' }, fill: 'drop' }) },
      { energy: [0.65, 1], play: drumGroove({ lines: { tambourine: '..4.7.4. ..4.7.4.' }, fill: 'drop' }) },
    ],
  },
  master: { saturation: 0.15, tapeWow: 0, busCompression: 0.35, brightnessDb: 0.5 },
}
