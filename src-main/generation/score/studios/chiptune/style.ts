import { bassPattern } from '../../compose/figures/bass.ts'
import { arpeggio } from '../../compose/figures/comping.ts'
import { drumGroove } from '../../compose/figures/drums.ts'
import { chip } from '../../styles/chip.ts'
import type { Style } from '../../styles/style.ts'
import { playConsole } from './melody.ts'
import { loopForm, loopHarmony } from './structure.ts'
import { dutyCycles } from './voices.ts'

/** Chiptune: four channels and nothing else. Grooves are written so that two drums never meet on the noise channel where it would be heard. */
export const chiptune: Style = {
  ...chip,
  id: 'chiptune',
  name: 'Chiptune',
  card: { blurb: 'Two pulses, a triangle, noise: one note each', examplePrompt: 'Heroic overworld theme, 150 bpm in D major' },
  tempoBpm: { low: 112, typical: 146, high: 178 },
  isClosedBand: true,
  titles: {
    first: ['Pixel', 'Turbo', 'Hidden', 'Bonus', 'Cobalt', 'Warp', 'Crystal', 'Final', 'Secret', 'Castle', 'Comet', 'Second'],
    second: ['Quest', 'Level', 'Cartridge', 'Dungeon', 'Rocket', 'Overworld', 'Boss', 'Continue', 'Keep', 'Kingdom', 'Dash', 'Save Point'],
  },
  ensemble: [
    { role: 'drums', instruments: ['console-noise'], presence: 1, entersAt: 0.48 },
    { role: 'bass', instruments: ['console-triangle'], presence: 1, entersAt: 0.3 },
    { role: 'arp', instruments: ['console-pulse2'], presence: 1, entersAt: 0 },
    { role: 'lead', instruments: ['console-pulse1'], presence: 1, entersAt: 0.42, never: ['intro'] },
  ],
  melody: { force: 0.66, density: [1.5, 2.6], syncopation: 0.4, leap: 0.5, span: 14, centre: 77, space: 'scale', rest: 0.04 },
  feel: { lateMs: {}, looseMs: 0, arch: 0.3 },
  form: loopForm,
  harmonise: loopHarmony,
  play: playConsole,
  controls: dutyCycles,
  loudness: { drums: -20, bass: -19.5, lead: -18, arp: -21.5 },
  figures: {
    ...chip.figures,
    drums: [
      { energy: [0.4, 0.7], play: drumGroove({ lines: { kick: '9.......8.......', snare: '....9.......9...', hat: '..5.4.5...5.4.5.' }, fill: 'roll' }) },
      { energy: [0.58, 0.85], play: drumGroove({ lines: { kick: '9..8......8.....', snare: '....9.......9..7', hat: '.44..444.4.4.44.' }, fill: 'roll' }) },
      {
        energy: [0.78, 1],
        play: drumGroove({
          lines: { kick: '9.....8.9.......', snare: '....9.......9.78', openHat: '..7.......7.....', hat: '.5.5.5.5.5.5.5..' },
          fill: 'snare',
        }),
      },
    ],
    bass: [
      { energy: [0.3, 0.8], play: bassPattern('8-8-U-8- 8-8-U-d-', { gap: 40 }) },
      { energy: [0.6, 1], play: bassPattern('8-U-8-U- 8-U-D-d-', { gap: 30 }) },
      { energy: [0.55, 1], play: bassPattern('8.8U.8U. 8.8U.UD.', { gap: 30 }) },
      { energy: [0.3, 0.6], play: bassPattern('8---D--- U---D---', { gap: 60 }) },
    ],
    arp: [
      { energy: [0, 1], play: arpeggio([0, 1, 2], 80, { force: 0.55 }) },
      { energy: [0.4, 1], play: arpeggio([0, 1, 2, 3], 120, { force: 0.56 }) },
      { energy: [0, 0.7], play: arpeggio([0, 2, 1, 2], 240, { force: 0.55 }) },
    ],
  },
  sectionFigures: {
    build: {
      drums: [{ energy: [0, 1], play: drumGroove({ lines: { kick: '9...8...9...8...', snare: '..6...6...6.6666', hat: '.4.4.4.4.4.4....' }, fill: 'roll' }) }],
    },
  },
  master: { saturation: 0.04, tapeWow: 0, busCompression: 0.2, brightnessDb: 0.5, density: 1, airDb: 0 },
}
