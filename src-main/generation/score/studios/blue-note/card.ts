import type { StudioCard } from '../../../../../src-shared/studios/contract.ts'

export const blueNoteCard: StudioCard = {
  id: 'blue-note',
  name: 'Blue Note',
  blurb: 'Jazz: a small band that knows its changes',
  agents: [
    {
      id: 'harmony',
      name: 'Harmony',
      job: 'Writes the changes (32-bar songs, rhythm changes, blues), reharmonises later choruses and voices every chord without its root.',
    },
    {
      id: 'rhythm',
      name: 'Rhythm section',
      job: 'Walks the bass into every chord, comps behind the soloist, keeps the ride at the swing that the tempo asks for.',
    },
    {
      id: 'soloist',
      name: 'Soloist',
      job: 'States the head, then improvises over the changes with guide tones, enclosures and room to breathe; trades fours with the drums.',
    },
  ],
  styles: ['swing', 'ballad', 'bossa'],
  examplePrompts: [
    'Up-tempo bebop quartet with tenor sax, 190 bpm, rhythm changes',
    'Smoky ballad for muted trumpet and piano trio, 62 bpm, brushes',
    'Gentle bossa nova with nylon guitar and flute, evening by the sea',
    'Twelve-bar blues in F for piano trio',
  ],
  recognisedBy: ['jazz', 'bebop', 'bossa', 'swing', 'blues', 'big band', 'blue note'],
}
