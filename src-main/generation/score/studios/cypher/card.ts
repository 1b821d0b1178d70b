import type { StudioCard } from '../../../../../src-shared/studios/contract.ts'

export const cypherCard: StudioCard = {
  id: 'cypher',
  name: 'Cypher',
  blurb: 'Hip hop: drums first, a bass that slides, words',
  agents: [
    { id: 'beat-maker', name: 'Beat maker', job: 'Programs boom bap, trap and drill: swing, ghost notes, hat rolls, and 808s that follow the kick and slide.' },
    { id: 'chopper', name: 'Chopper', job: 'Plays the keys as a sampler would: one chord, cut, moved and cut again.' },
    {
      id: 'flow',
      name: 'Flow',
      job: 'Writes a line a bar: syllables the style can hold, rhymes by scheme, stresses on the beat. Say “instrumental” to leave it out.',
    },
  ],
  styles: ['boom-bap', 'trap', 'drill'],
  examplePrompts: [
    'Dusty boom bap with chopped piano, 90 bpm in A minor',
    'Dark trap with sliding 808s, 142 bpm',
    'Cold drill beat in F# minor, strings and hat rolls',
  ],
  recognisedBy: ['hip hop', 'hip-hop', 'boom bap', 'trap', 'drill', 'rap', 'rap beat', '808s', 'freestyle'],
}
