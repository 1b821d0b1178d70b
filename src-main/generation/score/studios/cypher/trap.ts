import { arpeggio, compPattern, guideLine, sustain } from '../../compose/figures/comping.ts'
import { drumGroove } from '../../compose/figures/drums.ts'
import type { Style } from '../../styles/style.ts'
import { bass808, glides, kicksUnder808 } from './bass-808.ts'
import { kicksOf } from './beats.ts'
import { HOOK_FORMS, TITLES } from './common.ts'
import { writeFlow } from './flow.ts'

const TRAP_KICKS = ['9......8 ..8.....', '9.....8. ...8..8.', '9..8.... ..8....8', '9....... 8.8...8.']

/** Trap: half time at 140, a snare on three, hats that never stay still, an 808 that is kick and bass at once. */
export const trap: Style = {
  id: 'trap',
  name: 'Trap',
  card: { blurb: 'Half-time drums, hat rolls, an 808 that slides', examplePrompt: 'Dark trap with sliding 808s and bells, 142 bpm' },
  titles: TITLES,
  tempoBpm: { low: 128, typical: 140, high: 152 },
  swing: { low: 0.5, high: 0.5, grid: 'sixteenth' },
  defaultSeconds: 100,
  baseEnergy: 0.66,
  ending: 'ring',
  modes: [
    { mode: 'minor', valence: 0.25, weight: 1.5 },
    { mode: 'phrygian', valence: 0.1, weight: 0.7 },
    { mode: 'dorian', valence: 0.45, weight: 0.2 },
  ],
  tonics: ['C', 'C#', 'D', 'E', 'F', 'F#', 'G', 'A'],
  forms: HOOK_FORMS,
  ensemble: [
    { role: 'drums', instruments: ['808-kit'], presence: 1, entersAt: 0.4, never: ['break'] },
    { role: 'bass', instruments: ['bass-808'], presence: 1, entersAt: 0.36, never: ['break'] },
    { role: 'arp', instruments: ['glockenspiel', 'music-box', 'pluck', 'kalimba'], presence: 1, entersAt: 0 },
    { role: 'pad', instruments: ['choir', 'synth-strings', 'warm-pad'], presence: 0.8, entersAt: 0 },
    { role: 'lead', instruments: ['flute', 'square-lead', 'soft-lead', 'piano'], presence: 0.7, entersAt: 0.7, never: ['intro', 'break'] },
  ],
  harmony: {
    colour: 'triads',
    stretch: 1,
    progressions: [
      { mode: 'minor', place: 'home', bars: 'i | i | bVI | bVI' },
      { mode: 'minor', place: 'home', bars: 'i | i | bVI | V' },
      { mode: 'minor', place: 'home', bars: 'i | i | iv | bVI' },
      { mode: 'minor', place: 'away', bars: 'bVI | bVII | i | i' },
      { mode: 'minor', place: 'away', bars: 'iv | iv | i | i' },
      { mode: 'phrygian', place: 'home', bars: 'i | i | bII | i' },
      { mode: 'phrygian', place: 'away', bars: 'bII | bII | i | i' },
      { mode: 'dorian', place: 'home', bars: 'i | i | bVII | IV' },
      { mode: 'dorian', place: 'away', bars: 'bIII | IV | i | i' },
    ],
    cadence: { major: ['IV', 'V'], minor: ['bVI', 'v'] },
    finalChord: { major: 'I', minor: 'i' },
  },
  melody: { force: 0.5, density: [0.6, 1.2], syncopation: 0.35, leap: 0.35, span: 10, centre: 76, space: 'pentatonic', rest: 0.4 },
  feel: { lateMs: { lead: 6, arp: 4 }, looseMs: 1.2, arch: 0.3 },
  figures: {
    drums: [
      { energy: [0.35, 0.75], play: kicksOf(TRAP_KICKS, { lines: { clap: '........ 9.......', hat: '7.6.7.6. 7.6.7.6.' }, fill: 'drop' }, 0.4) },
      {
        energy: [0.55, 1],
        play: kicksOf(
          TRAP_KICKS,
          { lines: { clap: '........ 9.......', snare: '........ 6......g', hat: '76567656 76567656' }, fill: 'drop', crash: true },
          0.6,
        ),
      },
      {
        energy: [0.7, 1],
        play: kicksOf(
          TRAP_KICKS,
          { lines: { clap: '........ 9......o', hat: '7.6.7.67 7.6.7.67', openHat: '......6. ........' }, fill: 'roll', crash: true },
          0.7,
        ),
      },
    ],
    bass: [{ energy: [0, 1], play: bass808({ jump: 0.6, low: 25, high: 45 }) }],
    arp: [
      { energy: [0, 1], play: arpeggio([0, 1, 2, 1, 3, 2, 1, 2], 480, { force: 0.55, ring: 2, skip: 0.1 }) },
      { energy: [0.3, 1], play: arpeggio([2, 1, 0, 1], 480, { force: 0.55, ring: 2, skip: 0.25 }) },
    ],
    chords: [{ energy: [0, 1], play: compPattern('7------- ........', { roll: 10 }) }],
    pad: [{ energy: [0, 1], play: sustain({ force: 0.46 }) }],
    counter: [{ energy: [0, 1], play: guideLine }],
    percussion: [{ energy: [0, 1], play: drumGroove({ lines: { rim: '...5..5. ......5.' }, fill: 'drop' }) }],
  },
  lyrics: writeFlow,
  controls: glides(0.5),
  bound: kicksUnder808,
  loudness: { drums: -18, bass: -16.5, arp: -22.5, pad: -24.5, lead: -22 },
  master: { saturation: 0.25, tapeWow: 0, busCompression: 0.45, brightnessDb: 0.5, density: 1.9, airDb: 3, drumClip: 1.9 },
}
