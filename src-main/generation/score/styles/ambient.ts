import { bassPattern, droneBass } from '../compose/figures/bass.ts'
import { arpeggio, droplets, guideLine, sustain } from '../compose/figures/comping.ts'
import { drumGroove } from '../compose/figures/drums.ts'
import type { Style } from './style.ts'

/** Ambient: chords of two bars that swell, a drone to stand on, bells and a slow tune with long rests. No hurry anywhere. */
export const ambient: Style = {
  id: 'ambient',
  name: 'Ambient',
  tempoBpm: { low: 56, typical: 64, high: 76 },
  swing: { low: 0.5, high: 0.5, grid: 'eighth' },
  defaultSeconds: 180,
  baseEnergy: 0.22,
  ending: 'ring',
  modes: [
    { mode: 'minor', valence: 0.2, weight: 0.8 },
    { mode: 'dorian', valence: 0.4, weight: 0.7 },
    { mode: 'lydian', valence: 0.6, weight: 0.8 },
    { mode: 'major', valence: 0.7, weight: 1 },
  ],
  tonics: ['C', 'D', 'E', 'F', 'G', 'A', 'Bb', 'Eb'],
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.15 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.35 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.55 },
      { label: 'Break', role: 'break', barCount: 4, energy: 0.2 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.45 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.65 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.22 },
    ],
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.2 },
      { label: 'A', role: 'verse', barCount: 16, energy: 0.4 },
      { label: 'B', role: 'bridge', barCount: 8, energy: 0.6 },
      { label: 'A', role: 'verse', barCount: 12, energy: 0.48 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.2 },
    ],
  ],
  ensemble: [
    { role: 'pad', instruments: ['warm-pad', 'slow-strings', 'halo-pad', 'new-age-pad', 'choir', 'bowed-pad'], presence: 1, entersAt: 0 },
    { role: 'bass', instruments: ['sub-bass', 'fretless-bass'], presence: 0.9, entersAt: 0.32, never: ['intro'] },
    {
      role: 'lead',
      instruments: ['piano', 'soft-lead', 'flute', 'celesta', 'vibraphone', 'pan-flute', 'kalimba'],
      presence: 1,
      entersAt: 0.3,
      never: ['intro'],
    },
    { role: 'arp', instruments: ['harp', 'crystal', 'kalimba', 'music-box', 'celesta', 'piano'], presence: 0.9, entersAt: 0.42, always: ['intro', 'outro'] },
    { role: 'chords', instruments: ['electric-piano', 'piano', 'nylon-guitar', 'fm-piano'], presence: 0.5, entersAt: 0.5, always: ['break', 'outro'] },
    { role: 'counter', instruments: ['cello', 'choir', 'voice-oohs', 'slow-strings'], presence: 0.6, entersAt: 0.42 },
    { role: 'texture', instruments: ['wind-texture', 'rain-texture'], presence: 0.5, entersAt: 0 },
  ],
  harmony: {
    colour: 'open',
    stretch: 2,
    progressions: [
      { mode: 'major', place: 'home', bars: 'Iadd9 | vi7 | IVmaj7 | Vsus' },
      { mode: 'major', place: 'home', bars: 'Imaj7 | IVmaj7 | Imaj7 | IVmaj7' },
      { mode: 'major', place: 'home', bars: 'Iadd9 | V/3 | vi7 | IVadd9' },
      { mode: 'major', place: 'away', bars: 'IVmaj7 | I/3 | ii7 | IVmaj7' },
      { mode: 'major', place: 'away', bars: 'vi7 | IVadd9 | Iadd9 | Vsus' },
      { mode: 'minor', place: 'home', bars: 'i9 | bVImaj7 | bIIImaj7 | bVII' },
      { mode: 'minor', place: 'home', bars: 'i9 | iv7 | i9 | bVImaj7' },
      { mode: 'minor', place: 'away', bars: 'bVImaj7 | bIII | bVII | i9' },
      { mode: 'minor', place: 'away', bars: 'iv7 | bVImaj7 | i9 | bVII' },
      { mode: 'dorian', place: 'home', bars: 'i9 | IV | i9 | IV' },
      { mode: 'dorian', place: 'away', bars: 'bIIImaj7 | bVII | i9 | IV' },
      { mode: 'lydian', place: 'home', bars: 'Imaj7 | II | Imaj7 | II' },
      { mode: 'lydian', place: 'home', bars: 'Iadd9 | iii7 | II | vi7' },
      { mode: 'lydian', place: 'away', bars: 'vi7 | II | iii7 | Imaj7' },
    ],
    cadence: { major: ['IVmaj7', 'Vsus'], minor: ['bVImaj7', 'bVII'] },
    finalChord: { major: 'Iadd9', minor: 'iadd9' },
  },
  melody: { force: 0.36, density: [0.45, 0.85], syncopation: 0.12, leap: 0.4, span: 11, centre: 74, space: 'pentatonic', rest: 0.75 },
  feel: { lateMs: { lead: 12, arp: 6, pad: 0, bass: 8, counter: 10 }, looseMs: 9, arch: 1 },
  figures: {
    pad: [{ energy: [0, 1], play: sustain({ force: 0.55, roll: 30 }) }],
    chords: [
      { energy: [0, 0.6], play: sustain({ force: 0.45, roll: 60 }) },
      { energy: [0.4, 1], play: arpeggio([0, 1, 2, 3, 2, 1], 480, { ring: 3, force: 0.42, skip: 0.2 }) },
    ],
    bass: [
      { energy: [0, 1], play: droneBass },
      { energy: [0.5, 1], play: bassPattern('7------- ----D---', {}) },
    ],
    arp: [
      { energy: [0, 0.5], play: droplets(0.3) },
      { energy: [0.35, 1], play: arpeggio([0, 1, 2, 3, 4, 3, 2, 1], 480, { ring: 4, force: 0.42, skip: 0.12 }) },
      { energy: [0.35, 1], play: arpeggio([0, 2, 4, 3, 1, 2], 960, { ring: 2, force: 0.45 }) },
    ],
    counter: [{ energy: [0, 1], play: guideLine }],
    drums: [
      { energy: [0, 0.6], play: drumGroove({ lines: { kick: '6....... ........', pedal: '....3... ....3...' }, fill: 'drop' }) },
      { energy: [0.45, 1], play: drumGroove({ lines: { kick: '6....... ..4.....', rim: '........ 5.......', hat: '3.2.3.2. 3.2.3.2.' }, fill: 'drop' }) },
    ],
    percussion: [{ energy: [0, 1], play: drumGroove({ lines: { shaker: '3...4... 3...4...' }, fill: 'drop' }) }],
  },
  master: { saturation: 0.1, tapeWow: 0.1, busCompression: 0.15, brightnessDb: -1 },
}
