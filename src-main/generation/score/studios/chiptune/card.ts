import type { StudioCard } from '../../../../../src-shared/studios/contract.ts'

export const chiptuneCard: StudioCard = {
  id: 'chiptune',
  name: 'Chiptune',
  blurb: 'A console’s four channels, one note each',
  agents: [
    { id: 'structure', name: 'Structure', job: 'Writes a form that loops without a seam: intro, A and B, and a turn that leads back.' },
    { id: 'melody', name: 'Melody', job: 'Writes the tune on pulse 1 and decides when pulse 2 sings along, echoes or runs through the chords.' },
    { id: 'voices', name: 'Voices', job: 'Sets the duty cycles and keeps every channel to one note at a time.' },
  ],
  styles: ['chiptune'],
  examplePrompts: ['Heroic overworld theme, 150 bpm in D major', 'Tense boss fight in E minor, fast', 'Calm village at dusk, 110 bpm, loops'],
  recognisedBy: ['chiptune', '8-bit', '8 bit', 'nes', 'famicom', 'game boy', 'video game', 'boss battle', 'overworld'],
}
