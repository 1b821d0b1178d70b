import { arpeggio, guideLine, sustain } from '../../compose/figures/comping.ts'
import { drumGroove } from '../../compose/figures/drums.ts'
import type { Style } from '../../styles/style.ts'
import { harmonise } from './changes.ts'
import { breath } from './controls.ts'
import { JAZZ_FORMS, jazzForm } from './form.ts'
import { type Manner, playJazz } from './play.ts'
import { swingAmountAt } from './swing-ratio.ts'

/** What instruments do that a small band has only when they are named. */
const BESIDE: Style['figures'] = {
  pad: [{ energy: [0, 1], play: sustain({ force: 0.42 }) }],
  arp: [{ energy: [0, 1], play: arpeggio([0, 1, 2, 3, 2, 1], 480, { ring: 2, force: 0.42, skip: 0.3 }) }],
  counter: [{ energy: [0, 1], play: guideLine }],
  percussion: [{ energy: [0, 1], play: drumGroove({ lines: { shaker: '4.6.4.6. 4.6.4.6.' }, fill: 'drop' }) }],
}

const house = (
  manner: Manner,
): Pick<Style, 'harmony' | 'forms' | 'form' | 'harmonise' | 'play' | 'controls' | 'means' | 'figures' | 'ending' | 'modes' | 'defaultSeconds'> => ({
  ending: 'ring',
  defaultSeconds: 150,
  modes: [
    { mode: 'minor', valence: 0.28, weight: 0.8 },
    { mode: 'major', valence: 0.66, weight: 1.2 },
  ],
  forms: JAZZ_FORMS,
  form: (bars, finalBar, random, understood) => jazzForm(bars, finalBar, random, understood, manner === 'swing' ? 0.25 : 0),
  harmonise,
  play: playJazz(manner),
  controls: breath,
  means: { 'steel-guitar': 'jazz-guitar', 'clean-guitar': 'jazz-guitar', 'finger-bass': 'upright-bass', 'standard-kit': 'jazz-kit' },
  figures: BESIDE,
  harmony: {
    colour: 'sevenths',
    stretch: 1,
    progressions: [
      { mode: 'major', place: 'home', bars: 'Imaj7 | vi7 | ii7 | V7' },
      { mode: 'minor', place: 'home', bars: 'i6 | iv7 | iih7 | V7b9' },
    ],
    cadence: { major: ['ii7', 'V13'], minor: ['iih7', 'V7b9'] },
    finalChord: { major: 'I69', minor: 'i6' },
  },
})

const TITLES = {
  first: ['Blue', 'Midnight', 'Second', 'Uptown', 'Corner', 'Velvet', 'Late', 'Hollow', 'Brass', 'Sunday', 'Seventh', 'Smoke'],
  second: ['Avenue', 'Minor', 'Street', 'Hour', 'Walk', 'Groove', 'Waltz', 'Letter', 'Window', 'Train', 'Serenade', 'Stride'],
}

export const swing: Style = {
  ...house('swing'),
  id: 'swing',
  name: 'Swing',
  card: { blurb: 'Walking bass, ride cymbal, head and solos', examplePrompt: 'Up-tempo bebop quartet with tenor sax, 190 bpm, rhythm changes' },
  tempoBpm: { low: 112, typical: 150, high: 232 },
  swing: { low: 0.55, high: 0.68, grid: 'eighth', at: swingAmountAt },
  baseEnergy: 0.58,
  tonics: ['F', 'Bb', 'Eb', 'C', 'G', 'Ab', 'D'],
  titles: { ...TITLES, second: TITLES.second.filter((word) => word !== 'Waltz') },
  ensemble: [
    { role: 'drums', instruments: ['jazz-kit', 'jazz-kit', 'brush-kit'], presence: 1, entersAt: 0 },
    { role: 'bass', instruments: ['upright-bass'], presence: 1, entersAt: 0 },
    { role: 'chords', instruments: ['piano', 'jazz-guitar', 'vibraphone'], presence: 1, entersAt: 0 },
    {
      role: 'lead',
      instruments: ['tenor-sax', 'trumpet', 'alto-sax', 'piano', 'jazz-guitar', 'vibraphone', 'muted-trumpet'],
      presence: 1,
      entersAt: 0,
      never: ['intro'],
    },
  ],
  melody: { force: 0.5, density: [1, 1.6], syncopation: 0.55, leap: 0.4, span: 10, centre: 70, space: 'scale', rest: 0.3 },
  feel: { lateMs: { drums: 0, bass: -4, chords: 9, lead: 20 }, looseMs: 5, arch: 0.7 },
  loudness: { drums: -22, bass: -19, chords: -21, lead: -19 },
  master: { saturation: 0.08, tapeWow: 0, busCompression: 0.12, brightnessDb: 0, density: 1, airDb: 1.5, drumClip: 0.9 },
}

