import type { StyleInfo } from '../../../src-shared/generation/contract.ts'
import { OpenStyleId } from '../../../src-shared/generation/plan.ts'
import type { StudioId } from '../../../src-shared/studios/studio-id.ts'
import { findEnsemble, OPEN_STYLES } from './styles/index.ts'

/** What a musician reads on a style's chip, and a wish that shows it at its best. */
const CARDS: Readonly<Record<OpenStyleId, { readonly blurb: string; readonly examplePrompt: string }>> = {
  lofi: {
    blurb: 'Dusty keys, lazy drums, room to think',
    examplePrompt: 'Late-night study beat with felt piano, upright bass and brushes, 78 bpm, rain outside',
  },
  house: {
    blurb: 'Four on the floor, bright chords, a build and a drop',
    examplePrompt: 'Driving house for a run at sunrise, 124 bpm in F minor, plucky synths, big drop',
  },
  ambient: {
    blurb: 'Slow pads, long halls, no hurry',
    examplePrompt: 'Weightless ambient for falling asleep, warm strings and soft bells, no drums, 3 minutes',
  },
  'acoustic-pop': {
    blurb: 'Strummed guitar, hand percussion, a tune to hum',
    examplePrompt: 'Hopeful acoustic song around a campfire in G major, strummed guitar and light percussion',
  },
  chip: { blurb: 'Two pulses, a triangle and noise', examplePrompt: 'Heroic 8-bit overworld theme, 150 bpm, in D major, quick arpeggios' },
}

/** Styles to choose from in a studio that is loaded. */
export const listStyles = (studio: StudioId = 'open'): StyleInfo[] => {
  const ensemble = findEnsemble(studio)
  if (ensemble) return ensemble.styles.map(({ id, name, card }) => ({ id, name, blurb: card?.blurb ?? name, examplePrompt: card?.examplePrompt ?? name }))
  return OpenStyleId.options.map((id) => ({ id, name: OPEN_STYLES[id].name, ...CARDS[id] }))
}
