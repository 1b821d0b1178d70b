import type { Ensemble } from '../../styles/ensemble.ts'
import { boomBap } from './boom-bap.ts'
import { drill } from './drill.ts'
import { trap } from './trap.ts'

export const ensemble: Ensemble = {
  id: 'cypher',
  styles: [boomBap, trap, drill],
  words: [
    {
      phrases: ['boom bap', 'boom-bap', 'old school', 'golden age', 'nineties', '90s', 'dusty', 'hip hop', 'hip-hop', 'jazzy', 'soul'],
      style: { 'boom-bap': 4 },
      energy: 0.6,
      meaning: 'boom bap',
    },
    { phrases: ['trap', 'hard trap', 'atlanta', 'southern', 'hat rolls', 'dark trap'], style: { trap: 4 }, energy: 0.7, meaning: 'trap' },
    { phrases: ['drill', 'uk drill', 'ny drill', 'grime'], style: { drill: 4.5 }, valence: 0.2, energy: 0.75, meaning: 'drill' },
    { phrases: ['sliding 808s', 'sliding 808', '808 slides', 'glides'], style: { trap: 1, drill: 1.2 }, meaning: '808 that slides' },
    { phrases: ['rap', 'rap beat', 'freestyle', 'flow', 'bars', 'cypher', 'cipher'], style: { 'boom-bap': 0.5, trap: 0.4 }, meaning: 'a beat to rap on' },
  ],
  neural: { words: 'hip hop instrumental, punchy drums, deep 808 bass, rap beat', guidance: 3.5 },
}