export const ballad: Style = {
  ...house('ballad'),
  id: 'ballad',
  name: 'Ballad',
  card: { blurb: 'Brushes, half notes, a tune that takes its time', examplePrompt: 'Smoky ballad for muted trumpet and piano trio, 62 bpm, brushes' },
  tempoBpm: { low: 54, typical: 66, high: 84 },
  swing: { low: 0.6, high: 0.69, grid: 'eighth', at: swingAmountAt },
  baseEnergy: 0.3,
  tonics: ['Eb', 'Db', 'F', 'Ab', 'Bb', 'C', 'G'],
  titles: TITLES,
  ensemble: [
    { role: 'drums', instruments: ['brush-kit'], presence: 1, entersAt: 0 },
    { role: 'bass', instruments: ['upright-bass'], presence: 1, entersAt: 0 },
    { role: 'chords', instruments: ['piano', 'piano', 'jazz-guitar'], presence: 1, entersAt: 0 },
    { role: 'lead', instruments: ['muted-trumpet', 'tenor-sax', 'piano', 'vibraphone', 'clarinet'], presence: 1, entersAt: 0, never: ['intro'] },
  ],
  melody: { force: 0.42, density: [0.8, 1.2], syncopation: 0.25, leap: 0.35, span: 10, centre: 69, space: 'scale', rest: 0.3 },
  feel: { lateMs: { drums: 4, bass: 4, chords: 14, lead: 34 }, looseMs: 9, arch: 1 },
  loudness: { drums: -26, bass: -20.5, chords: -21, lead: -18 },
  master: { saturation: 0.05, tapeWow: 0, busCompression: 0.08, brightnessDb: -0.5, density: 1, airDb: 1.5, drumClip: 0.9 },
}

export const bossa: Style = {
  ...house('bossa'),
  id: 'bossa',
  name: 'Bossa nova',
  card: { blurb: 'Even eighths, nylon strings, a clave on the rim', examplePrompt: 'Gentle bossa nova with nylon guitar and flute, evening by the sea' },
  tempoBpm: { low: 112, typical: 132, high: 152 },
  swing: { low: 0.5, high: 0.5, grid: 'eighth' },
  baseEnergy: 0.42,
  tonics: ['D', 'F', 'G', 'A', 'C', 'E', 'Bb'],
  titles: {
    first: ['Sea', 'Evening', 'Salt', 'Amber', 'Paper', 'Slow', 'White'],
    second: ['Window', 'Sail', 'Terrace', 'Shore', 'Letter', 'Breeze', 'Promenade'],
  },
  ensemble: [
    { role: 'drums', instruments: ['jazz-kit', 'brush-kit'], presence: 1, entersAt: 0 },
    { role: 'bass', instruments: ['upright-bass', 'fretless-bass'], presence: 1, entersAt: 0 },
    { role: 'chords', instruments: ['nylon-guitar', 'nylon-guitar', 'piano'], presence: 1, entersAt: 0 },
    { role: 'lead', instruments: ['flute', 'tenor-sax', 'piano', 'nylon-guitar', 'vibraphone'], presence: 1, entersAt: 0, never: ['intro'] },
  ],
  melody: { force: 0.44, density: [0.9, 1.4], syncopation: 0.6, leap: 0.3, span: 9, centre: 71, space: 'scale', rest: 0.3 },
  feel: { lateMs: { drums: 0, bass: 3, chords: 4, lead: 16 }, looseMs: 4, arch: 0.7 },
  loudness: { drums: -23.5, bass: -20, chords: -20.5, lead: -19 },
  master: { saturation: 0.06, tapeWow: 0, busCompression: 0.15, brightnessDb: -0.5, density: 1, airDb: 1.5, drumClip: 0.9 },
}
