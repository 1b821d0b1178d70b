import { arpeggio, guideLine, sustain } from '../../compose/figures/comping.ts'
import type { Style } from '../../styles/style.ts'
import type { Seat } from '../../styles/taste.ts'
import { hands } from './controls.ts'
import { boundByRiff } from './one-machine.ts'
import { playMetal } from './play.ts'
import type { RiffStyle } from './riff.ts'

/** What instruments do that a metal band has only when they are named: an orchestra behind the wall. */
const BESIDE: Style['figures'] = {
  chords: [{ energy: [0, 1], play: sustain({ force: 0.6 }) }],
  pad: [{ energy: [0, 1], play: sustain({ force: 0.55 }) }],
  arp: [{ energy: [0, 1], play: arpeggio([0, 1, 2, 3], 240, { force: 0.55 }) }],
  counter: [{ energy: [0, 1], play: guideLine }],
}

const house = (style: RiffStyle): Pick<Style, 'play' | 'controls' | 'means' | 'renewsTogether' | 'bound' | 'figures' | 'swing' | 'modes'> => ({
  play: playMetal(style),
  controls: hands,
  renewsTogether: ['chords', 'bass', 'drums'],
  bound: boundByRiff,
  means: {
    'steel-guitar': 'high-gain-guitar',
    'distorted-guitar': 'high-gain-guitar',
    'overdriven-guitar': 'lead-guitar',
    'clean-guitar': 'high-gain-guitar',
    'muted-guitar': 'high-gain-guitar',
    'finger-bass': 'picked-bass',
    'standard-kit': 'power-kit',
    'room-kit': 'power-kit',
  },
  figures: BESIDE,
  swing: { low: 0.5, high: 0.5, grid: 'sixteenth' },
  modes: [
    { mode: 'phrygian', valence: 0.15, weight: 0.8 },
    { mode: 'minor', valence: 0.35, weight: 1.2 },
  ],
})

const chairs = (leadPresence: number): readonly Seat[] => [
  { role: 'drums', instruments: ['power-kit'], presence: 1, entersAt: 0, mix: { roomSendDb: -14, hallSendDb: -34 } },
  { role: 'bass', instruments: ['picked-bass'], presence: 1, entersAt: 0, mix: { ampDrive: 0.3, highPassHz: 35, lowPassHz: 5_000, duckDb: 0.5 } },
  { role: 'chords', instruments: ['high-gain-guitar'], isDoubled: true, isEssential: true, presence: 1, entersAt: 0 },
  { role: 'lead', instruments: ['lead-guitar'], presence: leadPresence, entersAt: 0.4, never: ['intro', 'verse', 'break', 'build', 'outro'] },
  { role: 'counter', instruments: ['harmony-guitar'], presence: leadPresence * 0.9, entersAt: 0.4, never: ['intro', 'verse', 'break', 'build', 'outro'] },
]

const PROGRESSIONS: Style['harmony']['progressions'] = [
  { mode: 'minor', place: 'home', bars: 'i | i | i | bVI bVII' },
  { mode: 'minor', place: 'home', bars: 'i | i | bIII | bII' },
  { mode: 'minor', place: 'home', bars: 'i | i | i | i | bVI | bVI | bVII | bVII' },
  { mode: 'minor', place: 'home', bars: 'i | i | bVII | V' },
  { mode: 'minor', place: 'away', bars: 'i | bVI | bIII | bVII' },
  { mode: 'minor', place: 'away', bars: 'bVI | bVII | i | i' },
  { mode: 'minor', place: 'away', bars: 'iv | bVI | bVII | V' },
  { mode: 'minor', place: 'away', bars: 'i | bVII | bVI | V' },
  { mode: 'minor', place: 'away', bars: 'bVI | iv | i | bVII | bVI | iv | V | V' },
  { mode: 'phrygian', place: 'home', bars: 'i | i | bII | i' },
  { mode: 'phrygian', place: 'home', bars: 'i | i | i | bII bIII' },
  { mode: 'phrygian', place: 'home', bars: 'i | bII | i | bvii' },
  { mode: 'phrygian', place: 'away', bars: 'bVI | bII | i | i' },
  { mode: 'phrygian', place: 'away', bars: 'i | bII | bIII | bII' },
  { mode: 'phrygian', place: 'away', bars: 'bVI | bvii | bII | i' },
]

const harmony: Style['harmony'] = {
  colour: 'triads',
  stretch: 1,
  progressions: PROGRESSIONS,
  cadence: { major: ['IV', 'V'], minor: ['bVI', 'V'] },
  finalChord: { major: 'I', minor: 'i' },
}

