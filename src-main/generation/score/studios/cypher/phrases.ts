/**
 * The flow's own words. An opening is a clause, a closing says where, when or how and ends on its stressed rhyme, so that any opening goes with any
 * closing. Syllables and stresses are those of src-shared/lyrics.
 */
export const OPENINGS: readonly string[] = [
  'I keep the ledger balanced',
  'we built it out of static',
  'they sleep before the chorus',
  'I count the cracks in concrete',
  'my pen is on the pavement',
  'we never had a budget',
  'the drum was my first language',
  'I learned to listen slowly',
  'so let the record tell it',
  'you hear the kick and answer',
  'the streetlight keeps me honest',
  'my mother taught me patience',
  'the snare is like a witness',
  'I never ask for favours',
  'I trade a week for sixteen',
  'the window hums a sample',
  'we move like water',
  'I speak in patterns',
  'the bass is talking',
  'no room for doubting',
  'we stay in motion',
  'I hold the corner',
  'the city listens',
  'I cut the margin',
  'we made it simple',
  'they want the secret',
  'I wrote it',
  'they watch us',
  'we run it',
  'I mean it',
  'you know it',
]

/** By rhyme: what their last syllables share, as it is written. */
export const CLOSINGS: Readonly<Record<string, { readonly endings: RegExp; readonly phrases: readonly string[] }>> = {
  ight: {
    endings: /(ight|ite)$/,
    phrases: ['under amber light', 'when the beat is right', 'with the end in sight', 'on a winter night', 'without a fight', 'in black and white'],
  },
  ay: {
    endings: /(ay|ey)$/,
    phrases: ['at the break of day', 'and I mean to stay', 'in a better way', 'without delay', 'when the skies are grey', 'before you play'],
  },
  ine: {
    endings: /(ine|ign)$/,
    phrases: ['on the bottom line', 'and the work is mine', 'like a warning sign', 'and I feel just fine', 'and the stars align'],
  },
  own: {
    endings: /own$/,
    phrases: ['in the old part of town', 'when the sun goes down', 'under the same old crown', 'on a page gone brown'],
  },
  ound: {
    endings: /ound$/,
    phrases: ['without a sound', 'on solid ground', 'when the bass comes round', 'till the truth is found', 'till the clock is wound'],
  },
  old: {
    endings: /old$/,
    phrases: ['when the air gets cold', 'and the plot is told', 'before it sold', 'worth more than gold', 'in the hand I hold', 'from the young to the old'],
  },
  eet: {
    endings: /(eet|eat)$/,
    phrases: ['to the sound of the street', 'on my own two feet', 'when the drums repeat', 'in the summer heat', 'on top of the beat'],
  },
  ame: {
    endings: /ame$/,
    phrases: ['and it stays the same', 'when they call my name', 'outside the frame', 'in a longer game', 'like a moving flame'],
  },
}
