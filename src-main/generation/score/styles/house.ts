import { bassPattern } from '../compose/figures/bass.ts'
import { arpeggio, compPattern, guideLine, sustain } from '../compose/figures/comping.ts'
import { drumBuild, drumGroove } from '../compose/figures/drums.ts'
import type { Style } from './style.ts'

const BUILD = { energy: [0, 1], play: drumBuild('snare') } as const

/** House: four on the floor, off-beat hats and bass, chords that breathe with the kick, a build and a drop. On the grid. */
export const house: Style = {
  id: 'house',
  name: 'House',
  tempoBpm: { low: 118, typical: 124, high: 130 },
  swing: { low: 0.5, high: 0.53, grid: 'sixteenth' },
  defaultSeconds: 150,
  baseEnergy: 0.75,
  ending: 'ring',
  modes: [
    { mode: 'minor', valence: 0.35, weight: 1.2 },
    { mode: 'dorian', valence: 0.5, weight: 0.7 },
    { mode: 'major', valence: 0.75, weight: 0.7 },
  ],
  tonics: ['A', 'C', 'D', 'E', 'F', 'G', 'F#', 'B'],
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 8, energy: 0.42 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.62 },
      { label: 'Build', role: 'build', barCount: 8, energy: 0.55 },
      { label: 'Drop', role: 'drop', barCount: 16, energy: 0.9 },
      { label: 'Break', role: 'break', barCount: 8, energy: 0.3 },
      { label: 'Build', role: 'build', barCount: 8, energy: 0.6 },
      { label: 'Drop', role: 'drop', barCount: 16, energy: 0.97 },
      { label: 'Outro', role: 'outro', barCount: 8, energy: 0.45 },
    ],
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.4 },
      { label: 'A', role: 'verse', barCount: 16, energy: 0.65 },
      { label: 'Break', role: 'break', barCount: 8, energy: 0.3 },
      { label: 'Build', role: 'build', barCount: 4, energy: 0.6 },
      { label: 'Drop', role: 'drop', barCount: 16, energy: 0.95 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.7 },
      { label: 'Outro', role: 'outro', barCount: 8, energy: 0.42 },
    ],
  ],
  ensemble: [
    { role: 'drums', instruments: ['electronic-kit', '808-kit'], presence: 1, entersAt: 0.36, always: ['build', 'intro', 'outro'], never: ['break'] },
    { role: 'bass', instruments: ['synth-bass', 'sub-bass', 'finger-bass'], presence: 1, entersAt: 0.58, never: ['break', 'build', 'intro'] },
    { role: 'chords', instruments: ['bright-piano', 'organ', 'electric-piano', 'fm-piano'], presence: 1, entersAt: 0.4, always: ['break', 'intro', 'outro'] },
    { role: 'pad', instruments: ['synth-strings', 'warm-pad', 'poly-pad', 'sweep-pad'], presence: 1, entersAt: 0.8, always: ['break', 'build'] },
    { role: 'arp', instruments: ['pluck', 'square-lead', 'marimba', 'muted-guitar'], presence: 0.8, entersAt: 0.62, always: ['build', 'break'] },
    { role: 'lead', instruments: ['saw-lead', 'square-lead', 'soft-lead', 'pluck'], presence: 1, entersAt: 0.62, never: ['intro', 'build', 'break', 'outro'] },
    { role: 'percussion', instruments: ['hand-percussion'], presence: 0.6, entersAt: 0.6, never: ['break', 'build'] },
    { role: 'counter', instruments: ['synth-strings', 'soft-lead'], presence: 0.35, entersAt: 0.85 },
  ],
  harmony: {
    colour: 'sevenths',
    stretch: 1,
    progressions: [
      { mode: 'minor', place: 'home', bars: 'i7 | i7 | bVImaj7 | bVII' },
      { mode: 'minor', place: 'home', bars: 'i9 | bVII | bVImaj7 | v7' },
      { mode: 'minor', place: 'home', bars: 'i7 | iv7 | i7 | bVII' },
      { mode: 'minor', place: 'away', bars: 'bVImaj7 | bVII | i7 | bIII' },
      { mode: 'minor', place: 'away', bars: 'i | bVI | bIII | bVII' },
      { mode: 'minor', place: 'away', bars: 'iv9 | bVII | bIIImaj7 | bVImaj7' },
      { mode: 'major', place: 'home', bars: 'I | vi7 | IVmaj7 | V' },
      { mode: 'major', place: 'home', bars: 'IVmaj7 | V | vi7 | Iadd9' },
      { mode: 'major', place: 'away', bars: 'vi7 | IVmaj7 | I | V' },
      { mode: 'major', place: 'away', bars: 'IVadd9 | I/3 | ii7 | Vsus V' },
      { mode: 'dorian', place: 'home', bars: 'i9 | i9 | IV9 | IV9' },
      { mode: 'dorian', place: 'home', bars: 'i7 | bVII | IV | i7' },
      { mode: 'dorian', place: 'away', bars: 'bIIImaj7 | IV | i7 | bVII' },
    ],
    cadence: { major: ['IVmaj7', 'V9sus'], minor: ['bVImaj7', 'bVII'] },
    finalChord: { major: 'Iadd9', minor: 'i9' },
  },
  melody: { force: 0.56, density: [1.1, 2], syncopation: 0.6, leap: 0.35, span: 10, centre: 76, space: 'pentatonic', rest: 0.15 },
  feel: { lateMs: { drums: 0, bass: 0, chords: 0, lead: 2, arp: 0, pad: 0, percussion: 3, counter: 0 }, looseMs: 0.8, arch: 0.45 },
  figures: {
    drums: [
      { energy: [0.3, 0.56], play: drumGroove({ lines: { kick: '9...9... 9...9...', hat: '..5...5. ..5...5.' }, fill: 'drop' }) },
      {
        energy: [0.56, 1],
        play: drumGroove({
          lines: { kick: '9...9... 9...9...', clap: '....8... ....8...', openHat: '..6...6. ..6...6.', hat: '3.o23.o2 3.o23.o2' },
          turn: { kick: '9...9... 9...9.o.' },
          fill: 'snare',
          crash: true,
        }),
      },
      {
        energy: [0.6, 1],
        play: drumGroove({
          lines: { kick: '9...9... 9...9...', clap: '....8... ....8..o', snare: '.......g ..g....g', openHat: '..7...7. ..7...7.', hat: '4.3.4.3. 4.3.4.34' },
          fill: 'toms',
          crash: true,
        }),
      },
      {
        energy: [0.75, 1],
        play: drumGroove({
          lines: { kick: '9...9... 9...9...', clap: '....9... ....9...', openHat: '..7...7. ..7...7.', ride: '5.5.5.5. 5.5.5.5.' },
          turn: { clap: '....9... ....9.77' },
          fill: 'snare',
          crash: true,
        }),
      },
    ],
    bass: [
      { energy: [0.5, 1], play: bassPattern('..8-..8- ..8-..8-', { gap: 60 }) },
      { energy: [0.55, 1], play: bassPattern('8-.8..8- .8..8.U.', { gap: 60 }) },
      { energy: [0.7, 1], play: bassPattern('..8.8.U. ..8.8.D.', { gap: 50 }) },
      { energy: [0.6, 1], play: bassPattern('8..8..8. 8..8..d.', { gap: 60 }) },
    ],
    chords: [
      { energy: [0, 0.5], play: sustain({ force: 0.5 }) },
      { energy: [0.35, 0.8], play: compPattern('..7-..7- ..7-..7-', { gap: 60 }) },
      { energy: [0.5, 1], play: compPattern('8-.7..7- .7..7-..', { gap: 50 }) },
      { energy: [0.6, 1], play: compPattern('7..7..7. ..7..7..', { gap: 60 }) },
      { energy: [0.8, 1], play: compPattern('8-8..8-8 ..8-8.8.', { gap: 60 }) },
    ],
    pad: [{ energy: [0, 1], play: sustain({ force: 0.5 }) }],
    arp: [
      { energy: [0, 1], play: arpeggio([0, 1, 2, 3, 2, 1, 3, 1], 240, { force: 0.5 }) },
      { energy: [0, 1], play: arpeggio([0, 2, 1, 3], 240, { force: 0.5, skip: 0.15 }) },
      { energy: [0, 0.8], play: arpeggio([0, 2, 4, 2, 3, 1], 480, { force: 0.52 }) },
    ],
    percussion: [
      { energy: [0, 1], play: drumGroove({ lines: { shaker: '4.6.4.6. 4.6.4.6.', congaHigh: '...6..o. ...5.6..' }, fill: 'drop' }) },
      { energy: [0.6, 1], play: drumGroove({ lines: { tambourine: '..6...6. ..6...64', congaLow: '6..o..5. ....5...' }, fill: 'drop' }) },
    ],
    counter: [{ energy: [0, 1], play: guideLine }],
  },
  sectionFigures: { build: { drums: [BUILD], chords: [{ energy: [0, 1], play: compPattern('7---7--- 7---7---', { gap: 40 }) }] } },
  master: { saturation: 0.2, tapeWow: 0, busCompression: 0.6, brightnessDb: 1 },
}
