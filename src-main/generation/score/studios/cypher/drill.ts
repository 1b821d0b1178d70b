import { arpeggio, compPattern, guideLine, sustain } from '../../compose/figures/comping.ts'
import { drumGroove } from '../../compose/figures/drums.ts'
import type { Style } from '../../styles/style.ts'
import { bass808, glides } from './bass-808.ts'
import { kicksOf } from './beats.ts'
import { HOOK_FORMS } from './common.ts'
import { trap } from './trap.ts'

const DRILL_KICKS = ['9.....8. ...8....', '9..8.... ..8..8..', '9.....8. .8....8.', '9..8..8. ......8.']
/** three, three, three, three, four: the hats that give it away */
const HATS = '7..6..7. .6..7.6.'

/** Drill: hats in threes against the four, snares that come late, 808s that slide all the time. */
export const drill: Style = {
  ...trap,
  id: 'drill',
  name: 'Drill',
  card: { blurb: 'Hats in threes, late snares, 808s that never stay', examplePrompt: 'Cold drill beat in F# minor, strings and hat rolls' },
  tempoBpm: { low: 136, typical: 142, high: 148 },
  baseEnergy: 0.72,
  forms: HOOK_FORMS,
  ensemble: [
    { role: 'drums', instruments: ['electronic-kit', '808-kit'], presence: 1, entersAt: 0.4, never: ['break'] },
    { role: 'bass', instruments: ['bass-808'], presence: 1, entersAt: 0.36, never: ['break'] },
    { role: 'chords', instruments: ['piano'], presence: 0.8, entersAt: 0 },
    { role: 'pad', instruments: ['slow-strings', 'choir'], presence: 0.9, entersAt: 0 },
    { role: 'lead', instruments: ['violin', 'flute', 'voice-oohs'], presence: 0.6, entersAt: 0.7, never: ['intro', 'break'] },
  ],
  figures: {
    ...trap.figures,
    drums: [
      { energy: [0.35, 0.8], play: kicksOf(DRILL_KICKS, { lines: { snare: '........ 9....... ........ 9.....8.', hat: HATS }, fill: 'drop' }, 0.3) },
      {
        energy: [0.55, 1],
        play: kicksOf(
          DRILL_KICKS,
          { lines: { snare: '........ 9....... ......o. 9.....8.', rim: '......5. ........', hat: HATS }, fill: 'drop', crash: true },
          0.5,
        ),
      },
    ],
    bass: [{ energy: [0, 1], play: bass808({ jump: 0.85, low: 25, high: 46 }) }],
    chords: [
      { energy: [0, 1], play: compPattern('7-----6- --..5-..', { roll: 8 }) },
      { energy: [0.4, 1], play: arpeggio([0, 2, 1, 2], 480, { force: 0.5, ring: 2 }) },
    ],
    pad: [{ energy: [0, 1], play: sustain({ force: 0.48 }) }],
    counter: [{ energy: [0, 1], play: guideLine }],
    percussion: [{ energy: [0, 1], play: drumGroove({ lines: { rim: '...5..5. ......5.' }, fill: 'drop' }) }],
  },
  controls: glides(0.85),
}
