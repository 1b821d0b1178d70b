import type { MasterCharacter } from '../../../../../src-shared/score/score.ts'
import type { Style } from '../../styles/style.ts'
import { chamberBand } from './band.ts'
import { composePiece, type Form } from './compose.ts'
import { FORMS, fugueContinuation, fugueForm, minuetContinuation, minuetForm, sonataContinuation, sonataForm } from './form-plans.ts'
import { composeMinuet } from './forms/minuet.ts'
import { composeSonata } from './forms/sonata.ts'
import { composeFugue } from './fugue/compose-fugue.ts'
import { recomposePiece } from './recompose.ts'

/** A hall and nothing else: no tape, next to no compression. */
const MASTER: MasterCharacter = { saturation: 0, tapeWow: 0, busCompression: 0, brightnessDb: 0, density: 1, airDb: 1, drumClip: 0.8 }
const HALL = { roomSendDb: -20, hallSendDb: -11, delaySendDb: -60, duckDb: 0 }

/** A quartet as the audience sees it, first violin on the left. */
const ensemble: Style['ensemble'] = [
  { role: 'lead', instruments: ['violin'], presence: 1, entersAt: 0, mix: { ...HALL, pan: -0.45 } },
  { role: 'counter', instruments: ['violin'], presence: 1, entersAt: 0, mix: { ...HALL, pan: -0.15 } },
  { role: 'counter', instruments: ['viola'], presence: 1, entersAt: 0, mix: { ...HALL, pan: 0.2, highPassHz: 90 } },
  { role: 'bass', instruments: ['cello'], presence: 1, entersAt: 0, mix: { ...HALL, pan: 0.45, highPassHz: 40 } },
  { role: 'lead', instruments: ['flute', 'oboe', 'clarinet'], presence: 1, entersAt: 0, mix: { ...HALL, pan: -0.3 } },
  { role: 'counter', instruments: ['flute', 'oboe', 'clarinet', 'french-horn'], presence: 1, entersAt: 0, mix: { ...HALL, pan: 0.1 } },
  { role: 'bass', instruments: ['bassoon'], presence: 1, entersAt: 0, mix: { ...HALL, pan: 0.35, highPassHz: 40 } },
  { role: 'lead', instruments: ['piano', 'harpsichord', 'organ', 'church-organ'], presence: 1, entersAt: 0, mix: { ...HALL, pan: 0.1, hallSendDb: -14 } },
  {
    role: 'chords',
    instruments: ['piano', 'harpsichord', 'organ', 'church-organ'],
    presence: 1,
    entersAt: 0,
    mix: { ...HALL, pan: -0.1, hallSendDb: -14, highPassHz: 30 },
  },
]

const house = (
  form: Form,
): Pick<Style, 'compose' | 'recompose' | 'ending' | 'swing' | 'ensemble' | 'harmony' | 'melody' | 'feel' | 'figures' | 'master' | 'loudness'> => ({
  compose: composePiece(form),
  recompose: recomposePiece(form),
  ending: 'ring',
  swing: { low: 0.5, high: 0.5, grid: 'eighth' },
  ensemble,
  // the composer writes chords, tune and accompaniment together; these are only there for players whom a prompt sends to another style
  harmony: {
    colour: 'triads',
    stretch: 1,
    progressions: [
      { mode: 'major', place: 'home', bars: 'I | IV | V | I' },
      { mode: 'minor', place: 'home', bars: 'i | iv | V | i' },
    ],
    cadence: { major: ['IV', 'V7'], minor: ['iv', 'V7'] },
    finalChord: { major: 'I', minor: 'i' },
  },
  melody: { force: 0.5, density: [0.9, 1.6], syncopation: 0.05, leap: 0.3, span: 12, centre: 74, space: 'scale', rest: 0.1 },
  feel: { lateMs: {}, looseMs: 5, arch: 0.6 },
  figures: {},
  master: MASTER,
  loudness: { lead: -19, counter: -22.5, chords: -21, bass: -21 },
})

export const minuet: Style = {
  ...house({ compose: composeMinuet, isFugal: false }),
  id: 'minuet',
  name: 'Minuet',
  card: { blurb: 'Three in a bar, trio and da capo, galant phrases', examplePrompt: 'Minuet in G major for string quartet, graceful, 116 bpm' },
  timeSignature: { beats: 3, unit: 4 },
  tempoBpm: { low: 96, typical: 118, high: 144 },
  defaultSeconds: 120,
  baseEnergy: 0.45,
  modes: [
    { mode: 'major', valence: 0.66, weight: 1.4 },
    { mode: 'minor', valence: 0.3, weight: 0.7 },
  ],
  tonics: ['G', 'D', 'F', 'C', 'Bb', 'A', 'Eb'],
  forms: FORMS.minuet,
  form: minuetForm,
  continuation: minuetContinuation,
  band: chamberBand(['piano', 'harpsichord'], 0.2),
  titles: { first: ['Minuet', 'Menuet', 'Minuetto'], second: ['and Trio', 'with Trio', 'da Capo', 'Grazioso', 'Cantabile'] },
}

export const sonata: Style = {
  ...house({ compose: composeSonata, isFugal: false }),
  id: 'sonata',
  name: 'Sonata',
  card: { blurb: 'Two themes in two keys, a caesura between', examplePrompt: 'Sonata exposition for violin and piano in D major, bright and quick' },
  tempoBpm: { low: 92, typical: 126, high: 152 },
  defaultSeconds: 130,
  baseEnergy: 0.56,
  modes: [
    { mode: 'major', valence: 0.66, weight: 1.3 },
    { mode: 'minor', valence: 0.3, weight: 0.8 },
  ],
  tonics: ['D', 'C', 'G', 'Bb', 'F', 'A', 'Eb'],
  forms: FORMS.sonata,
  form: sonataForm,
  continuation: sonataContinuation,
  band: chamberBand(['piano'], 0.35),
  titles: { first: ['Allegro', 'Sonata', 'First Movement', 'Quartet'], second: ['con Brio', 'Moderato', 'Assai', 'Vivace', 'Cantabile', 'Spiritoso'] },
}

export const fugue: Style = {
  ...house({ compose: composeFugue, isFugal: true }),
  id: 'fugue',
  name: 'Fugue',
  card: { blurb: 'One subject, answered voice after voice', examplePrompt: 'Fugue in G minor for organ, solemn' },
  tempoBpm: { low: 66, typical: 84, high: 108 },
  defaultSeconds: 110,
  baseEnergy: 0.5,
  modes: [
    { mode: 'minor', valence: 0.35, weight: 1.3 },
    { mode: 'major', valence: 0.66, weight: 0.8 },
  ],
  tonics: ['G', 'D', 'C', 'A', 'F', 'E', 'Bb'],
  forms: FORMS.fugue,
  form: fugueForm,
  continuation: fugueContinuation,
  band: chamberBand(['church-organ', 'harpsichord', 'piano'], 0.4),
  titles: { first: ['Fugue', 'Fuga', 'Ricercar', 'Counterpoint'], second: ['on a Theme', 'for Four Voices', 'Grave', 'Andante', 'in Dark Colours'] },
}
