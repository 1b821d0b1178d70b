import type { Ensemble } from '../../styles/ensemble.ts'
import { KEYBOARD, QUARTET, TRIO, WINDS } from './band.ts'
import { fugue, minuet, sonata } from './styles.ts'

export const ensemble: Ensemble = {
  id: 'virtuoso',
  styles: [minuet, sonata, fugue],
  words: [
    { phrases: ['minuet', 'minuets', 'menuet', 'menuett', 'minuetto', 'minueto', 'minuet and trio', 'court dance'], style: { minuet: 4 }, meaning: 'minuet' },
    {
      phrases: ['sonata', 'sonata exposition', 'sonata form', 'sonate', 'sonatina', 'exposition', 'first movement', 'symphony', 'symphonic'],
      style: { sonata: 4 },
      meaning: 'sonata exposition',
    },
    {
      phrases: ['fugue', 'fugues', 'fuga', 'fuge', 'fughetta', 'fugal', 'fugue exposition', 'ricercar', 'counterpoint', 'contrapuntal', 'baroque', 'barock'],
      style: { fugue: 4 },
      meaning: 'fugue',
    },
    { phrases: ['string quartet', 'string quartets', 'strings quartet', 'streichquartett', 'quatuor'], meaning: QUARTET },
    { phrases: ['string trio', 'streichtrio'], meaning: TRIO },
    { phrases: ['wind quartet', 'woodwind quartet', 'woodwinds', 'winds'], meaning: WINDS },
    { phrases: ['keyboard', 'for keyboard', 'keyboard piece'], meaning: KEYBOARD },
    { phrases: ['classical', 'classic', 'galant', 'viennese', 'chamber', 'chamber music', 'rococo'], meaning: 'classical' },
  ],
  neural: {
    words: 'classical chamber music, acoustic instruments, concert hall, no drums',
    guidance: 3,
  },
  targetLufs: -18,
}
