import type { StudioCard } from '../../../../../src-shared/studios/contract.ts'

export const ironcladCard: StudioCard = {
  id: 'ironclad',
  name: 'Ironclad',
  blurb: 'Metal: two walls of guitar and a drummer with two feet',
  agents: [
    {
      id: 'riffs',
      name: 'Riffs',
      job: 'Writes one riff a section for a guitar in a real tuning: palm mutes on the pedal tone, power chords, gallops, tritones.',
    },
    { id: 'leads', name: 'Leads', job: 'Sings over the choruses, runs in the solo, and harmonises in thirds of the scale where both guitars play.' },
    { id: 'drummer', name: 'Drummer', job: 'Chooses blast, d-beat, skank, double bass or breakdown by section, within what two hands and two feet can do.' },
    { id: 'low-end', name: 'Low end', job: 'Doubles the riff an octave down and locks the kick drum to the palm mutes.' },
  ],
  styles: ['metal', 'thrash', 'doom'],
  examplePrompts: [
    'Epic heavy metal with galloping riffs and harmonised lead guitars, 150 bpm in E minor',
    'Furious thrash with blast beats and a breakdown, 200 bpm in D',
    'Crushing doom in C, 62 bpm, tritone riffs',
  ],
  recognisedBy: ['metal', 'thrash', 'doom', 'djent', 'metalcore', 'headbanging', 'blast beats', 'ironclad'],
}