export const metal: Style = {
  ...house('metal'),
  id: 'metal',
  name: 'Heavy metal',
  card: {
    blurb: 'Galloping riffs, twin leads, double bass',
    examplePrompt: 'Epic heavy metal with galloping riffs and harmonised lead guitars, 150 bpm in E minor',
  },
  tempoBpm: { low: 112, typical: 144, high: 172 },
  defaultSeconds: 165,
  baseEnergy: 0.78,
  ending: 'ring',
  tonics: ['E', 'D', 'C', 'B', 'E', 'A'],
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 8, energy: 0.62 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.66 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.8 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.7 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.84 },
      { label: 'C', role: 'bridge', barCount: 8, energy: 0.7 },
      { label: 'Solo', role: 'solo', barCount: 16, energy: 0.84 },
      { label: 'Break', role: 'break', barCount: 8, energy: 0.6 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.92 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.7 },
    ],
    [
      { label: 'Intro', role: 'intro', barCount: 8, energy: 0.6 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.66 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.7 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.82 },
      { label: 'Solo', role: 'solo', barCount: 8, energy: 0.82 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.72 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.9 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.7 },
    ],
  ],
  titles: {
    first: ['Iron', 'Black', 'Ashen', 'Burning', 'Hollow', 'Steel', 'Fallen', 'Blood', 'Storm', 'Cold'],
    second: ['Crown', 'Throne', 'Horizon', 'Gallows', 'Winter', 'Legion', 'Anvil', 'Oath', 'Ravens', 'Dominion'],
  },
  ensemble: chairs(0.95),
  harmony,
  melody: { force: 0.66, density: [0.8, 1.5], syncopation: 0.25, leap: 0.35, span: 10, centre: 71, space: 'scale', rest: 0.1 },
  feel: { lateMs: { drums: 0, bass: 1, chords: 2, lead: 6, counter: 9 }, looseMs: 5, arch: 0.25 },
  loudness: { drums: -19, bass: -20, chords: -19, lead: -17.5, counter: -20 },
  master: { saturation: 0.25, tapeWow: 0, busCompression: 0.5, brightnessDb: 2, density: 2.8, airDb: 0, drumClip: 2 },
}

export const thrash: Style = {
  ...metal,
  ...house('thrash'),
  id: 'thrash',
  name: 'Thrash',
  card: { blurb: 'Fast palm mutes, skank beats, blasts, a breakdown', examplePrompt: 'Furious thrash with blast beats and a breakdown, 200 bpm, drop D' },
  tempoBpm: { low: 168, typical: 190, high: 220 },
  baseEnergy: 0.9,
  ending: 'cold',
  modes: [
    { mode: 'phrygian', valence: 0.15, weight: 1.2 },
    { mode: 'minor', valence: 0.35, weight: 0.8 },
  ],
  defaultSeconds: 140,
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 8, energy: 0.75 },
      { label: 'A', role: 'verse', barCount: 16, energy: 0.82 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.92 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.85 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.94 },
      { label: 'C', role: 'bridge', barCount: 8, energy: 0.88 },
      { label: 'Break', role: 'break', barCount: 8, energy: 0.7 },
      { label: 'Solo', role: 'solo', barCount: 16, energy: 0.95 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 1 },
    ],
  ],
  titles: {
    first: ['Toxic', 'Violent', 'Mass', 'Terminal', 'Chain', 'Rapid', 'Final', 'Nuclear'],
    second: ['Verdict', 'Reaction', 'Siege', 'Assault', 'Sentence', 'Machine', 'Riot', 'Collapse'],
  },
  ensemble: chairs(0.85),
  loudness: { drums: -18.5, bass: -20.5, chords: -18.8, lead: -17.5, counter: -20 },
  master: { ...metal.master, density: 3, brightnessDb: 2 },
}

export const doom: Style = {
  ...metal,
  ...house('doom'),
  id: 'doom',
  name: 'Doom',
  card: { blurb: 'Slow, low and heavy as lead', examplePrompt: 'Crushing doom in C, 62 bpm, tritone riffs, long feedback' },
  tempoBpm: { low: 54, typical: 64, high: 78 },
  baseEnergy: 0.55,
  tonics: ['C', 'B', 'D', 'A'],
  modes: [
    { mode: 'phrygian', valence: 0.1, weight: 1 },
    { mode: 'minor', valence: 0.3, weight: 1 },
  ],
  defaultSeconds: 190,
  forms: [
    [
      { label: 'Intro', role: 'intro', barCount: 4, energy: 0.5 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.55 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.68 },
      { label: 'A', role: 'verse', barCount: 8, energy: 0.58 },
      { label: 'Solo', role: 'solo', barCount: 8, energy: 0.66 },
      { label: 'B', role: 'chorus', barCount: 8, energy: 0.76 },
      { label: 'Outro', role: 'outro', barCount: 4, energy: 0.5 },
    ],
  ],
  titles: {
    first: ['Grave', 'Funeral', 'Leaden', 'Drowned', 'Sunken', 'Pale', 'Mourning'],
    second: ['Procession', 'Monolith', 'Cathedral', 'Tide', 'Eclipse', 'Bell', 'Earth'],
  },
  ensemble: chairs(0.8),
  melody: { ...metal.melody, density: [0.7, 1.1], centre: 67 },
  feel: { ...metal.feel, lateMs: { drums: 4, bass: 6, chords: 8, lead: 16, counter: 20 }, looseMs: 8 },
  loudness: { drums: -20, bass: -19, chords: -18, lead: -17.5, counter: -20 },
  master: { ...metal.master, density: 2.4, brightnessDb: 0.5 },
}
