import type { Ensemble } from '../../styles/ensemble.ts'
import { chiptune } from './style.ts'

export { loopOf } from './structure.ts'
export { consoleViolations } from './voices.ts'

export const ensemble: Ensemble = {
  id: 'chiptune',
  styles: [chiptune],
  words: [
    {
      phrases: ['boss', 'boss fight', 'boss battle', 'final boss', 'castle', 'dungeon'],
      style: { chiptune: 1 },
      valence: 0.25,
      energy: 0.88,
      meaning: 'a boss fight',
    },
    { phrases: ['overworld', 'hero', 'heroic', 'adventure', 'quest'], style: { chiptune: 1 }, valence: 0.8, energy: 0.74, meaning: 'an overworld' },
    { phrases: ['village', 'town', 'shop', 'save point'], style: { chiptune: 1 }, valence: 0.75, energy: 0.5, meaning: 'a quiet place' },
    {
      phrases: ['chiptune', 'chip tune', '8-bit', '8bit', 'nes', 'famicom', 'retro game', 'video game', 'game music', 'loops', 'loop'],
      style: { chiptune: 4 },
      meaning: 'console music',
    },
  ],
  neural: { words: '8-bit chiptune, NES square waves, triangle bass, noise drums, retro video game music', guidance: 4 },
}
