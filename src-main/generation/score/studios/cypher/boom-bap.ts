import { bassPattern } from '../../compose/figures/bass.ts'
import { compPattern, guideLine, sustain } from '../../compose/figures/comping.ts'
import { drumGroove } from '../../compose/figures/drums.ts'
import type { Style } from '../../styles/style.ts'
import { chop } from './chops.ts'
import { HOOK_FORMS, TITLES } from './common.ts'
import { writeFlow } from './flow.ts'

/** Boom bap: a loop that was cut from a record, a snare in front, hats that lag, a bass that fits the kick. */
export const boomBap: Style = {
  id: 'boom-bap',
  name: 'Boom bap',
  card: { blurb: 'Swung drums, chopped keys, dust', examplePrompt: 'Dusty boom bap with chopped piano, 90 bpm in A minor' },
  titles: TITLES,
  tempoBpm: { low: 84, typical: 91, high: 98 },
  swing: { low: 0.56, high: 0.63, grid: 'sixteenth' },
  defaultSeconds: 100,
  baseEnergy: 0.6,
  ending: 'ring',
  modes: [
    { mode: 'minor', valence: 0.3, weight: 1.2 },
    { mode: 'dorian', valence: 0.45, weight: 0.9 },
    { mode: 'major', valence: 0.7, weight: 0.3 },
  ],
  tonics: ['A', 'C', 'D', 'E', 'F', 'G', 'Bb'],
  forms: HOOK_FORMS,
  ensemble: [
    { role: 'texture', instruments: ['vinyl-texture'], presence: 1, entersAt: 0 },
    { role: 'drums', instruments: ['room-kit', 'standard-kit'], presence: 1, entersAt: 0.34, never: ['break'] },
    { role: 'bass', instruments: ['finger-bass', 'sub-bass'], presence: 1, entersAt: 0.3 },
    { role: 'chords', instruments: ['piano', 'electric-piano', 'slow-strings', 'clavinet'], presence: 1, entersAt: 0 },
    { role: 'lead', instruments: ['flute', 'brass', 'vibraphone'], presence: 0.6, entersAt: 0.66, never: ['intro', 'verse', 'break'] },
    { role: 'pad', instruments: ['slow-strings'], presence: 0.35, entersAt: 0.7 },
  ],
  harmony: {
    colour: 'sevenths',
    stretch: 1,
    progressions: [
      { mode: 'minor', place: 'home', bars: 'i9 | i9 | iv9 | i9' },
      { mode: 'minor', place: 'home', bars: 'i9 | bVImaj7 | i9 | v7' },
      { mode: 'minor', place: 'home', bars: 'i9 iv9 | i9 | i9 iv9 | bVII9' },
      { mode: 'minor', place: 'away', bars: 'iv9 | bVII9 | i9 | bVImaj7' },
      { mode: 'minor', place: 'away', bars: 'bVImaj7 | v7 | i9 | i9' },
      { mode: 'dorian', place: 'home', bars: 'i9 | IV9 | i9 | IV9' },
      { mode: 'dorian', place: 'home', bars: 'i9 | i9 | ii7 | i9' },
      { mode: 'dorian', place: 'away', bars: 'bIIImaj7 | IV9 | i9 | i9' },
      { mode: 'major', place: 'home', bars: 'Imaj9 | vi9 | Imaj9 | vi9' },
      { mode: 'major', place: 'away', bars: 'IVmaj9 | iii7 | vi9 | vi9' },
    ],
    cadence: { major: ['ii9', 'V13'], minor: ['iv9', 'v7'] },
    finalChord: { major: 'Imaj9', minor: 'i9' },
  },
  melody: { force: 0.5, density: [0.8, 1.5], syncopation: 0.5, leap: 0.3, span: 9, centre: 70, space: 'pentatonic', rest: 0.5 },
  feel: { lateMs: { drums: 0, bass: 9, chords: 14, lead: 18, pad: 8 }, looseMs: 3, arch: 0.5 },
  figures: {
    drums: [
      {
        energy: [0.3, 0.8],
        play: drumGroove({
          lines: { kick: '9.....8. .o8.....', snare: '....9..g .g..9..g', hat: '6.5.6.5. 6.5.6.5.' },
          turn: { kick: '9.....8. .o8..8..' },
          fill: 'drop',
        }),
      },
      {
        energy: [0.4, 1],
        play: drumGroove({
          lines: { kick: '9.8..... ..8..o..', snare: '....9.g. ..g.9.g.', hat: '6.5.6.5o 6.5.6.5.' },
          turn: { kick: '9.8....8 ..8.....' },
          fill: 'soft',
        }),
      },
      {
        energy: [0.6, 1],
        play: drumGroove({
          lines: { kick: '9..8..o. .89.....', snare: '....9..g .g..9.g.', hat: '6o5o6o5o 6o5o6.5.', openHat: '........ ......5.' },
          fill: 'snare',
        }),
      },
    ],
    bass: [
      { energy: [0.3, 0.8], play: bassPattern('8-----7. ..7-..d-', { lock: 0.75 }) },
      { energy: [0.4, 1], play: bassPattern('8--..... .D8-..d-', { lock: 0.9 }) },
    ],
    chords: [
      { energy: [0, 0.7], play: chop('8--.8-.. ..7-..o-') },
      { energy: [0.4, 1], play: chop('8-.8-..8 -..7-.o-', { cut: 0.85 }) },
      { energy: [0.5, 1], play: chop('..8-8-.. 8--.7-..', { cut: 0.7 }) },
      { energy: [0, 0.4], play: compPattern('7------- --------', { roll: 18 }) },
    ],
    pad: [{ energy: [0, 1], play: sustain({ force: 0.42 }) }],
    counter: [{ energy: [0, 1], play: guideLine }],
    percussion: [{ energy: [0, 1], play: drumGroove({ lines: { shaker: '4.6.4.6. 4.6.4.6.' }, fill: 'drop' }) }],
  },
  lyrics: writeFlow,
  loudness: { drums: -15.5, bass: -18.5, chords: -22, lead: -23, texture: -33, pad: -28 },
  master: { saturation: 0.4, tapeWow: 0.15, busCompression: 0.55, brightnessDb: -2, density: 1.9, airDb: 1.5, drumClip: 2.6 },
}
