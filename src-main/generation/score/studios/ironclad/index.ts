import type { Ensemble } from '../../styles/ensemble.ts'
import { doom, metal, thrash } from './styles.ts'

export const ensemble: Ensemble = {
  id: 'ironclad',
  styles: [metal, thrash, doom],
  words: [
    {
      phrases: [
        'thrash',
        'thrash metal',
        'speed metal',
        'death metal',
        'black metal',
        'blast beat',
        'blast beats',
        'd-beat',
        'hardcore',
        'furious',
        'brutal',
        'moshpit',
        'mosh pit',
      ],
      style: { thrash: 4 },
      energy: 0.95,
      meaning: 'thrash',
    },
    {
      phrases: ['doom', 'doom metal', 'sludge', 'stoner', 'stoner metal', 'funeral', 'crushing', 'monolithic'],
      style: { doom: 4 },
      energy: 0.5,
      meaning: 'doom',
    },
    {
      phrases: [
        'heavy metal',
        'power metal',
        'classic metal',
        'galloping',
        'gallop',
        'twin leads',
        'twin guitars',
        'harmonised leads',
        'harmonized leads',
        'epic metal',
      ],
      style: { metal: 4 },
      energy: 0.8,
      meaning: 'heavy metal',
    },
    { phrases: ['metal', 'riffs', 'riff', 'headbanging', 'shred', 'heavy'], style: { metal: 0.5 }, meaning: 'metal' },
  ],
  neural: { words: 'heavy metal, distorted guitars, double kick drums', guidance: 3.5 },
}
