import { OpenStyleId } from '../../../../src-shared/generation/plan.ts'
import type { StudioCard } from '../../../../src-shared/studios/contract.ts'

/** No walls: one composer, five styles, whatever instruments are named. */
export const openCard: StudioCard = {
  id: 'open',
  name: 'Open studio',
  blurb: 'Any style, any instrument',
  agents: [
    { id: 'composer', name: 'Composer', job: 'Reads your words, plans a form and writes every part in the style they ask for.' },
    { id: 'mixer', name: 'Mixing hand', job: 'Sets each fader by listening and masters to -14 LUFS.' },
  ],
  styles: [...OpenStyleId.options],
  examplePrompts: [
    'Late-night study beat with felt piano, upright bass and brushes, 78 bpm, rain outside',
    'Weightless ambient for falling asleep, warm strings and soft bells, no drums, 3 minutes',
  ],
  recognisedBy: [],
}
